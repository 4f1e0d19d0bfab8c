import Channel
import Screen

/// The lines of a run over their steps, a row each: where one can go back to, where the cursor is, and how
/// the lines do.
struct TimeLineView {
  let session: Session
  let theme: Theme
  let display: Display

  private static let nameWidth = 13
  /// Columns of the figures beside each line.
  private static let figuresWidth = 40
  /// Lines that are shown at most.
  private static let limit = 6

  /// Rows that it fills, the frame included.
  static func rows(_ run: ObservedRun) -> Int { min(run.forks.names.count, limit) + 3 }

  private var run: ObservedRun { session.live }

  func draw(in area: Area, of grid: inout Grid) {
    guard let cursor = session.timeLine else { return }
    let common = commonStep
    let title =
      run.forks.names.count == 1
      ? "Time line" : "Time line: loss at step \(common), the last that all lines have"
    let inside = grid.frame(area, title: title, style: theme.focus, display: display)
    grid.clear(inside)
    let names = run.forks.names
    let (lines, axis) = inside.split(top: inside.rows - 1)
    let selected = names.firstIndex(of: cursor.fork) ?? 0
    let first = firstShown(cursor: selected, count: names.count, shown: lines.rows)
    let figures = inside.columns >= 76 ? Self.figuresWidth : 0
    let place = inside.inset(left: Self.nameWidth, right: figures)
    for (row, name) in names.dropFirst(first).prefix(lines.rows).enumerated() {
      let isSelected = name == cursor.fork
      let mark = isSelected ? (display.hasUnicode ? "▸ " : "> ") : "  "
      grid.write(
        clipped(mark + name, columns: Self.nameWidth - 1), in: lines, row: row,
        style: isSelected ? theme.focus : name == run.fork ? theme.strong : theme.quiet)
      draw(name, in: place, row: row, of: &grid)
      if figures > 0 {
        grid.writeRight(
          self.figures(name, at: common), in: lines, row: row,
          style: name == run.fork ? Style() : theme.quiet)
      }
    }
    drawAxis(in: axis.inset(left: Self.nameWidth, right: figures), of: &grid)
  }

  /// Steps along the axis.
  private var extent: ClosedRange<Int> {
    session.firstStep...max(run.greatestStep, session.firstStep + 1)
  }

  private func column(of step: Int, columns: Int) -> Int {
    let share = Double(step - extent.lowerBound) / Double(extent.count - 1)
    return Int((share * Double(max(columns - 1, 0))).rounded())
  }

  private func draw(_ name: String, in area: Area, row: Int, of grid: inout Grid) {
    guard area.columns > 1 else { return }
    let begin = run.forks.origin(of: name)?.step ?? extent.lowerBound
    let (first, last) = (
      column(of: begin, columns: area.columns),
      column(of: session.lastStep(of: name), columns: area.columns)
    )
    let style = name == run.fork ? Style() : theme.quiet
    func put(_ character: Character, _ column: Int, _ style: Style) {
      guard 0..<area.columns ~= column else { return }
      grid[area.row + row, area.column + column] = Cell(character, style)
    }
    for column in first...max(last, first) { put(display.hasUnicode ? "─" : "-", column, style) }
    for step in session.checkpoints(of: name) where step >= begin {
      put(display.hasUnicode ? "•" : "o", column(of: step, columns: area.columns), style)
    }
    for mark in session.live.history(of: name)?.marks ?? []
    where mark.kind != .checkpoint && mark.step >= begin {
      let column = column(of: mark.step, columns: area.columns)
      put(mark.kind.sign(display), column, mark.kind.style(theme))
    }
    if run.forks.origin(of: name) != nil { put(display.hasUnicode ? "╰" : "\\", first, style) }
    if let cursor = session.timeLine, cursor.fork == name {
      let column = column(of: cursor.step, columns: area.columns)
      guard 0..<area.columns ~= column else { return }
      grid[area.row + row, area.column + column].style.isReversed = true
    }
  }

  /// The last step that all lines have, where their losses can be compared.
  private var commonStep: Int {
    run.forks.names.map(session.lastStep(of:)).min() ?? 0
  }

  /// How a line does: its loss where all can be compared, its newest step and evaluation.
  private func figures(_ name: String, at common: Int) -> String {
    guard let history = run.history(of: name) else { return "" }
    var parts: [String] = []
    if let loss = history.recentLoss(at: common) { parts.append("loss \(decimal(loss))") }
    if let test = history.evaluations.last {
      parts.append("test \(percent(test.accuracy)) at \(test.step)")
    }
    return parts.joined(separator: ", ")
  }

  private func drawAxis(in area: Area, of grid: inout Grid) {
    grid.write("\(extent.lowerBound)", in: area, style: theme.quiet)
    grid.writeRight("step \(extent.upperBound)", in: area, row: 0, style: theme.quiet)
  }
}
