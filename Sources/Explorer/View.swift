import Screen

/// Draws the whole screen.
///
/// It degrades in steps as the terminal shrinks: four panes, one pane, the status alone.
public func view(_ state: ExplorerState, into grid: inout Grid, display: Display) {
  draw(state, into: &grid, display: display)
  if !display.hasUnicode { grid.replaceNonASCII() }
}

private func draw(_ state: ExplorerState, into grid: inout Grid, display: Display) {
  let whole = Area(grid.size)
  let statusRows = whole.columns < StatusLine.comfortableWidth && whole.rows > 3 ? 2 : 1
  var (status, rest) = whole.split(top: statusRows)
  StatusLine(state, display: display).draw(in: status, of: &grid)
  guard rest.rows >= 4 && rest.columns >= 20 else { return }
  // A message that is longer than a row takes what it needs from the panes.
  let message = message(state)
  let lines = wrapped(message?.text ?? "", columns: rest.columns).prefix(3)
  (rest, status) = rest.split(top: rest.rows - 1 - max(lines.count, 1))
  for (row, line) in lines.enumerated() {
    grid.write(line, in: status, row: row, style: message?.style ?? Style())
  }
  drawFooter(state, in: status.split(top: status.rows - 1).1, of: &grid)
  if state.showsHelp {
    HelpView(scroll: state.helpScroll).draw(in: rest, of: &grid, display: display)
  } else if state.run == nil && state.ended == nil {
    drawPreparation(state, in: rest, of: &grid)
  } else if state.isEnlarged || rest.columns < 76 || rest.rows < 18 {
    drawTabs(state, in: rest.split(top: 1).0, of: &grid)
    drawPane(
      state.pane, of: state, in: rest.split(top: 1).1, into: &grid, display: display)
  } else {
    let (left, right) = rest.split(left: rest.columns * 11 / 20)
    let (curves, gradients) = left.split(top: rest.rows / 2)
    let (reuse, knobs) = right.split(top: rest.rows / 2)
    for (pane, area) in [
      (Pane.curves, curves), (.gradients, gradients), (.reuse, reuse), (.knobs, knobs),
    ] {
      drawPane(pane, of: state, in: area, into: &grid, display: display)
    }
  }
}

private func drawPane(
  _ pane: Pane, of state: ExplorerState, in area: Area, into grid: inout Grid, display: Display
) {
  let isFocused = state.pane == pane
  let marker = isFocused ? (display.hasUnicode ? "▶ " : "> ") : ""
  let inside = grid.frame(
    area, title: "\(marker)\(pane.rawValue + 1) \(pane.title)",
    style: isFocused ? Theme.focus : Theme.quiet, display: display)
  switch pane {
  case .curves: CurvesPane(state).draw(in: inside, of: &grid, display: display)
  case .gradients: GradientsPane(state).draw(in: inside, of: &grid, display: display)
  case .reuse:
    if state.hasDenseBlocks {
      ReusePane(state).draw(in: inside, of: &grid, display: display)
    } else {
      ShortcutsPane(state).draw(in: inside, of: &grid, display: display)
    }
  case .knobs: KnobsPane(state).draw(in: inside, of: &grid, display: display)
  }
}

private func drawTabs(_ state: ExplorerState, in area: Area, of grid: inout Grid) {
  let isShort = area.columns < 60
  var column = 0
  for pane in Pane.allCases {
    let name = isShort ? pane.title.prefix { $0 != " " } : pane.title[...]
    let style = pane == state.pane ? Style(isBold: true, isReversed: true) : Theme.quiet
    column += grid.write(" \(pane.rawValue + 1) \(name) ", in: area, column: column, style: style)
  }
}

private func drawPreparation(_ state: ExplorerState, in area: Area, of grid: inout Grid) {
  guard case .preparing(let what) = state.snapshot.activity else { return }
  grid.writeCentred("DenseNet Explorer", in: area, row: area.rows / 2 - 1, style: Theme.strong)
  grid.writeCentred("\(what)…", in: area, row: area.rows / 2 + 1)
}

/// What stands above the footer.
private func message(_ state: ExplorerState) -> (text: String, style: Style)? {
  switch state.quitting {
  case .asking: ("Stop the run and quit? y or q: yes, any other key: no", Theme.paused)
  case .stopping: ("Stopping after this step…", Theme.paused)
  case .no:
    (state.message ?? state.ended.map { "\($0.message) q quits." }).map { ($0, Theme.strong) }
  }
}

private func drawFooter(_ state: ExplorerState, in area: Area, of grid: inout Grid) {
  var column = 0
  let entries = KeyBinding.table.compactMap { binding in
    binding.footer.map { (label: String(binding.label.prefix { $0 != "F" }), word: $0) }
  }
  // Help and quit must never fall off the edge: they come first where room is short.
  let ordered = entries.sorted { left, right in
    let urgent = ["help", "quit"]
    return area.columns < 100 && urgent.contains(left.word) && !urgent.contains(right.word)
  }
  for (label, word) in ordered {
    let label = label.split(separator: " ").joined(separator: " ")
    let meaning = word == "pause" && state.wantsPause ? "resume" : word
    guard column + label.count + meaning.count + 1 <= area.columns else { break }
    column += grid.write(label, in: area, column: column, style: Theme.strong)
    column += grid.write(" \(meaning)  ", in: area, column: column, style: Theme.quiet)
  }
}
