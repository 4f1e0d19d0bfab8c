import Channel
import Screen

/// What happens to the screen.
public enum Action: Sendable, Equatable {
  /// A person pressed a key.
  case key(Key)
  /// The run sent something.
  case news(RunChannel.News)
}

/// What the screen wants done.
public enum Effect: Sendable, Equatable {
  /// Ask something of the run.
  case send(Command)
  /// Close the screen.
  case quit
  /// Suspend the program.
  case suspend
}

/// The next state, and what to do about it.
public func update(_ state: inout ExplorerState, _ action: Action) -> [Effect] {
  switch action {
  case .key(let key): state.press(key)
  case .news(let news): state.receive(news)
  }
}

extension ExplorerState {
  // MARK: News

  fileprivate mutating func receive(_ news: RunChannel.News) -> [Effect] {
    droppedEvents += news.dropped
    for event in news.events { receive(event) }
    if let snapshot = news.snapshot {
      self.snapshot = snapshot
      // A network may have no such knob as was selected.
      let knobs = knobs
      if let first = knobs.first, !knobs.contains(selectedKnob) { selectedKnob = first }
      if !snapshot.reuse.isEmpty { reuse = snapshot.reuse }
      if let shortcuts = snapshot.shortcuts { self.shortcuts = shortcuts }
      if snapshot.activity == .paused && wantsPause { isPaused = true }
    }
    return quitting == .stopping && ended != nil ? [.quit] : []
  }

  private mutating func receive(_ event: RunEvent) {
    switch event {
    case .runStarted(let run): self.run = run
    case .step(let metrics): history.add(metrics)
    case .evaluation(let evaluation): history.add(evaluation)
    case .reuse(let block):
      if let index = reuse.firstIndex(where: { $0.block == block.block }) {
        reuse[index] = block
      } else {
        reuse.append(block)
      }
    case .shortcuts(let shortcuts): self.shortcuts = shortcuts
    case .layerStatistics, .networkChanged: break
    case .checkpoint(let checkpoint): message = "Weights written to \(checkpoint.path)."
    case .commandApplied(let applied): receive(applied)
    case .commandRejected(let rejected): message = "Refused: \(rejected.reason)"
    case .warning(let warning):
      message = "Warning: \(warning.message)"
      if warning.undoStep != nil { message? += " (z, then [ ] - and Space)." }
    case .runEnded(let end):
      ended = end
      if end.reason == .failed { message = end.message }
    }
  }

  private mutating func receive(_ applied: CommandApplied) {
    // A run that stops being finite pauses by itself.
    if applied.command == .pause { wantsPause = true }
    if applied.command == .resume { wantsPause = false }
    if let step = applied.restoredStep {
      let text = "weights of step \(step) restored"
      history.add(RunHistory.Intervention(step: applied.step, text: text))
      message =
        "The weights of step \(step) are back: loss \(decimal(applied.lossAfter ?? .nan)) on the next "
        + "batch. Lower the learning rate ([ ] -), then Space goes on."
      return
    }
    guard let knob = applied.knob, let before = applied.before, let after = applied.after,
      before != after
    else { return }
    var text = "\(knob.title) \(knob.text(before)) → \(knob.text(after))"
    if applied.command == .undo { text += " (undone)" }
    history.add(RunHistory.Intervention(step: applied.step, text: text))
    if let lossBefore = applied.lossBefore, let lossAfter = applied.lossAfter {
      text += ", loss \(decimal(lossBefore)) → \(decimal(lossAfter)) on the same batch"
    }
    snapshot.knobs[knob] = after
    message = text
  }

  // MARK: Keys

  fileprivate mutating func press(_ key: Key) -> [Effect] {
    message = nil
    switch quitting {
    case .asking: return answerQuestion(key)
    case .stopping:
      let isImpatient = key == .character("q") || key == .control("c")
      return isImpatient ? [.quit] : []
    case .no: break
    }
    guard let binding = KeyBinding.table.first(where: { $0.keys.contains(key) }) else { return [] }
    if showsHelp { return pressInHelp(binding.does) }
    return perform(binding.does)
  }

  private mutating func answerQuestion(_ key: Key) -> [Effect] {
    switch key {
    case .character("q"), .character("y"), .character("Y"), .control("c"), .enter:
      if ended != nil { return [.quit] }
      quitting = .stopping
      return [.send(.stop)]
    default:
      quitting = .no
      return []
    }
  }

  private mutating func pressInHelp(_ command: KeyCommand) -> [Effect] {
    switch command {
    case .cursor(.down): helpScroll += 1
    case .cursor(.up): helpScroll = max(helpScroll - 1, 0)
    case .cursor(.pageDown): helpScroll += 10
    case .cursor(.pageUp): helpScroll = max(helpScroll - 10, 0)
    case .suspend: return [.suspend]
    default:
      showsHelp = false
      helpScroll = 0
      if command == .quit { return perform(.quit) }
    }
    return []
  }

