import Foundation

/// One of the figures in the table of networks that are compared.
struct ScoreFigure: Sendable {
  /// The name in two rows, over a column.
  let heading: (upper: String, lower: String)
  /// The name in a narrow row.
  let shortName: String
  /// Which go first where there is no room: those with the greatest.
  let rank: Int
  let value: @Sendable (Scores) -> Double?
  /// The step at which it was measured, where that is another than the one that is shown.
  private let measuredAt: @Sendable (Scores) -> Int?
  private let format: @Sendable (Double) -> String
  /// How much more a value is than another, in words.
  private let difference: @Sendable (Double, Double) -> String

  /// - Parameter difference: unless told, what must be added to the other one, as values are written.
  init(
    _ upper: String, _ lower: String, short: String, rank: Int,
    _ value: @escaping @Sendable (Scores) -> Double?,
    measuredAt: @escaping @Sendable (Scores) -> Int? = { _ in nil },
    format: @escaping @Sendable (Double) -> String,
    difference: (@Sendable (Double, Double) -> String)? = nil
  ) {
    heading = (upper, lower)
    shortName = short
    self.rank = rank
    self.value = value
    self.measuredAt = measuredAt
    self.format = format
    self.difference =
      difference ?? { signed($0 - $1, format) }
  }

  /// The name in one row.
  var name: String {
    "\(heading.upper) \(heading.lower)".replacing("- ", with: "-").trimmingPrefix(" ").description
  }

  func text(_ scores: Scores) -> String { value(scores).map(format) ?? "–" }

  /// What a network has more than another; nothing where one is still to be measured that far.
  func text(_ scores: Scores, moreThan other: Scores) -> String {
    guard let mine = value(scores), let others = value(other),
      measuredAt(scores) == measuredAt(other)
    else { return "–" }
    return difference(mine, others)
  }

  static let all = [
    ScoreFigure(
      "", "parameters", short: "params", rank: 3, { $0.parameters.map(Double.init) },
      format: roundCount),
    ScoreFigure(
      "multiply-", "adds", short: "mult-adds", rank: 4, { $0.multiplyAdds.map(Double.init) },
      format: roundCount),
    ScoreFigure(
      "memory", "a step", short: "memory", rank: 10, { $0.memory.map(Double.init) },
      format: byteText),
    ScoreFigure(
      "ms", "a step", short: "ms/step", rank: 5, { $0.secondsPerStep.map { 1000 * $0 } },
      format: shortDecimal),
    ScoreFigure("", "loss", short: "loss", rank: 2, { $0.loss }, format: shortDecimal),
    ScoreFigure(
      "", "accuracy", short: "accuracy", rank: 9, { $0.accuracy }, format: percent,
      difference: points),
    ScoreFigure(
      "test", "accuracy", short: "test acc.", rank: 0, { $0.test?.accuracy },
      measuredAt: { $0.test?.step }, format: percent, difference: points),
    ScoreFigure(
      "gradient", "first:last", short: "first:last", rank: 1, { $0.gradientRatio },
      format: multiple,
      difference: { "\(multiple($0 / $1))×" }),
    goal(80, rank: 6), goal(85, rank: 8), goal(90, rank: 7),
  ]

  /// Test accuracies, in percent, that are waited for.
  static let goals = [80, 85, 90]

  private static func goal(_ percentage: Int, rank: Int) -> ScoreFigure {
    ScoreFigure(
      "images", "to \(percentage) %", short: "to \(percentage) %", rank: rank,
      { $0.images(until: Double(percentage) / 100) }, format: roundCount)
  }
}

private func signed(_ difference: Double, _ format: (Double) -> String) -> String {
  guard difference.isFinite else { return "NaN" }
  return (difference < 0 ? "−" : "+") + format(abs(difference))
}

/// Percentage points.
private let points: @Sendable (Double, Double) -> String = { mine, others in
  ChartQuantity.accuracy.differenceText(mine - others)
}

private let roundCount: @Sendable (Double) -> String = { value in
  value.isFinite ? countText(Int(exactly: value.rounded()) ?? .max) : "NaN"
}
