/// A scale from dark violet to yellow: lightness grows with every step, so that more looks like
/// more, also to colour-blind viewers and in grey.
///
/// It is viridis (Smith and van der Walt, matplotlib 2015, CC0) in colours of xterm's palette. Taking
/// the nearest colour for each share would not do: their lightness goes up and down. These are near,
/// and their lightness L* grows: 21, 24, 40, 51, 64, 77, 79, 81, 87.
public enum ColorScale {
  private static let colors: [Color] = [
    .rgb(0x5f, 0x00, 0x5f), .rgb(0x5f, 0x00, 0x87), .rgb(0x00, 0x5f, 0xaf), .rgb(0x00, 0x87, 0x87),
    .rgb(0x00, 0xaf, 0x87), .rgb(0x5f, 0xd7, 0x5f), .rgb(0x87, 0xd7, 0x5f), .rgb(0xaf, 0xd7, 0x00),
    .rgb(0xff, 0xd7, 0x00),
  ]

  /// The colour of a share, 0…1; shares outside count as the nearest end, NaN as 0.
  public static func color(_ share: Double) -> Color { colors[index(share, of: colors.count)] }

  /// A cell that stands for a share: coloured, or, where the display has too few colours, a
  /// character that is the denser the larger.
  public static func cell(_ share: Double, display: Display) -> Cell {
    guard display.hasColorScale else {
      let characters = Array(display.hasUnicode ? "·░▒▓█" : ".:-=+*#%@")
      return Cell(characters[index(share, of: characters.count)])
    }
    return Cell(" ", Style(background: color(share)))
  }

  private static func index(_ share: Double, of count: Int) -> Int {
    let place = (share.isNaN ? 0 : min(max(share, 0), 1)) * Double(count)
    return min(Int(place), count - 1)
  }
}
