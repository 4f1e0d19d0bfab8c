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

    func label(_ value: Double) -> String {
      switch self {
      case .loss, .learningRate, .speed: tickLabel(value)
      case .accuracy: tickLabel(100 * value) + "%"
      case .memory: byteText(value).replacing(" ", with: "").replacing("iB", with: "")
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
    let raw = points(quantity.series(history), steps: steps)
    let evaluations = quantity.evaluations(history).filter { steps.contains($0.step) }
      .map { (Double($0.step), scaled($0.value)) }
    let values =
      (raw.flatMap { [$0.minimum, $0.maximum] } + evaluations.map(\.1)).filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else {
      grid.writeCentred(
        "no \(quantity.title) yet", in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    let smallest = max(abs(high), 1e-6) * 1e-3
    let range = high - low > smallest ? low...high : (low - smallest / 2)...(high + smallest / 2)
    var curves = [LineChart.Curve(points: raw, style: theme.raw, asciiMark: ".")]
    if evaluations.count > 1 {
      curves.append(
        .init(
          points: evaluations.map {
            LineChart.Point(position: $0.0, minimum: $0.1, mean: $0.1, maximum: $0.1)
          }, style: theme.evaluation, asciiMark: "o"))
    }
    curves.append(
      .init(
        points: quantity.isNoisy && smoothing > 0 ? smoothed(raw, steps: steps) : raw,
        style: theme.smoothed, asciiMark: "*"))
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
  private func smoothed(
    _ points: [LineChart.Point], steps: ClosedRange<Int>
  ) -> [LineChart.Point] {
    var (sum, weight) = (0.0, 0.0)
    var last: Double?
    return points.map { point in
      guard point.mean.isFinite else { return point }
      let kept = pow(smoothing, max(point.position - (last ?? point.position - 1), 1))
      last = point.position
      sum = kept * sum + (1 - kept) * point.mean
      weight = kept * weight + (1 - kept)
      let mean = sum / weight
      return LineChart.Point(position: point.position, minimum: mean, mean: mean, maximum: mean)
    }
  }

  private func drawValueAxis(
    _ range: ClosedRange<Double>, beside plot: Area, in labels: Area, of grid: inout Grid
  ) {
    let atMost = max(plot.rows / 2, 1)
    let ticks =
      isLogarithmic
      ? Ticks.logarithmic(range, atMost: atMost) : Ticks.linear(range, atMost: atMost)
    let span = range.upperBound - range.lowerBound
    for tick in ticks {
      let row = Int((1 - (tick - range.lowerBound) / span) * Double(plot.rows - 1) + 0.5)
      // The first row has the title.
      guard row > 0 || plot.rows == 1 else { continue }
      let label = quantity.label(isLogarithmic ? pow(10, tick) : tick)
      grid.writeRight(
        String(label.prefix(Self.labelWidth - 1)), in: labels.inset(right: 1), row: row,
        style: context.theme.quiet)
    }
  }

  private func drawStepAxis(_ chart: LineChart, in area: Area, of grid: inout Grid) {
    let steps = context.session.shownSteps
    var free = 0
    for tick in Ticks.whole(steps, atMost: max(area.columns / 12, 2)) {
      let label = tickLabel(Double(tick))
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
