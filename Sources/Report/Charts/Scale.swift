import Foundation

/// From the values along an axis to places in a picture.
struct Scale {
  private let axis: Axis
  /// The values at the ends.
  let range: ClosedRange<Double>
  /// Where the first value of the range stands.
  let start: Double
  /// Where the last value of the range stands.
  let end: Double

  init(_ axis: Axis, range: ClosedRange<Double>, from start: Double, to end: Double) {
    self.axis = axis
    self.range = range
    self.start = start
    self.end = end
  }

  /// The place of a value, which may lie beyond the ends; `nil` for what has none on this axis.
  func place(_ value: Double) -> Double? {
    guard axis.canShow(value) else { return nil }
    let (low, high) = (measure(range.lowerBound), measure(range.upperBound))
    let share = (measure(value) - low) / (high - low)
    guard share.isFinite else { return nil }
    // What is a thousand pictures away is far enough for a line to point there.
    return start + (end - start) * min(max(share, -1000), 1000)
  }

  private func measure(_ value: Double) -> Double { axis.isLogarithmic ? log10(value) : value }

  /// A tick with its place and its number.
  struct Tick {
    var place: Double
    var label: String
  }

  /// At most so many ticks with numbers, and more than that only where a logarithmic axis needs it.
  func ticks(atMost count: Int) -> [Tick] {
    let values =
      axis.isLogarithmic
      ? Ticks.logarithmic(range, atMost: count) : Ticks.linear(range, atMost: count)
    let labels = axis.isLogarithmic ? TickLabels.logarithmic(values) : TickLabels.linear(values)
    return zip(values, labels).compactMap { value, label in
      place(value).map { Tick(place: $0, label: label) }
    }
  }

  /// Places of ticks without numbers.
  var placesBetweenTicks: [Double] {
    axis.isLogarithmic ? Ticks.between(range).compactMap(place) : []
  }
}
