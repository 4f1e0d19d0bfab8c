/// A rectangle of character cells that widgets draw into and a terminal shows.
public struct Grid: Sendable, Equatable {
  /// Rows and columns of a grid or of an area in it.
  public struct Size: Sendable, Equatable {
    /// Number of rows.
    public var rows: Int
    /// Number of columns.
    public var columns: Int

    /// A size; negative lengths count as 0.
    public init(rows: Int, columns: Int) {
      self.rows = max(rows, 0)
      self.columns = max(columns, 0)
    }
  }

  /// The grid's size.
  public let size: Size
  private var cells: [Cell]

  /// A grid of blank cells.
  public init(size: Size) {
    self.size = size
    cells = Array(repeating: Cell(), count: size.rows * size.columns)
  }

  /// The cell at a place; a write outside of the grid is dropped, a read there is a blank.
  public subscript(row: Int, column: Int) -> Cell {
    get { contains(row, column) ? cells[row * size.columns + column] : Cell() }
    set {
      if contains(row, column) { cells[row * size.columns + column] = newValue }
    }
  }

  /// The cells of one row, from the left.
  public func row(_ row: Int) -> ArraySlice<Cell> {
    cells[row * size.columns..<(row + 1) * size.columns]
  }

  private func contains(_ row: Int, _ column: Int) -> Bool {
    row >= 0 && row < size.rows && column >= 0 && column < size.columns
  }
}
