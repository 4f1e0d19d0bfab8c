import Screen

/// How the parts of the screen look. Colours are data: a theme is a value in `Theme.all`.
struct Theme: Sendable {
  let name: String
  /// Each step's value, and the band between the least and the greatest.
  let raw: Style
  let smoothed: Style
  let evaluation: Style
  /// Changes that were made.
  let mark: Style
  let warning: Style
  let quiet: Style
  let strong: Style
  let staged: Style
  let focus: Style
  let running: Style
  let paused: Style
  let failed: Style
  /// Networks that are compared, in their order; each has a sign of its own too, see `RivalSign`.
  let rivals: [Style]
  /// Colours of heat maps, from little to much.
  let scale: ColorScale
  /// Colours of differences, from less over none to more.
  let differences: ColorScale
  /// What stands for the terminal's own colours where a picture is saved.
  let ink: String
  let paper: String

  /// For a dark background, from the palette of Okabe and Ito (2008), whose colours all kinds of colour
  /// vision tell apart.
  static let dark = Theme(
    name: "dark",
    raw: Style(foreground: .rgb(100, 130, 160)),
    smoothed: Style(foreground: .rgb(86, 180, 233), isBold: true),
    evaluation: Style(foreground: .rgb(230, 159, 0), isBold: true),
    mark: Style(foreground: .rgb(204, 121, 167)),
    warning: Style(foreground: .rgb(213, 94, 0), isBold: true),
    quiet: Style(isDim: true),
    strong: Style(isBold: true),
    staged: Style(foreground: .rgb(230, 159, 0), isBold: true),
    focus: Style(foreground: .rgb(86, 180, 233), isBold: true),
    running: Style(foreground: .rgb(0, 158, 115), isBold: true),
    paused: Style(foreground: .rgb(240, 228, 66), isBold: true),
    failed: Style(foreground: .rgb(213, 94, 0), isBold: true),
    rivals: [
      Style(foreground: .rgb(86, 180, 233)),
      Style(foreground: .rgb(230, 159, 0)),
      Style(foreground: .rgb(0, 158, 115)),
      Style(foreground: .rgb(204, 121, 167)),
      Style(foreground: .rgb(240, 228, 66)),
      Style(foreground: .rgb(213, 94, 0)),
    ],
    scale: .viridis, differences: .blueOrange, ink: "#d8dee9", paper: "#101418")

  /// The same hues, dark enough for a light background; heat maps are the darker the more.
  static let light = Theme(
    name: "light",
    raw: Style(foreground: .rgb(130, 150, 170)),
    smoothed: Style(foreground: .rgb(0, 95, 155), isBold: true),
    evaluation: Style(foreground: .rgb(160, 90, 0), isBold: true),
    mark: Style(foreground: .rgb(150, 60, 110)),
    warning: Style(foreground: .rgb(175, 60, 0), isBold: true),
    quiet: Style(isDim: true),
    strong: Style(isBold: true),
    staged: Style(foreground: .rgb(160, 90, 0), isBold: true),
    focus: Style(foreground: .rgb(0, 95, 155), isBold: true),
    running: Style(foreground: .rgb(0, 100, 70), isBold: true),
    paused: Style(foreground: .rgb(120, 100, 0), isBold: true),
    failed: Style(foreground: .rgb(175, 60, 0), isBold: true),
    rivals: [
      Style(foreground: .rgb(0, 95, 155)),
      Style(foreground: .rgb(160, 90, 0)),
      Style(foreground: .rgb(0, 115, 85)),
      Style(foreground: .rgb(150, 60, 110)),
      Style(foreground: .rgb(40, 40, 40)),
      Style(foreground: .rgb(190, 60, 0)),
    ],
    scale: .viridis.reversed, differences: .blueOrangeOnLight, ink: "#1b1f24", paper: "#ffffff")

  /// Nothing dim, everything bright, for a dark background.
  static let contrast = Theme(
    name: "contrast",
    raw: Style(foreground: .rgb(190, 190, 190)),
    smoothed: Style(foreground: .rgb(0, 255, 255), isBold: true),
    evaluation: Style(foreground: .rgb(255, 255, 0), isBold: true),
    mark: Style(foreground: .rgb(255, 135, 255), isBold: true),
    warning: Style(foreground: .rgb(255, 175, 0), isBold: true),
    quiet: Style(),
    strong: Style(isBold: true),
    staged: Style(foreground: .rgb(255, 255, 0), isBold: true),
    focus: Style(foreground: .rgb(0, 255, 255), isBold: true, isUnderlined: true),
    running: Style(foreground: .rgb(0, 255, 135), isBold: true),
    paused: Style(foreground: .rgb(255, 255, 0), isBold: true),
    failed: Style(foreground: .rgb(255, 135, 0), isBold: true, isReversed: true),
    rivals: [
      Style(foreground: .rgb(0, 255, 255), isBold: true),
      Style(foreground: .rgb(255, 255, 0), isBold: true),
      Style(foreground: .rgb(0, 255, 135), isBold: true),
      Style(foreground: .rgb(255, 135, 255), isBold: true),
      Style(foreground: .rgb(255, 255, 255), isBold: true),
      Style(foreground: .rgb(255, 150, 0), isBold: true),
    ],
    scale: .viridis, differences: .blueOrange, ink: "#ffffff", paper: "#000000")

  /// The style of a network among those that are compared.
  func rival(_ network: Int) -> Style { rivals[network % rivals.count] }

  /// The same, bold for the network that is selected.
  func rival(_ network: Int, isSelected: Bool) -> Style {
    var style = rival(network)
    style.isBold = style.isBold || isSelected
    return style
  }

  /// The themes, the first the one that is used unless told.
  static let all = [dark, light, contrast]
}
