/// Viridis: lightness grows evenly from dark blue to yellow, so that equal steps look equal, also to
/// colour-blind viewers and in grey.
/// (Smith and van der Walt, matplotlib 2015, CC0; 9 of its 256 points, mixed linearly between.)
public enum ColorScale {
  private static let points: [(Double, Double, Double)] = [
    (68, 1, 84), (71, 44, 122), (59, 81, 139), (44, 113, 142), (33, 144, 141), (39, 173, 129),
    (92, 200, 99), (170, 220, 50), (253, 231, 37),
  ]

  /// The colour of a share, 0…1; shares outside count as the nearest end.
  public static func color(_ share: Double) -> Color {
    let place = (share.isNaN ? 0 : min(max(share, 0), 1)) * Double(points.count - 1)
    let index = min(Int(place), points.count - 2)
    let part = place - Double(index)
    let (low, high) = (points[index], points[index + 1])
    func mix(_ low: Double, _ high: Double) -> UInt8 {
      UInt8((low + (high - low) * part).rounded())
    }
    return .rgb(mix(low.0, high.0), mix(low.1, high.1), mix(low.2, high.2))
  }

  /// A cell that stands for a share: coloured, or a character that is the denser the larger.
  public static func cell(_ share: Double, display: Display) -> Cell {
    guard display.hasColors else {
      let characters = Array(display.hasUnicode ? "·░▒▓█" : ".:-=+*#%@")
      let place = (share.isNaN ? 0 : min(max(share, 0), 1)) * Double(characters.count)
      return Cell(characters[min(Int(place), characters.count - 1)])
    }
    return Cell(" ", Style(background: color(share)))
  }
}
