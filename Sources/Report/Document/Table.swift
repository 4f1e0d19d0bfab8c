/// Rows of words and numbers under heads.
///
/// Rows may differ in length: what is missing is empty, and what has no head has an empty one.
public struct Table: Sendable, Equatable {
  /// What it shows, in a line above it; none where it is empty.
  public var caption: String
  /// A head for each column.
  public var heads: [String]
  /// The cells, row by row.
  public var rows: [[String]]
  /// So many columns from the left hold words and are aligned to the left; the others hold numbers and
  /// are aligned to the right.
  public var textColumns: Int

  /// A table of rows.
  public init(caption: String = "", heads: [String], rows: [[String]], textColumns: Int = 1) {
    self.caption = caption
    self.heads = heads
    self.rows = rows
    self.textColumns = textColumns
  }

  /// As many columns as the longest row or the heads have.
  var columns: Range<Int> { 0..<max(heads.count, rows.map(\.count).max() ?? 0) }

  func head(_ column: Int) -> String { column < heads.count ? heads[column] : "" }

  func cell(_ row: Int, _ column: Int) -> String {
    column < rows[row].count ? rows[row][column] : ""
  }

  func isText(_ column: Int) -> Bool { column < textColumns }
}
