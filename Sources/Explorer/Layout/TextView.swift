import Screen

/// Text in a frame on top of the panes, scrolled.
struct TextView {
  let heading: String
  /// Paragraphs, each with a label before it or an empty one.
  let lines: [(label: String, text: String)]
  /// Rows that were scrolled away.
  let scroll: Int
  let theme: Theme

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    let inside = grid.frame(area, title: heading, style: theme.focus, display: display)
    let width =
      (lines.map(\.label.count).max() ?? 0) + (lines.contains { !$0.label.isEmpty } ? 2 : 0)
    let rows = lines.flatMap { line -> [(label: String, text: String)] in
      let texts = wrapped(line.text, columns: max(inside.columns - width - 1, 10))
      return (texts.isEmpty ? [""] : texts).enumerated().map {
        ($0.offset == 0 ? line.label : "", $0.element)
      }
    }
    let first = min(scroll, max(rows.count - inside.rows, 0))
    for (row, line) in rows.dropFirst(first).prefix(inside.rows).enumerated() {
      grid.write(line.label, in: inside, row: row, column: 1, style: theme.strong)
      grid.write(line.text, in: inside, row: row, column: max(width, 1))
    }
    if rows.count > inside.rows {
      grid.write(
        " \(first + 1)–\(min(first + inside.rows, rows.count)) of \(rows.count), arrows scroll ",
        in: area.inset(left: 2, right: 1), row: area.rows - 1, style: theme.focus)
    }
  }
}
