import Foundation
import Screen

/// One of the charts of the curves pane: a series with its smoothed line, its axes and its marks.
struct CurveChart {
  /// What can be charted.
  enum Quantity: Sendable, CaseIterable {
    case loss, accuracy, learningRate, speed, memory

    var title: String {
      switch self {
      case .loss: "loss"
      case .accuracy: "accuracy"
      case .learningRate: "learning rate"
      case .speed: "images/s"
      case .memory: "memory"
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
      }
    }

    func series(_ history: RunHistory) -> Series {
      switch self {
      case .loss: history.loss
      case .accuracy: history.accuracy
      case .learningRate: history.learningRate
      case .speed: history.imagesPerSecond
      case .memory: history.memory
      }
    }

    func evaluations(_ history: RunHistory) -> [(step: Int, value: Double)] {
      switch self {
      case .loss: history.evaluations.map { ($0.step, $0.loss) }
      case .accuracy: history.evaluations.map { ($0.step, $0.accuracy) }
      case .learningRate, .speed, .memory: []
      }
    }

    /// Whether it goes up and down from step to step, so that a smoothed line helps.
    var isNoisy: Bool { self == .loss || self == .accuracy || self == .speed }

    /// What its axis counts in, so that labels are round: one such unit, and its sign.
    ///
    /// - Parameter greatest: of the values along the axis.
    func unit(greatest: Double) -> (size: Double, sign: String) {
      switch self {
      case .loss, .learningRate, .speed: (1, "")
      case .accuracy: (0.01, "%")
      case .memory: greatest >= 0x1p32 ? (0x1p30, "G") : (0x1p20, "M")
      }
    }

    func text(_ value: Double) -> String {
      switch self {
      case .loss: decimal(value)
      case .accuracy: percent(value)
      case .learningRate: compact(value)
      case .speed: "\(Int(value.rounded()))"
      case .memory: byteText(value)
      }
    }
  }

  let quantity: Quantity
  let isLogarithmic: Bool
  /// Share of the old value in the smoothed line, for each step; 0 for no such line.
  let smoothing: Double
  /// Whether the steps are written below.
  let hasStepAxis: Bool
  let context: PaneContext

  private var history: RunHistory { context.session.run.history }
  static let labelWidth = 6

