/// A picture of a grid for files.
extension Grid {
  /// The characters, a line for each row, without blanks at the end.
  public var text: String {
    (0..<size.rows).map { row in
      let characters = self.row(row).map(\.character).filter { $0 != .continuation }
      let end = characters.lastIndex { $0 != " " }.map { $0 + 1 } ?? 0
      return String(characters[..<end])
    }.joined(separator: "\n") + "\n"
  }

  /// The grid as an SVG image that needs no fonts of its own: braille and blocks are drawn as shapes.
  ///
  /// - Parameters:
  ///   - foreground: the terminal's own colour of text, as SVG names colours.
  ///   - background: the terminal's own colour behind it.
  public func svg(foreground: String, background: String) -> String {
    var behind = ""
    var front = ""
    for row in 0..<size.rows {
      for run in runs(row) {
        let look = Look(run.style, foreground: foreground, background: background)
        if let color = look.background {
          behind +=
            "<rect x=\"\(run.column * Self.cellWidth)\" y=\"\(row * Self.cellHeight)\" "
            + "width=\"\(run.text.count * Self.cellWidth)\" height=\"\(Self.cellHeight)\" "
            + "fill=\"\(color)\"/>"
        }
        front += shapes(run, row: row, look)
      }
    }
    let (width, height) = (size.columns * Self.cellWidth, size.rows * Self.cellHeight)
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
      + "font-family=\"DejaVu Sans Mono, Menlo, Consolas, monospace\" font-size=\"15\" "
      + "xml:space=\"preserve\"><rect width=\"100%\" height=\"100%\" fill=\"\(background)\"/>"
      + "<g shape-rendering=\"crispEdges\">\(behind)</g>\(front)</svg>\n"
  }

  private static let cellWidth = 9
  private static let cellHeight = 18

  /// Neighbouring cells of one style.
  private struct Run {
    var column: Int
    var text: [Character]
    var style: Style
  }

  private func runs(_ row: Int) -> [Run] {
    var runs: [Run] = []
    for (column, cell) in self.row(row).enumerated() {
      if let last = runs.last, last.style == cell.style {
        runs[runs.count - 1].text.append(cell.character)
      } else {
        runs.append(Run(column: column, text: [cell.character], style: cell.style))
      }
    }
    return runs
  }

  /// A style in SVG's words.
  private struct Look {
    var foreground: String
    /// `nil` for the terminal's own.
    var background: String?
    var attributes = ""

    init(_ style: Style, foreground: String, background: String) {
      let colors = (style.foreground.hexadecimal ?? foreground, style.background.hexadecimal)
      (self.foreground, self.background) =
        style.isReversed ? (colors.1 ?? background, colors.0) : colors
      if style.isBold { attributes += " font-weight=\"bold\"" }
      if style.isDim { attributes += " opacity=\"0.6\"" }
      if style.isUnderlined { attributes += " text-decoration=\"underline\"" }
    }
  }

  /// The characters of a run: dots and blocks as one path, text word by word, so that each word stands
  /// in its columns whatever the font.
  private func shapes(_ run: Run, row: Int, _ look: Look) -> String {
    var path = ""
    var words: [(column: Int, text: String)] = []
    for (offset, character) in run.text.enumerated()
    where character != " " && character != .continuation {
      let column = run.column + offset
      let (x, y) = (column * Self.cellWidth, row * Self.cellHeight)
      if let shape = character.blockPath(x: x, y: y, width: Self.cellWidth, height: Self.cellHeight)
      {
        path += shape
      } else if let last = words.last, last.column + last.text.columns == column {
        words[words.count - 1].text.append(character)
      } else {
        words.append((column, String(character)))
      }
    }
    var result = ""
    if !path.isEmpty {
      result += "<path d=\"\(path)\" fill=\"\(look.foreground)\"\(look.attributes)/>"
    }
    for word in words {
      result +=
        "<text x=\"\(word.column * Self.cellWidth)\" y=\"\(row * Self.cellHeight + 14)\" "
        + "textLength=\"\(word.text.columns * Self.cellWidth)\" fill=\"\(look.foreground)\""
        + "\(look.attributes)>\(word.text.escapedForXML)</text>"
    }
    return result
  }
}

extension Color {
  /// `#rrggbb`; `nil` for the terminal's own.
  fileprivate var hexadecimal: String? {
    guard case .rgb(let red, let green, let blue) = self else { return nil }
    return "#"
      + [red, green, blue].map { value in
        let digits = String(value, radix: 16)
        return digits.count < 2 ? "0" + digits : digits
      }.joined()
  }
}

extension Character {
  /// A braille or block character as an SVG path; `nil` for others.
  fileprivate func blockPath(x: Int, y: Int, width: Int, height: Int) -> String? {
    guard let code = unicodeScalars.first?.value else { return nil }
    if 0x2800...0x28FF ~= code {
      let bits = code - 0x2800
      return (0..<8).filter { bits >> $0 & 1 == 1 }.map { bit in
        // Bits 0…2 and 6 are the left column from above, 3…5 and 7 the right one.
        let isRight = bit == 7 || 3...5 ~= bit
        let down = bit > 5 ? 3 : bit % 3
        return "M\(x + (isRight ? 6 : 1)) \(y + 1 + down * height / 4)h2v2h-2z"
      }.joined()
    }
    func rectangle(_ left: Int, _ top: Int, _ across: Int, _ down: Int) -> String {
      "M\(x + left) \(y + top)h\(across)v\(down)h-\(across)z"
    }
    let (middle, half) = (width / 2, height / 2)
    switch self {
    case "█": return rectangle(0, 0, width, height)
    case "▀": return rectangle(0, 0, width, half)
    case "▄": return rectangle(0, half, width, height - half)
    case "▌": return rectangle(0, 0, middle, height)
    case "▐": return rectangle(middle, 0, width - middle, height)
    default: break
    }
    let quadrants: [Character: [Int]] = [
      "▘": [0], "▝": [1], "▖": [2], "▗": [3], "▞": [1, 2], "▚": [0, 3], "▛": [0, 1, 2],
      "▜": [0, 1, 3], "▙": [0, 2, 3], "▟": [1, 2, 3],
    ]
    return quadrants[self]?.map { quadrant in
      rectangle(
        quadrant % 2 == 0 ? 0 : middle, quadrant < 2 ? 0 : half,
        quadrant % 2 == 0 ? middle : width - middle, quadrant < 2 ? half : height - half)
    }.joined()
  }
}

extension String {
  fileprivate var escapedForXML: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
