/// An axis of a chart. Its ticks are round numbers that follow from its range.
public struct Axis: Sendable, Equatable {
  /// What is counted or measured.
  public var title: String
  /// Whether equal distances are equal ratios; then values that are not positive are left out.
  public var isLogarithmic: Bool
  /// What it is measured in, written behind the title.
  public var unit: String?
  /// The first and the last value shown; `nil` for those of the data. So is an end that can't be shown:
  /// an infinite one, or one that is not positive where the axis is logarithmic. `0 ... .infinity`
  /// therefore begins at 0 and ends where the data do.
  public var range: ClosedRange<Double>?

  /// An axis with a title.
  public init(
    title: String, isLogarithmic: Bool = false, unit: String? = nil,
    range: ClosedRange<Double>? = nil
  ) {
    self.title = title
    self.isLogarithmic = isLogarithmic
    self.unit = unit
    self.range = range
  }

  /// The title with its unit: `Time per step (ms)`.
  var heading: String {
    guard let unit, !unit.isEmpty else { return title }
    return title.isEmpty ? unit : "\(title) (\(unit))"
  }

  /// Whether a value has a place on such an axis. Numbers near the limits of `Double` have none, so
  /// that differences and powers of those that have stay finite.
  func canShow(_ value: Double) -> Bool {
    isLogarithmic ? 1e-300...1e300 ~= value : -1e300...1e300 ~= value
  }
}