  func draw(in area: Area, of grid: inout Grid) {
    let (theme, display) = (context.theme, context.display)
    let steps = context.session.shownSteps
    let (labels, rest) = area.split(left: Self.labelWidth)
    let plot = rest.inset(bottom: hasStepAxis ? 1 : 0)
    let series = quantity.series(history)
    let raw = points(series, steps: steps)
    let isSmoothed = quantity.isNoisy && smoothing > 0
    let line = isSmoothed ? smoothed(series, steps: steps) : raw
    let evaluations = quantity.evaluations(history).filter { steps.contains($0.step) }
      .map { (Double($0.step), scaled($0.value)) }
    var (low, high) = (Double.infinity, -Double.infinity)
    func include(_ value: Double) {
      // The span of such numbers would be infinite.
      guard abs(value) < 1e300 else { return }
      low = min(low, value)
      high = max(high, value)
    }
    for point in raw {
      include(point.minimum)
      include(point.mean)
      include(point.maximum)
    }
    for point in line { include(point.mean) }
    for evaluation in evaluations { include(evaluation.1) }
    guard low <= high else {
      grid.writeCentred(
        "no \(quantity.title) yet", in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    // Of what hardly changes the labels of the axis must still differ; and not at the middle, where two
    // rows of dots meet.
    let smallest = max(abs(high), 1e-6) * 1e-2
    let range =
      high - low > smallest ? low...high : (low - 0.45 * smallest)...(high + 0.55 * smallest)
    var curves = context.session.run.branches.map { branch in
      LineChart.Curve(
        points: points(quantity.series(branch.history), steps: steps).filter {
          $0.position >= Double(branch.forkStep)
        }, style: theme.quiet, asciiMark: ",")
    }
    curves.append(LineChart.Curve(points: raw, style: theme.raw, asciiMark: "."))
    if evaluations.count > 1 {
      curves.append(
        .init(
          points: evaluations.map {
            LineChart.Point(position: $0.0, minimum: $0.1, mean: $0.1, maximum: $0.1)
          }, style: theme.evaluation, asciiMark: "o"))
    }
    curves.append(.init(points: line, style: theme.smoothed, asciiMark: "*"))
    var chart = LineChart(
      curves: curves, extent: Double(steps.lowerBound)...Double(max(steps.upperBound, 2)),
      range: range)
    // Signs side by side would hide the curves: of many evaluations only the newest has one.
    let signs =
      evaluations.count * 4 <= plot.columns ? evaluations[...] : evaluations.suffix(1)
    chart.signs = signs.map {
      ($0.0, $0.1, CurvesPane.evaluationSign(display), theme.evaluation)
    }
    chart.marks = history.marks.map {
      (Double($0.step), $0.kind.sign(display), $0.kind.style(theme))
    }
    if context.isFocused, let cursor = context.session.cursorStep { chart.cursor = Double(cursor) }
    chart.draw(in: plot, of: &grid, display: display)
    drawValueAxis(range, beside: plot, in: labels, of: &grid)
    if hasStepAxis {
      drawStepAxis(chart, in: rest.inset(top: rest.rows - 1), of: &grid)
    }
    grid.write(quantity.shortTitle, in: labels, style: theme.strong)
  }

  private func scaled(_ value: Double) -> Double {
    isLogarithmic ? (value > 0 ? log10(value) : .nan) : value
  }

  private func points(_ series: Series, steps: ClosedRange<Int>) -> [LineChart.Point] {
    series.points(in: steps).compactMap { middle, stretch in
      stretch.mean.map {
        LineChart.Point(
          position: middle, minimum: scaled(Double(stretch.minimum)), mean: scaled($0),
          maximum: scaled(Double(stretch.maximum)))
      }
    }
  }

  /// An exponential moving average, without the pull of its beginning (Kingma and Ba, Adam, 2015,
  /// section 3).
  ///
  /// It begins so long before the steps that are shown that it is the same wherever these begin.
  func smoothed(_ series: Series, steps: ClosedRange<Int>) -> [LineChart.Point] {
    let reach = Int(10 / (1 - smoothing))
    let first = max(steps.lowerBound - reach, 1)
    var (sum, weight) = (0.0, 0.0)
    var last: Double?
    var (distance, kept) = (0.0, 1.0)
    let points = points(series, steps: first...steps.upperBound).map { point in
      guard point.mean.isFinite else { return point }
      let way = max(point.position - (last ?? point.position - 1), 1)
      // Nearly always the same.
      if way != distance { (distance, kept) = (way, pow(smoothing, way)) }
      last = point.position
      sum = kept * sum + (1 - kept) * point.mean
      weight = kept * weight + (1 - kept)
      let mean = sum / weight
      return LineChart.Point(position: point.position, minimum: mean, mean: mean, maximum: mean)
    }
    return Array(points.drop { $0.position < Double(steps.lowerBound) })
  }

  private func drawValueAxis(
    _ range: ClosedRange<Double>, beside plot: Area, in labels: Area, of grid: inout Grid
  ) {
    let greatest = isLogarithmic ? pow(10, range.upperBound) : range.upperBound
    let (unit, sign) = quantity.unit(greatest: greatest)
    let scaled =
      isLogarithmic
      ? range.lowerBound - log10(unit)...range.upperBound - log10(unit)
      : range.lowerBound / unit...range.upperBound / unit
    let atMost = max(plot.rows / 2, 1)
    let ticks =
      isLogarithmic
      ? Ticks.logarithmic(scaled, atMost: atMost) : Ticks.linear(scaled, atMost: atMost)
    let apart = ticks.count > 1 ? ticks[1] - ticks[0] : 0
    let span = scaled.upperBound - scaled.lowerBound
    var last = ""
    for tick in ticks {
      let row = Int((1 - (tick - scaled.lowerBound) / span) * Double(plot.rows - 1) + 0.5)
      let label =
        (isLogarithmic ? tickLabel(pow(10, tick)) : tickLabel(tick, apart: apart)) + sign
      // The first row has the title. A label that is cut, or the same again, would say what is not.
      guard row > 0 || plot.rows == 1, label.count < Self.labelWidth, label != last else {
        continue
      }
      last = label
      grid.writeRight(label, in: labels.inset(right: 1), row: row, style: context.theme.quiet)
    }
  }

  private func drawStepAxis(_ chart: LineChart, in area: Area, of grid: inout Grid) {
    let steps = context.session.shownSteps
    var free = 0
    let ticks = Ticks.whole(steps, atMost: max(area.columns / 12, 2))
    let stride = ticks.count > 1 ? ticks[1] - ticks[0] : 1
    for tick in ticks {
      let label = tickLabel(Double(tick), apart: Double(stride))
      let middle = chart.column(of: Double(tick), columns: area.columns)
      let column = min(max(middle - label.count / 2, 0), area.columns - label.count)
      guard column >= free else { continue }
      free =
        column + 1
        + grid.write(label, in: area, column: column, style: context.theme.quiet)
    }
  }
}

extension Mark.Kind {
  func sign(_ display: Display) -> Character {
    switch self {
    case .change: display.hasUnicode ? "▼" : "v"
    case .checkpoint: display.hasUnicode ? "■" : "c"
    case .warning: "!"
    }
  }

  func style(_ theme: Theme) -> Style {
    switch self {
    case .change: theme.mark
    case .checkpoint: theme.quiet
    case .warning: theme.warning
    }
  }
}
