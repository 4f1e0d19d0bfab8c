import Screen

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

/// A cell as a certain terminal shows it. Cells that look the same are the same.
struct ShownCell: Equatable {
  /// What is written; nothing for the second half of a wide character.
  var text: Character
  /// Columns that it takes; 0 for the second half of a wide character.
  var columns: Int
  var pen: Pen

  static let blank = ShownCell(text: " ", columns: 1, pen: Pen())
}

extension Capabilities {
  /// The cells of a row as the terminal shows them.
  func shown(_ row: Int, of grid: Grid) -> [ShownCell] {
    var cells = shown(grid.row(row))
    if row == grid.size.rows - 1 && scrollsInCorner && !cells.isEmpty {
      // The corner stays empty, and a wide character has no room before it.
      cells[cells.count - 1] = .blank
      if cells.dropLast().last?.columns == 2 { cells[cells.count - 2] = .blank }
    }
    return cells
  }

  private func shown(_ row: ArraySlice<Cell>) -> [ShownCell] {
    var cells: [ShownCell] = []
    cells.reserveCapacity(row.count)
    var (style, pen) = (Style(), Pen())
    for index in row.indices {
      let cell = row[index]
      // Neighbours mostly look alike.
      if cell.style != style { (style, pen) = (cell.style, self.pen(cell.style)) }
      if cell.character == .continuation {
        let isBehindWide = cells.last?.columns == 2
        cells.append(isBehindWide ? ShownCell(text: " ", columns: 0, pen: pen) : blank(pen))
        continue
      }
      var (character, columns) = cell.character.shown
      if glyphs == .ascii && columns > 0 && !character.isASCII { (character, columns) = ("?", 1) }
      let hasBothHalves =
        columns < 2 || index + 1 < row.endIndex && row[index + 1].character == .continuation
      cells.append(
        columns == 0 || !hasBothHalves || character == " "
          ? blank(pen) : ShownCell(text: character, columns: columns, pen: pen))
    }
    return cells
  }

  private func blank(_ pen: Pen) -> ShownCell {
    ShownCell(text: " ", columns: 1, pen: Pen().forBlank(like: pen))
  }

  private func pen(_ style: Style) -> Pen {
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
