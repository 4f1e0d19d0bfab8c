/// A rectangle of values as colours, with a cursor.
public struct HeatMap: Sendable {
  /// `shares[row][column]`, 0…1; `nil` where there is nothing to show, NaN where a number is not
  /// finite.
  public var shares: [[Double?]]
  /// Columns of the grid that each value takes, at least 1.
  public var cellWidth: Int
  /// The colours.
  public var scale: ColorScale
  /// Row and column of the cursor; `nil` for none.
  public var cursor: (row: Int, column: Int)?

  /// A heat map of values.
  public init(
    shares: [[Double?]], cellWidth: Int = 1, scale: ColorScale = .viridis,
    cursor: (row: Int, column: Int)? = nil
  ) {
    self.shares = shares
    self.cellWidth = max(cellWidth, 1)
    self.scale = scale
    self.cursor = cursor
  }

  /// Draws row by row from the area's upper left corner; what doesn't fit is left out.
  public func draw(in area: Area, of grid: inout Grid, display: Display) {
    for (row, values) in shares.prefix(area.rows).enumerated() {
      for (column, share) in values.prefix(area.columns / cellWidth).enumerated() {
        let isUnderCursor = cursor.map { $0.row == row && $0.column == column } ?? false
        guard share != nil || isUnderCursor else { continue }
        var cell =
          share.map { share in
            share.isNaN ? Cell("!", Style(isBold: true)) : scale.cell(share, display: display)
          } ?? Cell()
        for offset in 0..<cellWidth {
          if isUnderCursor && offset == 0 {
            cell.character = display.hasUnicode ? "◆" : "X"
            cell.style.foreground = (share ?? 0) > 0.6 ? .rgb(0, 0, 0) : .rgb(255, 255, 255)
            cell.style.isBold = true
            if !display.hasColorScale { cell.style = Style(isBold: true, isReversed: true) }
          }
          grid[area.row + row, area.column + column * cellWidth + offset] = cell
          if isUnderCursor { cell.character = display.hasColorScale ? " " : cell.character }
        }
      }
    }
  }

  /// Draws the scale as one row: the least value, the colours, the greatest.
  public static func drawScale(
    _ scale: ColorScale = .viridis, from low: String, to high: String, in area: Area,
    of grid: inout Grid, display: Display
  ) {
    let width = area.columns - low.columns - high.columns - 2
    guard area.rows > 0, width > 0 else { return }
    grid.write(low, in: area)
    for column in 0..<width {
      let share = (Double(column) + 0.5) / Double(width)
      grid[area.row, area.column + low.columns + 1 + column] = scale.cell(share, display: display)
    }
    grid.write(high, in: area, column: area.columns - high.columns)
  }
}
