import Screen

/// Text in a frame on top of the panes, scrolled.
struct TextView {
  let heading: String
  /// Paragraphs, each with a label before it or an empty one.
  let lines: [(label: String, text: String)]
  /// Rows that were scrolled away.
  let scroll: Int
  let theme: Theme

  /// Columns of the labels and the gap behind them.
  private var labelWidth: Int {
    let widest = lines.map(\.label.columns).max() ?? 0
    return widest > 0 ? widest + 2 : 0
  }

  private func rows(columns: Int) -> [(label: String, text: String)] {
    let width = max(columns - labelWidth - 1, 10)
    return lines.flatMap { line -> [(label: String, text: String)] in
      let texts = wrapped(line.text, columns: width)
      return (texts.isEmpty ? [""] : texts).enumerated().map {
        ($0.offset == 0 ? line.label : "", $0.element)
      }
    }
  }

  /// Rows that are scrolled away where the last one is in sight.
  func furthestScroll(in area: Area) -> Int {
    let inside = area.inset(top: 1, left: 1, bottom: 1, right: 1)
    return max(rows(columns: inside.columns).count - inside.rows, 0)
  }

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    let inside = grid.frame(area, title: heading, style: theme.focus, display: display)
    let rows = rows(columns: inside.columns)
    let first = min(scroll, max(rows.count - inside.rows, 0))
    for (row, line) in rows.dropFirst(first).prefix(inside.rows).enumerated() {
      grid.write(line.label, in: inside, row: row, column: 1, style: theme.strong)
      grid.write(line.text, in: inside, row: row, column: max(labelWidth, 1))
    }
    if rows.count > inside.rows {
      grid.write(
        " \(first + 1)–\(min(first + inside.rows, rows.count)) of \(rows.count), arrows scroll ",
        in: area.inset(left: 2, right: 1), row: area.rows - 1, style: theme.focus)
    }
  }
}

extension ExplorerState {
  /// The text that lies on top of the panes; `nil` where there is none.
  var text: TextView? {
    switch overlay {
    case .help(let scroll):
      TextView(heading: "Keys", lines: helpLines, scroll: scroll, theme: theme)
    case .details(let heading, let lines, let scroll):
      TextView(heading: heading, lines: lines.map { ("", $0) }, scroll: scroll, theme: theme)
    case .none, .commandLine: nil
    }
  }
}
