/// A rectangle of a grid that a widget draws into.
public struct Area: Sendable, Equatable {
  /// First row.
  public var row: Int
  /// First column.
  public var column: Int
  /// Number of rows.
  public var rows: Int
  /// Number of columns.
  public var columns: Int

  /// An area; negative lengths count as 0.
  public init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
  }

  /// The whole of a grid.
  public init(_ size: Grid.Size) {
    self.init(row: 0, column: 0, rows: size.rows, columns: size.columns)
  }

  /// Without so many rows and columns at each edge.
  public func inset(top: Int = 0, left: Int = 0, bottom: Int = 0, right: Int = 0) -> Area {
    Area(
      row: row + top, column: column + left, rows: rows - top - bottom,
      columns: columns - left - right)
  }

  /// The upper so many rows, and the rest.
  public func split(top count: Int) -> (Area, Area) {
    let count = min(max(count, 0), rows)
    return (inset(bottom: rows - count), inset(top: count))
  }

  /// The left so many columns, and the rest.
  public func split(left count: Int) -> (Area, Area) {
    let count = min(max(count, 0), columns)
    return (inset(right: columns - count), inset(left: count))
  }
}

extension Area {
  /// Whether a cell of the grid lies in the area.
  public func contains(row: Int, column: Int) -> Bool {
    self.row..<self.row + rows ~= row && self.column..<self.column + columns ~= column
  }
}
