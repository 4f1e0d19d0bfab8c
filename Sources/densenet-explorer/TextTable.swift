import Screen

/// Rows of text under heads, each column as wide as it must be.
struct TextTable {
  private var rows: [[String]]
  private let leftAligned: Int

  /// - Parameter leftAligned: so many columns from the left; the others are numbers.
  init(heads: [String], leftAligned: Int) {
    rows = [heads, []]
    self.leftAligned = leftAligned
  }

  /// Adds a row; an empty one is a rule.
  mutating func append(_ row: [String]) { rows.append(row) }

  var text: String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in
      rows.map { column < $0.count ? $0[column].columns : 0 }.max() ?? 0
    }
    let rule = String(repeating: "─", count: widths.reduce(0, +) + 2 * max(count - 1, 0))
    return rows.map { row in
      if row.isEmpty { return rule }
      let cells = row.enumerated().map { column, cell in
        let filling = String(repeating: " ", count: widths[column] - cell.columns)
        return column < leftAligned ? cell + filling : filling + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}

/// A number with a comma before every third digit: `7,978,856`.
func grouped(_ number: Int) -> String {
  let digits = Array(String(number))
  return digits.indices.map {
    ($0 > 0 && (digits.count - $0) % 3 == 0 ? "," : "") + String(digits[$0])
  }.joined()
}
