import Foundation

/// Brings values to shares of a heat map's colours: one scale for all of them, so that they can be
/// compared.
struct ValueScale: Equatable {
  let isLogarithmic: Bool
  /// Least and greatest, in logarithms to base 10 where the scale is logarithmic.
  let low: Double
  let high: Double

  init(_ values: [Double?], isLogarithmic: Bool) {
    self.isLogarithmic = isLogarithmic
    var (low, high) = (Double.infinity, -Double.infinity)
    for case let value? in values where value.isFinite && (!isLogarithmic || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    if isLogarithmic {
      self.low = low.isFinite ? floor(log10(low)) : -1
      self.high = max(high.isFinite ? ceil(log10(high)) : 0, self.low + 1)
    } else {
      self.low = min(low, 0)
      self.high = max(high, self.low + 1e-9)
    }
  }

  /// 0…1; NaN for what is not finite.
  func share(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    return ((isLogarithmic ? log10(max(value, 1e-300)) : value) - low) / (high - low)
  }

  /// What stands at an end of the scale of a measure.
  func label(_ value: Double, _ measure: LayerMeasure) -> String {
    isLogarithmic ? "1e\(Int(value))" : measure.text(value)
  }
}
