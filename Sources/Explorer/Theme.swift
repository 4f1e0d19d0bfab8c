import Screen

/// How the parts of the screen look, from the palette of Okabe and Ito (2008), whose colours all
/// kinds of colour vision tell apart.
enum Theme {
  static let raw = Style(foreground: .rgb(100, 130, 160))
  static let smoothed = Style(foreground: .rgb(86, 180, 233), isBold: true)
  static let evaluation = Style(foreground: .rgb(230, 159, 0), isBold: true)
  static let mark = Style(foreground: .rgb(204, 121, 167))
  static let quiet = Style(isDim: true)
  static let strong = Style(isBold: true)
  static let staged = Style(foreground: .rgb(230, 159, 0), isBold: true)
  static let focus = Style(foreground: .rgb(86, 180, 233), isBold: true)
  static let running = Style(foreground: .rgb(0, 158, 115), isBold: true)
  static let paused = Style(foreground: .rgb(240, 228, 66), isBold: true)
  static let failed = Style(foreground: .rgb(213, 94, 0), isBold: true)
}
