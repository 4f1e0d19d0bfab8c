import Screen

/// Every key and what it does.
struct HelpView {
  /// Rows that were scrolled away.
  var scroll: Int

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    let inside = grid.frame(area, title: "Keys", style: Theme.focus, display: display)
    let rows = KeyBinding.table.filter { !$0.help.isEmpty }
    let width = (rows.map(\.label.count).max() ?? 0) + 2
    let lines = rows.flatMap { binding -> [(label: String, text: String)] in
      wrapped(binding.help, columns: max(inside.columns - width - 1, 10)).enumerated().map {
        ($0.offset == 0 ? binding.label : "", $0.element)
      }
    }
    let first = min(scroll, max(lines.count - inside.rows, 0))
    for (row, line) in lines.dropFirst(first).prefix(inside.rows).enumerated() {
      grid.write(line.label, in: inside, row: row, column: 1, style: Theme.strong)
      grid.write(line.text, in: inside, row: row, column: width)
    }
    if lines.count > inside.rows {
      grid.write(
        " \(first + 1)–\(min(first + inside.rows, lines.count)) of \(lines.count), arrows scroll ",
        in: area.inset(left: 2, right: 1), row: area.rows - 1, style: Theme.focus)
    }
  }
}
