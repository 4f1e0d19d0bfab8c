import Screen

/// A cell as a certain terminal shows it. Cells that look the same are the same.
struct ShownCell: Equatable {
  /// What is written; a space for the second half of a wide character too.
  var text: Character
  /// Columns that it takes; 0 for the second half of a wide character.
  var columns: Int
  var pen: Pen

  static let blank = ShownCell(text: " ", columns: 1, pen: Pen())
}

/// How the terminal writes: attributes and colours.
struct Pen: Hashable {
  /// The attributes that are set.
  var attributes: Capabilities.Attributes = []
  /// The characters' colour; −1 is the terminal's own.
  var foreground: Int32 = -1
  /// The colour behind them.
  var background: Int32 = -1

  /// The pen that a space can be written with instead of another one: most of what a pen has cannot be
  /// seen of a space, and stays as it is.
  func forBlank(like other: Pen) -> Pen {
    let visible: Capabilities.Attributes = [.underline, .reverse]
    guard attributes.isDisjoint(with: visible) && other.attributes.isDisjoint(with: visible) else {
      return other
    }
    return Pen(attributes: attributes, foreground: foreground, background: other.background)
  }
}

/// A row of a grid as a certain terminal shows it.
struct ShownRow {
  private let cells: ArraySlice<Cell>
  private let isLast: Bool
  private let capabilities: Capabilities

  init(_ row: Int, of grid: Grid, _ capabilities: Capabilities) {
    cells = grid.row(row)
    isLast = row == grid.size.rows - 1
    self.capabilities = capabilities
  }

  /// Number of columns.
  var count: Int { cells.count }

  /// From this column on the row is empty.
  var end: Int {
    (cells.lastIndex { $0 != Cell() }.map { $0 - cells.startIndex } ?? -1) + 1
  }

  /// The columns where cells of the grid differ, and their neighbours, for halves of wide characters
  /// are shown together or not at all.
  func columnsThatMayDiffer(from other: ShownRow) -> [Int] {
    var columns: [Int] = []
    for column in 0..<count where self[cell: column] != other[cell: column] {
      for near in max(column - 1, 0)...min(column + 1, count - 1) where near > columns.last ?? -1 {
        columns.append(near)
      }
    }
    return columns
  }

  /// What the terminal shows in a column.
  subscript(column: Int) -> ShownCell {
    let pen = capabilities.pen(self[cell: column].style)
    let (text, columns) = glyph(column)
    // The corner stays empty where writing into it scrolls.
    if isLast && capabilities.scrollsInCorner && column + max(columns, 1) >= count { return .blank }
    if columns == 0 && column > 0 && glyph(column - 1).columns == 2 {
      return ShownCell(text: " ", columns: 0, pen: pen)
    }
    // One half of a wide character without the other is a blank.
    let isWhole = columns == 1 || columns == 2 && glyph(column + 1).columns == 0
    guard isWhole && text != " " else {
      return ShownCell(text: " ", columns: 1, pen: Pen().forBlank(like: pen))
    }
    return ShownCell(text: text, columns: columns, pen: pen)
  }

  private subscript(cell column: Int) -> Cell { cells[cells.startIndex + column] }

  /// The character and its columns, 0 for the second half of a wide one; behind the end a space.
  private func glyph(_ column: Int) -> (text: Character, columns: Int) {
    guard column < count else { return (" ", 1) }
    let character = self[cell: column].character
    if character == .continuation { return (" ", 0) }
    let (text, columns) = character.shown
    if columns == 0 { return (" ", 1) }
    return capabilities.glyphs == .ascii && !text.isASCII ? ("?", 1) : (text, columns)
  }
}

extension Capabilities {
  /// The pen of a style, as far as the terminal has it.
  fileprivate nonisolated func pen(_ style: Style) -> Pen {
    var pen = Pen(
      foreground: colors.number(style.foreground), background: colors.number(style.background))
    if style.isBold { pen.attributes.insert(.bold) }
    if style.isDim { pen.attributes.insert(.dim) }
    if style.isReversed { pen.attributes.insert(.reverse) }
    if style.isUnderlined { pen.attributes.insert(.underline) }
    pen.attributes.formIntersection(available)
    if pen.foreground >= 0 || pen.background >= 0 { pen.attributes.subtract(colorlessAttributes) }
    return pen
  }
}
