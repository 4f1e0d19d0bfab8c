/// What a terminal can show; a widget draws the best that this allows.
public struct Display: Sendable, Equatable {
  /// How many colours there are.
  public var colorDepth: ColorDepth
  /// Whether there are characters beyond ASCII.
  public var hasUnicode: Bool

  /// Describes a display, the richest unless told.
  public init(colorDepth: ColorDepth = .palette, hasUnicode: Bool = true) {
    self.colorDepth = colorDepth
    self.hasUnicode = hasUnicode
  }

  /// Whether there are colours at all.
  public var hasColors: Bool { colorDepth > .monochrome }

  /// Whether there are enough colours for a scale of them.
  public var hasColorScale: Bool { colorDepth >= .palette }
}
