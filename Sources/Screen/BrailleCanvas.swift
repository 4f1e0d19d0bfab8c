/// Dots in a rectangle of cells: 2 × 4 a cell as braille, one a cell where there is only ASCII.
struct BrailleCanvas {
  let area: Area
  private let isBraille: Bool
  private var dots: [UInt8]

  init(_ area: Area, display: Display) {
    self.area = area
    isBraille = display.hasUnicode
    dots = Array(repeating: 0, count: area.rows * area.columns)
  }

  /// Dots from left to right.
  var width: Int { area.columns * (isBraille ? 2 : 1) }
  /// Dots from top to bottom.
  var height: Int { area.rows * (isBraille ? 4 : 1) }

  /// Sets the dots of a column between two rows, the upper left dot being (0, 0).
  mutating func fill(column: Int, rows: ClosedRange<Int>) {
    guard column >= 0 && column < width else { return }
    for row in max(rows.lowerBound, 0)...max(min(rows.upperBound, height - 1), 0)
    where row < height {
      let cell =
        isBraille
        ? row / 4 * area.columns + column / 2 : row * area.columns + column
      dots[cell] |= isBraille ? Self.bit(row: row % 4, column: column % 2) : 1
    }
  }

  /// Puts the cells that have dots into a grid.
  func draw(into grid: inout Grid, style: Style, asciiMark: Character) {
    for (index, bits) in dots.enumerated() where bits != 0 {
      let character = isBraille ? Self.character(bits) : asciiMark
      grid[area.row + index / area.columns, area.column + index % area.columns] = Cell(
        character, style)
    }
  }

  /// Dots 1–3 and 7 run down the left side, 4–6 and 8 down the right (Unicode, block U+2800).
  private static func bit(row: Int, column: Int) -> UInt8 {
    row < 3 ? 1 << UInt8(row + 3 * column) : 0x40 << UInt8(column)
  }

  private static func character(_ bits: UInt8) -> Character {
    Character(UnicodeScalar(0x2800 + UInt32(bits)) ?? " ")
  }
}
