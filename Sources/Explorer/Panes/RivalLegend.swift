import Screen

/// The networks with their signs, and what is said of each, in as many rows as they need. Where there are
/// fewer, names are cut, for no network may be missing.
struct RivalLegend {
  /// What the figures are; empty where it stands elsewhere.
  var heading = ""
  /// What is written behind a name.
  let figures: [Int: String]
  /// The network that is subtracted from the selected one; then only these two are named.
  var other: Int?
  var isRatio = false
  let context: PaneContext

  private typealias Piece = (text: String, style: Style)

  /// Columns of names, from those that are wanted to none.
  private static let nameWidths = [24, 12, 8, 5, 0]

  /// Pieces that stay together.
  private func entries(nameWidth: Int) -> [[Piece]] {
    let session = context.session
    let heading: [[Piece]] = heading.isEmpty ? [] : [[(self.heading, context.theme.quiet)]]
    if let other {
      let sign = isRatio ? "÷" : "−"
      let figure = figures[session.selected] ?? "–"
      return heading + [
        name(session.selected, nameWidth) + [(" \(sign) ", Style())] + name(other, nameWidth) + [
          (" \(figure)", Style())
        ]
      ]
    }
    return heading
      + session.networks.indices.map { network in
        let lag = session.lag(of: network).map { " (\($0))" } ?? ""
        return name(network, nameWidth) + [(" \(figures[network] ?? "–")\(lag)", Style())]
      }
  }

  /// Sign and name; that of the selected network is underlined.
  private func name(_ network: Int, _ width: Int) -> [Piece] {
    let isSelected = network == context.session.selected
    let style = context.theme.rival(network, isSelected: isSelected)
    var nameStyle = style
    nameStyle.isUnderlined = isSelected
    let sign = RivalSign.ofCurve(network, context.display)
    if width == 0 { return [(String(sign), nameStyle)] }
    return [
      ("\(sign) ", style), (clipped(context.session.name(of: network), columns: width), nameStyle),
    ]
  }

  /// Rows of entries, each with the column at which it begins.
  private func rows(columns: Int, nameWidth: Int) -> [[(column: Int, entry: [Piece])]] {
    var rows: [[(column: Int, entry: [Piece])]] = [[]]
    var column = 0
    for entry in entries(nameWidth: nameWidth) {
      let width = entry.reduce(0) { $0 + $1.text.columns }
      if column > 0, column + width > columns {
        rows.append([])
        column = 0
      }
      rows[rows.count - 1].append((column, entry))
      column += width + 3
    }
    return rows
  }

  /// Rows that it takes.
  func height(columns: Int) -> Int { rows(columns: columns, nameWidth: Self.nameWidths[0]).count }

  func draw(in area: Area, of grid: inout Grid) {
    let arrangements = Self.nameWidths.lazy.map { rows(columns: area.columns, nameWidth: $0) }
    let shown = arrangements.first { $0.count <= area.rows } ?? arrangements.last ?? []
    for (row, entries) in shown.prefix(area.rows).enumerated() {
      for (start, entry) in entries {
        var column = start
        for (text, style) in entry {
          column += grid.write(text, in: area, row: row, column: column, style: style)
        }
      }
    }
  }
}
