import Foundation

/// What an axis shows.
extension Axis {
  /// What stands beyond the first and the last value where the axis has no range of its own.
  enum Surroundings {
    /// Nothing: the axis ends where the data do, or at a round number nearby.
    case nothing
    /// A little, so that markers don't lie on the frame.
    case margin
    /// As much as there is to the next round number.
    case roundNumbers
  }

  /// The range given, or what holds the values and what is around them. Never without length.
  func range(of values: [Double], with surroundings: Surroundings) -> ClosedRange<Double> {
    let shown = values.filter(canShow)
    let given = (
      low: (range?.lowerBound).flatMap { canShow($0) ? $0 : nil },
      high: (range?.upperBound).flatMap { canShow($0) ? $0 : nil }
    )
    let fallback = isLogarithmic ? 0.1...10 : 0...1
    let low = given.low ?? shown.min() ?? given.high ?? fallback.lowerBound
    let high = given.high ?? shown.max() ?? given.low ?? fallback.upperBound
    let range = withLength(low, high)
    let wider = widened(range, by: surroundings)
    return min(
      given.low ?? wider.lowerBound, range.lowerBound)...max(
        given.high ?? wider.upperBound, range.upperBound)
  }

  /// A range from the one to the other that is long enough for its ticks to differ.
  private func withLength(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    if isLogarithmic { return high > low * 1.000_001 ? low...high : low / 2...low * 2 }
    let size = max(abs(low), abs(high))
    if high - low > max(1e-9 * size, 1e-290) { return low...high }
    return size < 1e-280 ? 0...1 : low - 0.1 * size...low + 0.1 * size
  }

  private func widened(
    _ range: ClosedRange<Double>, by surroundings: Surroundings
  ) -> ClosedRange<Double> {
    switch surroundings {
    case .nothing:
      guard !isLogarithmic else { return range }
      let (round, near) = (rounded(range, parts: 5), 0.03 * (range.upperBound - range.lowerBound))
      let low = range.lowerBound - round.lowerBound < near ? round.lowerBound : range.lowerBound
      let high = round.upperBound - range.upperBound < near ? round.upperBound : range.upperBound
      return low...high
    case .margin:
      if isLogarithmic {
        let factor = pow(range.upperBound / range.lowerBound, 0.03)
        return factor.isFinite
          ? range.lowerBound / factor...range.upperBound * factor : range
      }
      let margin = 0.03 * (range.upperBound - range.lowerBound)
      return range.lowerBound - margin...range.upperBound + margin
    case .roundNumbers:
      return isLogarithmic ? roundedByFactors(range) : rounded(range, parts: 10)
    }
  }

  /// From and to a multiple of what cuts the range into so many parts at most.
  private func rounded(_ range: ClosedRange<Double>, parts: Int) -> ClosedRange<Double> {
    guard let step = Ticks.step(over: range, atMost: parts) else { return range }
    let first = (range.lowerBound / step + 1e-9).rounded(.down)
    let last = (range.upperBound / step - 1e-9).rounded(.up)
    return first * step...max(first, last) * step
  }

  /// From and to 1, 2 or 5 times a power of ten.
  private func roundedByFactors(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    func round(_ value: Double, _ choose: ([Double]) -> Double?) -> Double {
      let power = pow(10, floor(log10(value)))
      return choose([1, 2, 5, 10].map { $0 * power }) ?? value
    }
    let low = round(range.lowerBound) { steps in
      steps.last { $0 <= range.lowerBound * (1 + 1e-9) }
    }
    let high = round(range.upperBound) { steps in
      steps.first { $0 >= range.upperBound * (1 - 1e-9) }
    }
    return low...max(low, high)
  }
}
