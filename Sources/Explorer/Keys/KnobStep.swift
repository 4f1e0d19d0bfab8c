import Channel

extension Knob {
  /// The value that one press of `+` or `-` leads to; `nil` where there is none.
  func neighbour(of value: Double, up: Bool) -> Double? {
    let next: Double? =
      switch self {
      case .growthRate: value + (up ? 1 : -1)
      case .batchSize: up ? value * 2 : (value / 2).rounded(.down)
      case .learningRate: Self.oneTwoFive(value, up: up, least: 1e-7)
      case .weightDecay: Self.oneTwoFive(value, up: up, least: 1e-7) ?? (up ? 1e-7 : 0)
      case .dropout: Self.nearest(in: (0...9).map { Double($0) / 10 }, value, up: up)
      case .momentum: Self.nearest(in: [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.999], value, up: up)
      }
    return next.flatMap { objection(to: $0) == nil && $0 != value ? $0 : nil }
  }

  /// The next number of 1, 2, 5, 10, 20, … and 0.5, 0.2, 0.1, …
  private static func oneTwoFive(_ value: Double, up: Bool, least: Double) -> Double? {
    let ladder = (-7...3).flatMap { exponent in
      // Decimal text gives the double that a person who types the number gets.
      [1, 2, 5].compactMap { Double("\($0)e\(exponent)") }
    }
    return nearest(in: ladder, value, up: up)
  }

  private static func nearest(in ladder: [Double], _ value: Double, up: Bool) -> Double? {
    let tolerance = abs(value) * 1e-9
    return up
      ? ladder.first { $0 > value + tolerance } : ladder.last { $0 < value - tolerance }
  }
}
