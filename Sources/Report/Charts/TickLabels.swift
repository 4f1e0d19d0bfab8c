import Foundation

/// The numbers at the ticks of an axis, written alike.
enum TickLabels {
  /// Multiples of a step: `0.0`, `0.5`; `0`, `20k`; `2×10⁻⁵`.
  static func linear(_ values: [Double]) -> [String] {
    let largest = values.map { abs($0) }.max() ?? 0
    guard largest.isNormal else { return values.map { _ in "0" } }
    let apart = values.count > 1 ? abs(values[1] - values[0]) : largest
    if 1e-3..<1e12 ~= largest {
      let (unit, sign) =
        largest >= 1e9
        ? (1e9, "G") : largest >= 1e6 ? (1e6, "M") : largest >= 1e4 ? (1e3, "k") : (1, "")
      let places = places(apart / unit)
      return values.map { $0 == 0 ? fixed(0, places) : fixed($0 / unit, places) + sign }
    }
    let exponent = floor(log10(largest) + 1e-9)
    let power = pow(10, exponent)
    guard power.isNormal else { return values.map { short($0) } }
    let places = places(apart / power)
    return values.map { value in
      value == 0 ? "0" : "\(fixed(value / power, places))×10\(superscript(Int(exponent)))"
    }
  }

  /// Positive numbers that differ by factors: `0.01`, `1`, `100`; `10⁻⁷`, `5×10⁻⁷`.
  static func logarithmic(_ values: [Double]) -> [String] {
    if values.allSatisfy({ 0.000_99...1001 ~= $0 }) { return values.map { short($0) } }
    return values.map { value in
      let exponent = floor(log10(value) + 1e-9)
      let factor = value / pow(10, exponent)
      guard factor.isNormal else { return short(value) }
      let power = "10\(superscript(Int(exponent)))"
      return abs(factor - 1) < 1e-6 ? power : "\(short(factor))×\(power)"
    }
  }

  /// A number in at most four digits.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "not finite" }
    return withMinus(String(format: "%.4g", value))
  }

  /// As many decimal places as a step needs that is 1, 2 or 5 times a power of ten.
  private static func places(_ step: Double) -> Int {
    step.isNormal ? min(max(-Int(floor(log10(step) + 1e-9)), 0), 15) : 0
  }

  private static func fixed(_ value: Double, _ places: Int) -> String {
    withMinus(String(format: "%.*f", places, value))
  }

  private static func withMinus(_ number: String) -> String { number.replacing("-", with: "−") }

  private static func superscript(_ exponent: Int) -> String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(String(exponent).map { $0.wholeNumberValue.map { digits[$0] } ?? "⁻" })
  }
}
