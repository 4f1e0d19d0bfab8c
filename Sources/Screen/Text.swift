extension Grid {
  /// Writes one line of text, cut at the area's right edge: whatever it holds, the columns behind it
  /// stay where they are and nothing reaches the terminal that it could take for a command.
  ///
  /// - Parameter row: row within the area; nothing is written outside of it.
  /// - Returns: columns that were written.
  @discardableResult
  public mutating func write(
    _ text: String, in area: Area, row: Int = 0, column: Int = 0, style: Style = Style()
  ) -> Int {
    guard row >= 0 && row < area.rows else { return 0 }
    var end = column
    for (character, columns) in text.lazy.map(\.shown) where columns > 0 {
      guard end < area.columns else { break }
      let isWhole = end >= 0 && end + columns <= area.columns
      for offset in 0..<columns where end + offset >= 0 && end + offset < area.columns {
        self[area.row + row, area.column + end + offset] = Cell(
          isWhole ? (offset == 0 ? character : .continuation) : " ", style)
      }
      end = min(end + columns, area.columns)
    }
    return end - column
  }

  /// Writes text whose last character stands at the area's right edge.
  public mutating func writeRight(
    _ text: String, in area: Area, row: Int = 0, style: Style = Style()
  ) {
    write(text, in: area, row: row, column: max(area.columns - text.columns, 0), style: style)
  }

  /// Writes text in the middle of a row.
  public mutating func writeCentred(
    _ text: String, in area: Area, row: Int = 0, style: Style = Style()
  ) {
    write(text, in: area, row: row, column: max((area.columns - text.columns) / 2, 0), style: style)
  }

  /// Replaces characters that a terminal with ASCII alone cannot show.
  public mutating func replaceNonASCII() {
    let substitutes: [Character: Character] = [
      "→": ">", "–": "-", "…": "~", "×": "x", "’": "'", "‖": "|", "∂": "d", "γ": "g", "·": ".",
      "√": "v", "±": "~", "−": "-", "÷": "/",
    ]
    for row in 0..<size.rows {
      for column in 0..<size.columns where !self[row, column].character.isASCII {
        let character = self[row, column].character
        self[row, column].character = substitutes[character] ?? character.narrow ?? "?"
      }
    }
  }

  /// Blanks an area.
  public mutating func clear(_ area: Area) {
    for row in 0..<area.rows {
      for column in 0..<area.columns { self[area.row + row, area.column + column] = Cell() }
    }
  }

  /// Draws a frame with a title in its upper edge, and returns what is inside.
  public mutating func frame(
    _ area: Area, title: String, style: Style = Style(), display: Display
  ) -> Area {
    guard area.rows >= 2 && area.columns >= 2 else { return area }
    let edges: [Character] =
      display.hasUnicode ? ["┌", "┐", "└", "┘", "─", "│"] : ["+", "+", "+", "+", "-", "|"]
    let (bottom, right) = (area.rows - 1, area.columns - 1)
    for column in 1..<max(right, 1) {
      for row in [0, bottom] {
        self[area.row + row, area.column + column] = Cell(edges[4], style)
      }
    }
    for row in 1..<max(bottom, 1) {
      for column in [0, right] {
        self[area.row + row, area.column + column] = Cell(edges[5], style)
      }
    }
    for (index, corner) in [(0, 0), (0, right), (bottom, 0), (bottom, right)].enumerated() {
      self[area.row + corner.0, area.column + corner.1] = Cell(edges[index], style)
    }
    let room = area.columns - 5
    let text = title.columns <= room ? title : title.prefix(columns: room - 1) + "…"
    write(" \(text) ", in: area.inset(left: 2, right: 1), style: style)
    return area.inset(top: 1, left: 1, bottom: 1, right: 1)
  }
}

extension Character {
  /// The letter, digit or sign that this one shows two columns wide; `nil` where it is none of these.
  fileprivate var narrow: Character? {
    guard unicodeScalars.count == 1, let wide = unicodeScalars.first?.value,
      0xFF01...0xFF5E ~= wide
    else { return nil }
    return Unicode.Scalar(wide - 0xFEE0).map(Character.init)
  }
}
