import Screen

/// Draws the whole screen.
///
/// It degrades in steps as the terminal shrinks: several panes, one pane, the status alone.
public func view(_ state: ExplorerState, into grid: inout Grid, display: Display) {
  var state = state
  state.size = grid.size
  state.draw(into: &grid, display: display)
  if !display.hasUnicode { grid.replaceNonASCII() }
}

extension ExplorerState {
  fileprivate func draw(into grid: inout Grid, display: Display) {
    let lines = messageLines
    let areas = areas
    StatusLine(session: session, theme: theme, display: display).draw(in: areas.status, of: &grid)
    for (row, line) in lines.enumerated() {
      grid.write(line, in: areas.message, row: row, style: message?.style ?? Style())
    }
    drawFooter(in: areas.footer, of: &grid)
    if areas.panes.rows > 0 { drawPanes(in: areas.panes, of: &grid, display: display) }
    if areas.lesson.rows > 0 {
      LessonView(self)?.draw(in: areas.lesson, of: &grid, display: display)
    }
    if session.replay != nil && session.timeLine == nil {
      if areas.timeLine.rows > 0 {
        ReplayBar(session: session, theme: theme, display: display)
          .draw(in: areas.timeLine, of: &grid)
      }
    } else if areas.timeLine.rows > 0 && !hidesRun {
      TimeLineView(session: session, theme: theme, display: display)
        .draw(in: areas.timeLine, of: &grid)
    }
    if case .commandLine(let line) = overlay {
      let view = CommandLineView(line: line, completions: completions(of: line.typed), theme: theme)
      view.draw(above: areas.footer, in: areas, of: &grid)
    }
  }

