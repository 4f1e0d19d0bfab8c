// How many columns characters take. Terminals disagree about many, and one that takes another number
// of columns than the program believes shifts the rest of its row. So a grid holds only what every
// terminal shows in the same number; the rest is left out or replaced.

extension Character {
  /// Stands in the second of the two cells that a wide character takes.
  public static let continuation: Character = "\0"

  /// What a grid shows of a character, and how many columns that takes: 1 or 2, or 0 where there is
  /// nothing to see.
  ///
  /// Of a character with marks that combine, it is the letter without the marks. Control characters,
  /// escape among them, scripts written from right to left, which some terminals put into another
  /// order, and whatever terminals disagree about become `?`.
  public var shown: (character: Character, columns: Int) {
    // Nearly all there is: ASCII, lines, blocks and braille.
    var scalars = unicodeScalars.makeIterator()
    if let code = scalars.next()?.value, scalars.next() == nil,
      0x20..<0x7F ~= code || 0x2500...0x259F ~= code || 0x2800...0x28FF ~= code
    {
      return (self, 1)
    }
    guard let scalar = unicodeScalars.first(where: { !$0.properties.isDefaultIgnorableCodePoint })
    else { return (self, 0) }
    guard let columns = scalar.columns else { return ("?", 1) }
    return (unicodeScalars.count == 1 ? self : Character(scalar), columns)
  }
}

extension String {
  /// The columns that `Grid.write` needs for a text.
  public var columns: Int { reduce(0) { $0 + $1.shown.columns } }

  /// As much of the beginning as fits into so many columns.
  public func prefix(columns: Int) -> String {
    var room = columns
    return String(
      prefix { character in
        room -= character.shown.columns
        return room >= 0
      })
  }

  /// As much of the end as fits into so many columns.
  public func suffix(columns: Int) -> String {
    var room = columns
    let kept = reversed().prefix { character in
      room -= character.shown.columns
      return room >= 0
    }
    return String(kept.reversed())
  }
}

extension Unicode.Scalar {
  /// How many columns every terminal shows this in, with no marks; `nil` where that is not sure.
  fileprivate var columns: Int? {
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .nonspacingMark, .enclosingMark,
      .spacingMark, .lineSeparator, .paragraphSeparator:
      return nil
    default: break
    }
    switch value {
    // Hebrew, Arabic and their neighbours.
    case 0x0590...0x08FF: return nil
    // Watches, dice and zodiacs: pictures since Unicode 9, and narrow before.
    case ..<0x3000 where properties.isEmojiPresentation: return nil
    case ..<0x1100, 0x1E00...0x2328, 0x232B...0x2BFF: return 1
    // Kana, ideographs, Hangul and full-width forms.
    case 0x3001...0x303E, 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFF01...0xFF60, 0x20000...0x2FFFD, 0x30000...0x3FFFD:
      return 2
    case 0x1F300...0x1F64F where properties.isEmojiPresentation: return 2
    default: return nil
    }
  }
}
