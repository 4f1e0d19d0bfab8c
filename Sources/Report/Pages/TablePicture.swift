/// A table as elements of SVG: rules above, below and under the heads.
struct TablePicture {
  private static let lineHeight = 16.0
  private static let rowHeight = 22.0
  private static let between = 20.0
  private static let widestCell = 360.0
  private static let size = FontSize.text

  private let caption: String
  private let heads: [[String]]
  private let rows: [[String]]
  private let isText: [Bool]
  private let widths: [Double]

  init(_ table: Table) {
    let heads = table.columns.map { table.head($0).onOneLine }
    let rows = table.rows.indices.map { row in
      table.columns.map {
        table.cell(row, $0).onOneLine.fitting(Self.widestCell, fontSize: Self.size)
      }
    }
    // Heads have several lines where they are wider than what is below them.
    widths = table.columns.map { column in
      let words = heads[column].split(separator: " ").map {
        min(1.1 * $0.width(fontSize: Self.size), Self.widestCell)
      }
      return (rows.map { $0[column].width(fontSize: Self.size) } + words).max() ?? 0
    }
    self.heads = zip(heads, widths).map { $0.wrapped($1 / 1.1 + 0.1, fontSize: Self.size) }
    self.rows = rows
    isText = table.columns.map(table.isText)
    caption = table.caption.onOneLine
  }

  var width: Double {
    widths.reduce(0, +) + Self.between * Double(max(widths.count - 1, 0))
  }

  var height: Double { widths.isEmpty ? 0 : captionHeight + headHeight + rowsHeight + 6 }

  private var captionHeight: Double { caption.isEmpty ? 0 : 24 }
  private var headHeight: Double { Double(heads.map(\.count).max() ?? 0) * Self.lineHeight + 12 }
  private var rowsHeight: Double { Double(rows.count) * Self.rowHeight }

  func elements(at corner: Position) -> [Element] {
    guard !widths.isEmpty else { return [] }
    let top = corner.y + captionHeight
    let body = top + headHeight
    let above = caption.fitting(max(width, 480), fontSize: Self.size)
    return [
      Element(
        words: above, at: Position(x: corner.x, y: corner.y + 12), ink: .soft, size: Self.size),
      rule(corner.x, top, thickness: "1.4"), rule(corner.x, body, thickness: "0.7"),
      rule(corner.x, body + rowsHeight + 6, thickness: "1.4"),
    ]
      + heads.enumerated().flatMap { column, lines in
        lines.enumerated().map { line, text in
          let fromLast = Double(lines.count - 1 - line) * Self.lineHeight
          return cell(text, column, corner.x, body - 8 - fromLast, isBold: true)
        }
      }
      + rows.enumerated().flatMap { row, cells in
        cells.enumerated().compactMap { column, text in
          let y = body + (Double(row) + 1) * Self.rowHeight - 4
          return text.isEmpty ? nil : cell(text, column, corner.x, y, isBold: false)
        }
      }
  }

  private func cell(
    _ text: String, _ column: Int, _ left: Double, _ y: Double, isBold: Bool
  ) -> Element {
    let start = left + widths[..<column].reduce(0, +) + Self.between * Double(column)
    return Element(
      words: text, at: Position(x: isText[column] ? start : start + widths[column], y: y),
      ink: .ink, size: Self.size, anchor: isText[column] ? .start : .end, isBold: isBold)
  }

  private func rule(_ left: Double, _ y: Double, thickness: String) -> Element {
    Element(
      "path",
      [
        "fill": "none", "stroke": Ink.ink.color, "stroke-width": thickness,
        "d": "M\(left.coordinate) \(y.coordinate)H\((left + width).coordinate)",
      ])
  }
}
