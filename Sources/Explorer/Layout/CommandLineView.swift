import Screen

/// The line that is typed, in the footer's place, and what it may become, above it.
struct CommandLineView {
  let line: CommandLine
  let completions: [String]
  let theme: Theme

  func draw(above footer: Area, in areas: ScreenAreas, of grid: inout Grid) {
    let area = footer.rows > 0 ? footer : areas.message
    guard area.rows > 0 else { return }
    for row in 0..<area.rows { grid.clear(area.split(top: row + 1).0) }
    // The end of a long line is what is being typed.
    let text = ":" + line.text.suffix(columns: area.columns - 2)
    let column = grid.write(text, in: area, style: theme.strong)
    grid.write(" ", in: area, column: column, style: Style(isReversed: true))
    drawCompletions(in: areas.panes, of: &grid)
  }

  private func drawCompletions(in area: Area, of grid: inout Grid) {
    let shown = min(completions.count, area.rows, 12)
    guard shown > 0 else { return }
    let first = firstShown(cursor: line.completion ?? 0, count: completions.count, shown: shown)
    let width = min((completions.map(\.columns).max() ?? 0) + 4, area.columns)
    let box = Area(
      row: area.row + area.rows - shown, column: area.column, rows: shown, columns: width)
    grid.clear(box)
    for (row, completion) in completions.dropFirst(first).prefix(shown).enumerated() {
      let isChosen = line.completion == first + row
      let text = " \(completion)".padded(to: width)
      grid.write(
        text, in: box, row: row,
        style: isChosen ? Style(isBold: true, isReversed: true) : theme.quiet)
    }
  }
}

extension String {
  /// With blanks behind it up to so many columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: Swift.max(width - columns, 0))
  }
}
