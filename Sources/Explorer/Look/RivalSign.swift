import Screen

/// What tells a network from those that it is compared with, beside its colour: its sign, filled on its
/// curves and hollow at evaluations; where there is ASCII alone, a letter, small and large.
enum RivalSign {
  private static let filled = Array("●▲■◆★▶")
  private static let hollow = Array("○△□◇☆▷")
  private static let small = Array("abcdef")
  private static let large = Array("ABCDEF")

  static func ofCurve(_ network: Int, _ display: Display) -> Character {
    sign(network, display.hasUnicode ? filled : small)
  }

  static func ofEvaluation(_ network: Int, _ display: Display) -> Character {
    sign(network, display.hasUnicode ? hollow : large)
  }

  private static func sign(_ network: Int, _ signs: [Character]) -> Character {
    signs[network % signs.count]
  }
}
