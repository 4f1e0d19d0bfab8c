/// Dots in a rectangle of cells, as many in each as its characters can show.
public struct DotCanvas {
  let area: Area
  private let glyphs: Glyphs
  private let dots: (across: Int, down: Int)
  /// A bit for each dot of a cell.
  private var cells: [UInt8]

  /// A canvas without dots.
  public init(_ area: Area, display: Display) {
    self.area = area
    glyphs = display.glyphs
    dots =
      switch glyphs {
      case .ascii: (1, 1)
      case .blocks: (2, 2)
      case .braille: (2, 4)
      }
    cells = Array(repeating: 0, count: area.rows * area.columns)
  }

  /// Dots from left to right.
  public var width: Int { area.columns * dots.across }
  /// Dots from top to bottom.
  public var height: Int { area.rows * dots.down }

  /// Sets the dots of a column between two rows, the upper left dot being (0, 0).
  public mutating func fill(column: Int, rows: ClosedRange<Int>) {
    guard column >= 0 && column < width else { return }
    for row in rows.clamped(to: 0...max(height - 1, 0)) where rows.contains(row) && row < height {
      cells[row / dots.down * area.columns + column / dots.across] |= bit(
        row: row % dots.down, column: column % dots.across)
    }
  }

  /// Puts the cells that have dots into a grid.
  public func draw(into grid: inout Grid, style: Style, asciiMark: Character) {
    for (index, bits) in cells.enumerated() where bits != 0 {
      let character =
        switch glyphs {
        case .ascii: asciiMark
        case .blocks: Self.quadrants[Int(bits)]
        case .braille: Character(UnicodeScalar(0x2800 + UInt32(bits)) ?? " ")
        }
      grid[area.row + index / area.columns, area.column + index % area.columns] = Cell(
        character, style)
    }
  }

  /// Braille's dots 1–3 and 7 run down the left side, 4–6 and 8 down the right (Unicode, block U+2800);
  /// quadrants are counted row by row.
  private func bit(row: Int, column: Int) -> UInt8 {
    if glyphs == .braille && row < 3 { return 1 << UInt8(row + 3 * column) }
    return glyphs == .braille ? 0x40 << UInt8(column) : 1 << UInt8(2 * row + column)
  }

  /// The bits of a place are upper left, upper right, lower left and lower right, from the lowest on.
  private static let quadrants = Array(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")
}