  private mutating func perform(_ command: KeyCommand) -> [Effect] {
    switch command {
    case .pauseOrResume: return pauseOrResume()
    case .step:
      if ended != nil { return [] }
      guard wantsPause else {
        message = "Pause first (Space), then s does one step."
        return []
      }
      return [.send(.step(count: 1))]
    case .raise: stage(up: true)
    case .lower: stage(up: false)
    case .previousKnob: selectKnob(offset: -1)
    case .nextKnob: selectKnob(offset: 1)
    case .apply:
      if !staged.isEmpty { return applyStaged() }
      if pane != .knobs { isEnlarged.toggle() }
    case .undo:
      if ended == nil { return [.send(.undo)] }
    case .checkpoint:
      if ended == nil { return [.send(.checkpoint)] }
    case .nextPane: selectPane((pane.rawValue + 1) % Pane.allCases.count)
    case .previousPane:
      selectPane((pane.rawValue + Pane.allCases.count - 1) % Pane.allCases.count)
    case .pane(let pane): self.pane = pane
    case .enlarge: isEnlarged.toggle()
    case .cursor(let move): moveCursor(move)
    case .help: showsHelp = true
    case .back:
      if !staged.isEmpty {
        staged = [:]
        message = "Staged changes cancelled."
      } else {
        isEnlarged = false
        cursorStep = nil
      }
    case .quit:
      if ended != nil { return [.quit] }
      quitting = .asking
    case .suspend: return [.suspend]
    }
    return []
  }

  private mutating func pauseOrResume() -> [Effect] {
    if ended != nil { return [] }
    isPaused = false
    wantsPause.toggle()
    return wantsPause ? [.send(.pause)] : applyStaged() + [.send(.resume)]
  }

  // MARK: Knobs

  private mutating func stage(up: Bool) {
    guard let current = snapshot.knobs[selectedKnob] else {
      message = "The run has not begun."
      return
    }
    if ended != nil { return }
    let value = staged[selectedKnob] ?? current
    guard let next = selectedKnob.neighbour(of: value, up: up) else {
      message =
        "\(selectedKnob.title) \(selectedKnob.text(value)) is as \(up ? "high" : "low") as it goes."
      return
    }
    staged[selectedKnob] = next == current ? nil : next
  }

  private mutating func applyStaged() -> [Effect] {
    defer { staged = [:] }
    return Knob.allCases.compactMap { knob in
      staged[knob].map { .send(.set(knob, value: $0)) }
    }
  }

  private mutating func selectKnob(offset: Int) {
    guard let index = knobs.firstIndex(of: selectedKnob) else { return }
    selectedKnob = knobs[min(max(index + offset, 0), knobs.count - 1)]
  }

  private mutating func selectPane(_ index: Int) {
    pane = Pane(rawValue: index) ?? pane
  }

  // MARK: Cursors

  private mutating func moveCursor(_ move: CursorMove) {
    switch pane {
    case .curves: moveAlongSteps(move)
    case .gradients:
      let layers = max(history.gradientNorms.count, 1)
      switch move {
      case .up: cursorLayer = max(cursorLayer - 1, 0)
      case .down: cursorLayer = min(cursorLayer + 1, layers - 1)
      case .pageUp: cursorLayer = max(cursorLayer - 8, 0)
      case .pageDown: cursorLayer = min(cursorLayer + 8, layers - 1)
      case .left, .right, .home, .end: moveAlongSteps(move)
      }
    case .reuse: if hasDenseBlocks { moveInReuse(move) } else { moveInShortcuts(move) }
    case .knobs:
      switch move {
      case .up: selectKnob(offset: -1)
      case .down: selectKnob(offset: 1)
      case .pageUp, .home: selectKnob(offset: -Knob.allCases.count)
      case .pageDown, .end: selectKnob(offset: Knob.allCases.count)
      case .left, .right: break
      }
    }
  }

  private mutating func moveAlongSteps(_ move: CursorMove) {
    let last = max(step, 1)
    // About one column of a screen, at least one step.
    let stride = max(last / 60, 1)
    let now = cursorStep ?? last
    let next =
      switch move {
      case .left, .down: now - stride
      case .right, .up: now + stride
      case .pageUp: now - 10 * stride
      case .pageDown: now + 10 * stride
      case .home: 1
      case .end: last
      }
    cursorStep = next >= last ? nil : max(next, 1)
  }

  private mutating func moveInShortcuts(_ move: CursorMove) {
    let last = max((shortcuts?.blocks.count ?? 0) - 1, 0)
    let next =
      switch move {
      case .up: shortcutCursor - 1
      case .down: shortcutCursor + 1
      case .pageUp: shortcutCursor - 8
      case .pageDown: shortcutCursor + 8
      case .home: 0
      case .end: last
      case .left, .right: shortcutCursor
      }
    shortcutCursor = min(max(next, 0), last)
  }

  private mutating func moveInReuse(_ move: CursorMove) {
    guard reuse.indices.contains(reuseCursor.block) else { return }
    let consumers = reuse[reuseCursor.block].matrix.count
    switch move {
    case .left: reuseCursor.consumer -= 1
    case .right: reuseCursor.consumer += 1
    case .up: reuseCursor.source -= 1
    case .down: reuseCursor.source += 1
    case .home: reuseCursor.consumer = 0
    case .end: reuseCursor.consumer = consumers - 1
    case .pageUp, .pageDown:
      let block = reuseCursor.block + (move == .pageDown ? 1 : -1)
      reuseCursor = ReuseCursor(block: min(max(block, 0), reuse.count - 1))
    }
    let last = reuse[reuseCursor.block].matrix.count - 1
    reuseCursor.consumer = min(max(reuseCursor.consumer, 0), max(last, 0))
    // A consumer reads the block's input and the layers before it.
    reuseCursor.source = min(max(reuseCursor.source, 0), reuseCursor.consumer)
  }
}
