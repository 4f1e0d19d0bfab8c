import Foundation

/// Round numbers along an axis.
enum Ticks {
  /// The smallest of 1, 2 or 5 times a power of ten that cuts a range into at most so many parts; `nil`
  /// where the range has no length.
  static func step(over range: ClosedRange<Double>, atMost count: Int) -> Double? {
    let least = (range.upperBound - range.lowerBound) / Double(max(count, 1))
    guard least.isNormal else { return nil }
    let power = pow(10, floor(log10(least)))
    // A span of exactly five steps must not need six.
    let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) }
    return step.flatMap { $0.isNormal ? $0 : nil }
  }

  /// Multiples of such a step within a range.
  static func linear(_ range: ClosedRange<Double>, atMost count: Int) -> [Double] {
    guard let step = step(over: range, atMost: count) else { return [] }
    let first = (range.lowerBound / step - 1e-9).rounded(.up)
    let last = (range.upperBound / step + 1e-9).rounded(.down)
    guard abs(first) < 1e15, abs(last) < 1e15, first <= last else { return [] }
    return (Int(first)...Int(last)).map { Double($0) * step }
  }

  /// 1, 2 and 5 times powers of ten within a range of positive numbers; where these are too many, the
  /// powers alone, or every second or third of them; where they are too few, multiples of a step.
  static func logarithmic(_ range: ClosedRange<Double>, atMost count: Int) -> [Double] {
    guard isPositive(range) else { return [] }
    let round = multiples([1, 2, 5], in: range)
    if round.count < 3 { return linear(range, atMost: count) }
    let decades = decades(range)
    if round.count <= count || decades.count < 2 { return round }
    let stride = (decades.count - 1) / max(count, 1) + 1
    return decades.filter { $0 % stride == 0 }.map { pow(10, Double($0)) }
  }

  /// What lies between powers of ten: 2…9 times each, where these are not too many to be told apart.
  static func between(_ range: ClosedRange<Double>) -> [Double] {
    guard isPositive(range), 1...6 ~= decades(range).count else { return [] }
    return multiples([2, 3, 4, 5, 6, 7, 8, 9], in: range)
  }

  private static func isPositive(_ range: ClosedRange<Double>) -> Bool {
    range.lowerBound.isNormal && range.lowerBound > 0 && range.upperBound.isFinite
  }

  /// Exponents of the powers of ten within a range.
  private static func decades(_ range: ClosedRange<Double>) -> [Int] {
    let first = Int((log10(range.lowerBound) - 1e-9).rounded(.up))
    let last = Int((log10(range.upperBound) + 1e-9).rounded(.down))
    return first <= last ? Array(first...last) : []
  }

  private static func multiples(_ factors: [Double], in range: ClosedRange<Double>) -> [Double] {
    let first = Int(log10(range.lowerBound).rounded(.down))
    let last = Int(log10(range.upperBound).rounded(.up))
    let wider = range.lowerBound * (1 - 1e-9)...range.upperBound * (1 + 1e-9)
    return (min(first, last)...last).flatMap { exponent in
      factors.map { $0 * pow(10, Double(exponent)) }
    }.filter { wider.contains($0) }
  }
}
