import Channel
import Screen

// What each kind of action does to the state.
extension ExplorerState {
  mutating func resize(to size: Grid.Size) -> [Effect] {
    self.size = size
    return []
  }

  // MARK: News

  mutating func receive(_ news: RunChannel.News, network: Int) -> [Effect] {
    guard session.networks.indices.contains(network) else { return [] }
    let wasFinished = session.networks[network].live.isFinished
    session.networks[network].live.receive(news)
    for event in news.events { hear(event, network: network) }
    let run = session.networks[network].live
    // That the run has finished, and what can be done then, matters more than its last checkpoint.
    if !wasFinished && run.snapshot.activity == .finished { session.message = nil }
    if let snapshot = news.snapshot {
      if snapshot.activity == .paused && session.networks[network].wantsPause {
        session.networks[network].isPaused = true
      }
    }
    if news.snapshot != nil, network == session.previewed, let preview = session.preview,
      preview != shownPreview
    {
      show(preview)
    }
    let haveEnded = session.networks.allSatisfy { $0.live.ended != nil }
    return quitting == .stopping && haveEnded ? [.quit] : []
  }

  /// Takes in what an event means for who steers, and tells it if it is worth that.
  private mutating func hear(_ event: RunEvent, network: Int) {
    if case .commandApplied(let applied) = event {
      // A run that stops being finite pauses by itself.
      if applied.command == .pause { session.networks[network].wantsPause = true }
      if applied.command == .resume { session.networks[network].wantsPause = false }
    }
    if case .commandRejected(let rejected) = event { noteRefusal(rejected.reason) }
    if network == session.selected { return say(event) }
    // Of what all networks do one is enough.
    let before = session.message
    switch event {
    case .warning, .commandRejected: say(event)
    case .runEnded(let end) where end.reason == .failed: say(event)
    default: return
    }
    if session.message != before {
      session.message = "\(session.networks[network].live.label): \(session.message ?? "")"
    }
  }

  /// Says what staged changes cost, or takes back what cannot be made.
  private mutating func show(_ preview: ChangePreview) {
    shownPreview = preview
    if let refused = preview.refused {
      session.staged.remove(refused.command)
      session.message = "Refused: \(refused.reason)"
    } else {
      let staged = session.staged.commands.map(\.proposal).joined(separator: ", ")
      session.message = "\(staged): \(preview.sentence). Enter applies, Esc cancels."
    }
  }

  /// Tells the person what they should not have to look for.
  private mutating func say(_ event: RunEvent) {
    switch event {
    case .checkpoint(let checkpoint):
      session.message = "Checkpoint written to \(checkpoint.path)."
    case .commandRejected(let rejected): session.message = "Refused: \(rejected.reason)"
    case .warning(let warning):
      session.message = "Warning: \(warning.message)"
      if warning.undoStep != nil { session.message? += " (z, then [ ] - and Space)." }
    case .runEnded(let end): if end.reason == .failed { session.message = end.message }
    case .commandApplied(let applied): say(applied)
    case .changeEffect(let effect):
      let mark = session.live.history.marks.last { $0.isOf(effect) }
      let change = mark?.text ?? effect.command.word
      session.message = "\(change) at step \(effect.commandStep): \(effect.words)."
    case .runStarted, .step, .evaluation, .reuse, .shortcuts, .layerStatistics, .networkChanged:
      break
    }
  }

  private mutating func say(_ applied: CommandApplied) {
    if let step = applied.restoredStep {
      let loss = "loss \(decimal(applied.lossAfter ?? .nan)) on the next batch"
      session.message =
        applied.command == .undo && applied.change == nil && applied.knob == nil
        ? "Back at step \(step): \(loss). Lower the learning rate ([ ] -), then Space goes on."
        : "\(applied.sentence): \(loss)."
    } else if applied.changesNetwork || applied.before != applied.after {
      // Changes that were applied together are told together.
      told = told.filter { $0.step == applied.step } + [applied]
      session.message = told.map(\.sentence).joined(separator: "; ")
      if let before = told.lazy.compactMap(\.lossBefore).first,
        let after = told.lazy.compactMap(\.lossAfter).last
      {
        session.message? +=
          ", loss \(decimal(before)) → \(decimal(after)) on the same batch"
      }
    }
  }

  // MARK: Keys

