import Foundation

/// Round numbers along an axis.
enum Ticks {
  /// Multiples of 1, 2 or 5 times a power of ten in a range, at most so many.
  static func linear(_ range: ClosedRange<Double>, atMost count: Int) -> [Double] {
    let span = range.upperBound - range.lowerBound
    guard span > 0, span.isFinite, count > 0 else { return [] }
    let power = pow(10, floor(log10(span / Double(count))))
    for factor in [1.0, 2, 5, 10, 20, 50] {
      let step = power * factor
      let first = (range.lowerBound / step - 1e-9).rounded(.up)
      let last = (range.upperBound / step + 1e-9).rounded(.down)
      if first > last { break }
      if last - first < Double(count) {
        return (Int(first)...Int(last)).map { Double($0) * step }
      }
    }
    return []
  }

  /// The same for whole numbers.
  static func whole(_ range: ClosedRange<Int>, atMost count: Int) -> [Int] {
    linear(Double(range.lowerBound)...Double(range.upperBound), atMost: count)
      .filter { $0 == $0.rounded() }.map { Int($0) }
  }

  /// Logarithms of powers of ten in a range of logarithms, at most so many; where there are not two,
  /// those of other round numbers.
  static func logarithmic(_ range: ClosedRange<Double>, atMost count: Int) -> [Double] {
    let (first, last) = (range.lowerBound.rounded(.up), range.upperBound.rounded(.down))
    guard first < last, count > 0 else {
      return linear(pow(10, range.lowerBound)...pow(10, range.upperBound), atMost: count)
        .map { log10($0) }
    }
    let stride = max(Int(((last - first + 1) / Double(count)).rounded(.up)), 1)
    return Swift.stride(from: Int(first), through: Int(last), by: stride).map { Double($0) }
  }
}