  private func drawPanes(in area: Area, of grid: inout Grid, display: Display) {
    if let text {
      text.draw(in: area, of: &grid, display: display)
      return
    }
    if !session.live.hasBegun && session.live.ended == nil {
      // Before a lesson's first run there is nothing to prepare.
      if session.lesson?.networks.isEmpty == true { return }
      drawPreparation(in: area, of: &grid)
      return
    }
    if hidesRun {
      grid.writeCentred(
        "Hidden until the answer is revealed", in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    let places = places
    if places.count == 1 && !layout.isTeaching || isEnlarged || places.first?.area.row != area.row {
      drawTabs(in: area, of: &grid)
    }
    for place in places { draw(place.pane, in: place.area, of: &grid, display: display) }
  }

  /// A pane in its frame; in the teaching layout with the words that explain it.
  private func draw(_ index: Int, in area: Area, of grid: inout Grid, display: Display) {
    let pane = panes[index]
    let isFocused = focus == index
    let marker = isFocused ? (display.hasUnicode ? "▶ " : "> ") : ""
    _ = grid.frame(
      area, title: "\(marker)\(key(of: index)) \(pane.title(session))",
      style: isFocused ? theme.focus : theme.quiet, display: display)
    let (inside, words, explanation) = parts(of: index, in: area)
    for (row, line) in explanation.enumerated() {
      grid.write(line, in: words, row: row + 1, style: theme.strong)
    }
    pane.draw(
      in: inside, of: &grid,
      PaneContext(session: session, isFocused: isFocused, display: display, theme: theme))
  }

  /// What is inside a pane's frame: the pane's own area, and in the teaching layout below it that of the
  /// words that explain it, with their lines.
  func parts(of index: Int, in area: Area) -> (pane: Area, words: Area, explanation: [String]) {
    let inside = area.inset(top: 1, left: 1, bottom: 1, right: 1)
    guard layout.isTeaching && inside.rows >= 10 else {
      return (inside, inside.split(top: 0).0, [])
    }
    let lines = wrapped(panes[index].explanation(session), columns: inside.columns)
    let (pane, words) = inside.split(top: inside.rows - lines.count - 1)
    return (pane, words, lines)
  }

  /// The digit that focuses a pane.
  private func key(of pane: Int) -> Int { (pane + 1) % 10 }

  private func drawTabs(in area: Area, of grid: inout Grid) {
    let full = panes.enumerated().map { " \(key(of: $0)) \($1.name) " }
    let short = panes.indices.map { $0 == focus ? full[$0] : " \(key(of: $0)) " }
    var column = 0
    for (index, tab) in (full.joined().count <= area.columns ? full : short).enumerated() {
      let style = index == focus ? Style(isBold: true, isReversed: true) : theme.quiet
      column += grid.write(tab, in: area, column: column, style: style)
    }
  }

  private func drawPreparation(in area: Area, of grid: inout Grid) {
    guard case .preparing(let what) = session.live.snapshot.activity else { return }
    grid.writeCentred("DenseNet Explorer", in: area, row: area.rows / 2 - 1, style: theme.strong)
    grid.writeCentred("\(what)…", in: area, row: area.rows / 2 + 1)
  }

  /// What stands above the footer.
  private var message: (text: String, style: Style)? {
    messageText.map { ($0, quitting == .no ? theme.strong : theme.paused) }
  }

  /// What there is to say.
  var messageText: String? {
    switch quitting {
    case .asking:
      let question = "Stop the run and quit? y or q: yes, any other key: no"
      // On the smallest screens there is one row.
      return size.rows < 10 && question.count > size.columns ? "Quit? y: yes" : question
    case .stopping: return "Stopping after this step…"
    case .no: break
    }
    // What is said of a run that is hidden would give the answer away.
    if let message = session.message, !hidesRun { return message }
    if case .commandLine(let line) = overlay, let hint = hint(for: line) { return hint }
    if hidesRun { return nil }
    if session.timeLine != nil { return session.timeLineReading }
    if let replay = session.replay, session.frozen == nil { return replay.sentence(session.live) }
    if session.live.ended == nil && session.live.isFinished {
      return "Finished after step \(session.live.step). t or z goes back, r begins again, q quits."
    }
    if let ended = session.live.ended { return "\(ended.message) q quits." }
    return session.frozen == nil
      ? nil : "The picture is frozen at step \(session.run.step); f thaws it."
  }

  /// The message, broken into rows; at most three.
  var messageLines: [String] {
    Array(wrapped(message?.text ?? "", columns: size.columns).prefix(3))
  }

  /// Keys of a lesson that mean something now.
  private var lessonKeys: [BindingHelp] {
    guard let lesson = session.lesson, lesson.isOnTrack else { return [] }
    return (lesson.phase == .doing ? KeyBinding.givingUp : KeyBinding.lesson).map(\.help)
  }

  /// What a key of the footer does now.
  private func meaning(of word: String) -> String {
    switch word {
    case "pause" where session.wantsPause: "resume"
    case "play" where session.replay?.isPlaying == true: "pause"
    default: word
    }
  }

  private func drawFooter(in area: Area, of grid: inout Grid) {
    var column = 0
    let entries =
      (session.lesson == nil ? [] : [KeyBinding.lessonTrack.help])
      + lessonKeys
      + (session.timeLine == nil ? [] : KeyBinding.timeLine.map(\.help))
      + (session.replay == nil ? [] : KeyBinding.replay.map(\.help))
      + KeyBinding.screen.map(\.help).filter { session.replay == nil || !$0.steers }
      + panes[focus].bindingHelp
    // Help and quit must never fall off the edge: they come first where room is short.
    let urgent = ["help", "quit"]
    let words = entries.compactMap { help in help.footer.map { (help.label, $0) } }
    let ordered = words.filter { urgent.contains($0.1) } + words.filter { !urgent.contains($0.1) }
    for (label, word) in ordered {
      let label = label.prefix { $0 != "F" && $0 != "C" }.trimmingSuffix { $0 == " " }
      let meaning = meaning(of: word)
      guard column + label.count + meaning.count + 1 <= area.columns else { break }
      column += grid.write(String(label), in: area, column: column, style: theme.strong)
      column += grid.write(" \(meaning)  ", in: area, column: column, style: theme.quiet)
    }
  }
}
