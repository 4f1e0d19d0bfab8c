/// One character cell: a character and how it looks. A character of two columns takes two cells, of
/// which the second holds `Character.continuation`; one half without the other shows as a blank.
public struct Cell: Sendable, Equatable {
  /// The character.
  public var character: Character
  /// Its colours and attributes.
  public var style: Style

  /// A cell, blank unless told.
  public init(_ character: Character = " ", _ style: Style = Style()) {
    self.character = character
    self.style = style
  }
}

/// Colours and attributes of a cell.
public struct Style: Sendable, Hashable {
  /// The character's colour.
  public var foreground: Color
  /// The colour behind it.
  public var background: Color
  /// Whether the character is bold.
  public var isBold: Bool
  /// Whether the character is dim.
  public var isDim: Bool
  /// Whether foreground and background change places.
  public var isReversed: Bool
  /// Whether the character is underlined.
  public var isUnderlined: Bool

  /// A style, the terminal's own unless told.
  public init(
    foreground: Color = .terminal, background: Color = .terminal, isBold: Bool = false,
    isDim: Bool = false, isReversed: Bool = false, isUnderlined: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.isBold = isBold
    self.isDim = isDim
    self.isReversed = isReversed
    self.isUnderlined = isUnderlined
  }
}

/// A colour of a cell.
public enum Color: Sendable, Hashable {
  /// The terminal's own foreground or background.
  case terminal
  /// Red, green and blue; a terminal with fewer colours shows the nearest that it has.
  case rgb(UInt8, UInt8, UInt8)
}