  mutating func handle(_ key: Key) -> [Effect] {
    session.message = nil
    told = []
    watchForAskedKey(key)
    switch quitting {
    case .asking: return answerQuestion(key)
    case .stopping:
      let isImpatient = key == .character("q") || key == .control("c")
      return isImpatient ? [.quit] : []
    case .no: break
    }
    switch overlay {
    case .none: break
    case .commandLine(let line): return type(key, on: line)
    case .help, .details: return pressInText(key)
    }
    if let effects = pressInLesson(key) { return effects }
    if session.replay != nil, session.timeLine == nil,
      let binding = KeyBinding.replay.first(where: { $0.keys.contains(key) })
    {
      return binding.action(&self)
    }
    if session.timeLine != nil,
      let binding = KeyBinding.timeLine.first(where: { $0.keys.contains(key) })
    {
      return binding.action(&self)
    }
    if let binding = KeyBinding.screen.first(where: { $0.keys.contains(key) }) {
      return binding.action(&self)
    }
    _ = panes[focus].press(key, &session)
    openWantedCommandLine()
    return []
  }

  /// Opens the command line that a pane's key asked for.
  mutating func openWantedCommandLine() {
    guard let text = session.wantedCommandLine else { return }
    session.wantedCommandLine = nil
    overlay = .commandLine(CommandLine(text))
  }

  private mutating func answerQuestion(_ key: Key) -> [Effect] {
    switch key {
    case .character("q"), .character("y"), .character("Y"), .control("c"), .enter:
      if session.isFinished { return [.quit] }
      quitting = .stopping
      return session.networks.indices.map { .send(.stop, network: $0) }
    default:
      quitting = .no
      return []
    }
  }

  /// Scrolls what lies on top, or takes it away.
  private mutating func pressInText(_ key: Key) -> [Effect] {
    switch key {
    case .down, .character("j"): scrollText(by: 1)
    case .up, .character("k"): scrollText(by: -1)
    case .pageDown, .character(" "): scrollText(by: 10)
    case .pageUp: scrollText(by: -10)
    case .home: scrollText(by: -Int(Int32.max))
    case .end: scrollText(by: Int(Int32.max))
    case .control("z"): return [.suspend]
    case .character("p"): return [.savePicture]
    case .character("q"), .control("c"):
      overlay = .none
      return quit()
    default: overlay = .none
    }
    return []
  }

  mutating func scrollText(by rows: Int) {
    guard let text else { return }
    let area = areas.panes
    let scroll = min(max(text.scroll + rows, 0), text.furthestScroll(in: area))
    switch overlay {
    case .help: overlay = .help(scroll: scroll)
    case .details(let heading, let lines, _): overlay = .details(heading, lines, scroll: scroll)
    case .none, .commandLine: break
    }
  }

  // MARK: What keys and commands do

  mutating func pauseOrResume() -> [Effect] {
    if session.replay != nil { return playOrPause() }
    guard session.canSteer(), session.hasStepsLeft() else { return [] }
    session.want(pause: !session.wantsPause)
    return session.wantsPause
      ? session.orders(.pause) : session.applyStaged() + session.orders(.resume)
  }

  mutating func takeOneStep() -> [Effect] {
    guard session.canSteer(), session.hasStepsLeft() else { return [] }
    guard session.wantsPause else {
      session.message = "Pause first (Space), then s does one step."
      return []
    }
    return session.orders(.step(count: 1))
  }

  mutating func applyOrOpen() -> [Effect] {
    if !session.staged.isEmpty { return session.applyStaged() }
    switch panes[focus].open(&session) {
    case .enlarge: isEnlarged.toggle()
    case .details(let heading, let text): overlay = .details(heading, text, scroll: 0)
    case .commandLine(let text): overlay = .commandLine(CommandLine(text))
    case .staged(let command): session.stage(command)
    }
    return []
  }

  /// Something that only a run that goes on can do.
  mutating func ask(_ command: Command) -> [Effect] {
    session.canSteer() ? session.orders(command) : []
  }

  mutating func focus(on name: String) {
    guard let pane = pane(named: name) else { return session.select(offset: 0) }
    focus = pane
  }

  mutating func focusPane(offset: Int) {
    focus = (focus + offset + panes.count) % panes.count
  }

  mutating func toggleFreezing() {
    let freezes = session.frozen == nil
    for index in session.networks.indices {
      session.networks[index].frozen = freezes ? session.networks[index].live : nil
    }
  }

  mutating func goBack() {
    if !session.staged.isEmpty {
      session.staged = Staging()
      session.message = "Staged changes cancelled."
      return
    }
    isEnlarged = false
    session.closeTimeLine()
    session.cursorStep = nil
    for index in session.networks.indices { session.networks[index].frozen = nil }
    session.window.follow()
    session.layerFilter = ""
    session.list { $0.text = "" }
  }

  mutating func quit() -> [Effect] {
    // Before its first run and behind its last step, a lesson has nothing to stop.
    let isIdle = session.lesson != nil && (!hasRun || lessonStage == .over)
    if session.isFinished || isIdle || session.replay != nil { return [.quit] }
    quitting = .asking
    return []
  }
}
