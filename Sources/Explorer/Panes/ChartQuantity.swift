import Foundation
import Screen

/// What can be charted over the steps.
enum ChartQuantity: Sendable, Equatable {
  case loss, accuracy, learningRate, speed, memory
  /// Accuracy on the images that the network never learns from.
  case testAccuracy
  /// The first layer's share of a measure to the last one's; see `RunHistory.ratio`.
  case ratio(LayerMeasure)

  /// Those of one network.
  static let ofRun: [ChartQuantity] = [.loss, .accuracy, .learningRate, .speed, .memory]
  /// Those in which networks are compared.
  static let ofComparison: [ChartQuantity] = [
    .loss, .accuracy, .testAccuracy, .ratio(.gradientNorm), .speed, .learningRate,
  ]

  var title: String {
    switch self {
    case .loss: "loss"
    case .accuracy: "accuracy"
    case .learningRate: "learning rate"
    case .speed: "images/s"
    case .memory: "memory"
    case .testAccuracy: "test accuracy"
    case .ratio(let measure): "\(measure.title), first layer : last"
    }
  }

  /// The title in the columns of an axis.
  var shortTitle: String {
    switch self {
    case .loss: "loss"
    case .accuracy: "acc."
    case .learningRate: "rate"
    case .speed: "img/s"
    case .memory: "mem."
    case .testAccuracy: "test"
    case .ratio: "1st:L"
    }
  }

  /// Its values step by step; `nil` of what is known otherwise.
  func series(_ history: RunHistory) -> Series? {
    switch self {
    case .loss: history.loss
    case .accuracy: history.accuracy
    case .learningRate: history.learningRate
    case .speed: history.imagesPerSecond
    case .memory: history.memory
    case .testAccuracy, .ratio: nil
    }
  }

  /// What is known at each step or stretch of steps, from left to right.
  func points(_ history: RunHistory, steps: ClosedRange<Int>) -> [LineChart.Point] {
    if case .ratio(let measure) = self {
      return history.ratios(measure, in: steps).map { LineChart.Point($0.middle, $0.ratio) }
    }
    guard let series = series(history) else {
      return evaluations(history).filter { steps.contains($0.step) }
        .map { LineChart.Point(Double($0.step), $0.value) }
    }
    return series.points(in: steps).compactMap { middle, stretch in
      stretch.mean.map {
        LineChart.Point(
          position: middle, minimum: Double(stretch.minimum), mean: $0,
          maximum: Double(stretch.maximum))
      }
    }
  }

  func evaluations(_ history: RunHistory) -> [(step: Int, value: Double)] {
    switch self {
    case .loss: history.evaluations.map { ($0.step, $0.loss) }
    case .accuracy, .testAccuracy: history.evaluations.map { ($0.step, $0.accuracy) }
    case .learningRate, .speed, .memory, .ratio: []
    }
  }

  /// Whether it goes up and down from step to step, so that a smoothed line helps.
  var isNoisy: Bool { self == .loss || self == .accuracy || self == .speed }

  /// Whether it spans so many powers of ten that only its logarithm can be drawn.
  var isAlwaysLogarithmic: Bool { if case .ratio = self { true } else { false } }

  /// What its axis counts in, so that labels are round: one such unit, and its sign.
  ///
  /// - Parameter greatest: of the values along the axis.
  func unit(greatest: Double) -> (size: Double, sign: String) {
    switch self {
    case .loss, .learningRate, .speed, .ratio: (1, "")
    case .accuracy, .testAccuracy: (0.01, "%")
    case .memory: greatest >= 0x1p32 ? (0x1p30, "G") : (0x1p20, "M")
    }
  }

  func text(_ value: Double) -> String {
    switch self {
    case .loss: decimal(value)
    case .accuracy, .testAccuracy: percent(value)
    case .learningRate: compact(value)
    case .ratio: multiple(value)
    case .speed: value.isFinite ? String(format: "%.0f", value) : "NaN"
    case .memory: byteText(value)
    }
  }
}

extension LineChart.Point {
  /// A single value.
  init(_ position: Double, _ value: Double) {
    self.init(position: position, minimum: value, mean: value, maximum: value)
  }

  /// Its place on a logarithmic axis; what is not above 0 has none.
  var logarithmic: LineChart.Point {
    LineChart.Point(
      position: position, minimum: Self.logarithm(minimum), mean: Self.logarithm(mean),
      maximum: Self.logarithm(maximum))
  }

  static func logarithm(_ value: Double) -> Double { value > 0 ? log10(value) : .nan }
}
