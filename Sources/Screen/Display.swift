/// What a terminal can show; a widget draws the best that this allows.
public struct Display: Sendable, Equatable {
  /// How many colours there are.
  public var colorDepth: ColorDepth
  /// Which characters there are.
  public var glyphs: Glyphs

  /// Describes a display, unless told one of 256 colours and braille.
  public init(colorDepth: ColorDepth = .palette, glyphs: Glyphs = .braille) {
    self.colorDepth = colorDepth
    self.glyphs = glyphs
  }

  /// Whether there are characters beyond ASCII.
  public var hasUnicode: Bool { glyphs != .ascii }

  /// Whether there are enough colours for a scale of them.
  public var hasColorScale: Bool { colorDepth >= .palette }
}

/// How many colours a terminal can show.
public enum ColorDepth: Sendable, Equatable, Comparable {
  /// No colours: attributes and characters alone carry the meaning.
  case monochrome
  /// The 16 colours of ANSI.
  case sixteen
  /// The palette of 256 colours of xterm.
  case palette
  /// Every colour of 24 bits.
  case trueColor
}

/// The characters that a terminal can show, each including those before it.
public enum Glyphs: String, Sendable, Equatable, CaseIterable {
  /// ASCII alone.
  case ascii
  /// Beyond it lines, arrows and blocks, each a quarter of a cell or more.
  case blocks
  /// Beyond them braille, whose dots are an eighth of a cell.
  case braille
}
