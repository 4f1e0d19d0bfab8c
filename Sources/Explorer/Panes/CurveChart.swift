import Screen

/// One of the charts of the curves pane: a series with its smoothed line, its axes and its marks.
struct CurveChart {
  let quantity: ChartQuantity
  let isLogarithmic: Bool
  let smoothing: Smoothing
  /// Whether the steps are written below.
  let hasStepAxis: Bool
  let context: PaneContext

  func draw(in area: Area, of grid: inout Grid) {
    let (theme, display) = (context.theme, context.display)
    let history = context.session.run.history
    let steps = context.session.shownSteps
    let (labels, rest) = area.split(left: ChartAxes.labelWidth)
    let plot = rest.inset(bottom: hasStepAxis ? 1 : 0)
    let raw = scaled(quantity.points(history, steps: steps))
    let line =
      quantity.isNoisy && smoothing.share > 0
      ? smoothing.line(in: steps) { scaled(quantity.points(history, steps: $0)) } : raw
    let evaluations = scaled(
      quantity.evaluations(history).filter { steps.contains($0.step) }
        .map { LineChart.Point(Double($0.step), $0.value) })
    let values =
      raw.flatMap { [$0.minimum, $0.mean, $0.maximum] } + (line + evaluations).map(\.mean)
    guard let range = ChartAxes.range(values) else {
      let isLost = quantity == .memory && context.session.replay != nil
      grid.writeCentred(
        isLost ? "memory is not recorded" : "no \(quantity.title) yet", in: area,
        row: area.rows / 2, style: theme.quiet)
      return
    }
    var curves = context.session.run.branches.map { branch in
      LineChart.Curve(
        points: scaled(quantity.points(branch.history, steps: steps)).filter {
          $0.position >= Double(branch.forkStep)
        }, style: theme.quiet, asciiMark: ",")
    }
    curves.append(LineChart.Curve(points: raw, style: theme.raw, asciiMark: "."))
    if evaluations.count > 1 {
      curves.append(
        LineChart.Curve(points: evaluations, style: theme.evaluation, asciiMark: "o"))
    }
    curves.append(LineChart.Curve(points: line, style: theme.smoothed, asciiMark: "*"))
    let axes = ChartAxes(quantity: quantity, isLogarithmic: isLogarithmic, context: context)
    var chart = axes.chart(curves, range: range)
    // Signs side by side would hide the curves: of many evaluations only the newest has one.
    let signs =
      evaluations.count * 4 <= plot.columns ? evaluations[...] : evaluations.suffix(1)
    chart.signs = signs.map {
      ($0.position, $0.mean, CurvesPane.evaluationSign(display), theme.evaluation)
    }
    chart.marks = history.marks.map {
      (Double($0.step), $0.kind.sign(display), $0.kind.style(theme))
    }
    chart.draw(in: plot, of: &grid, display: display)
    axes.drawValues(range, title: quantity.shortTitle, beside: plot, in: labels, of: &grid)
    if hasStepAxis { axes.drawSteps(chart, in: rest.inset(top: rest.rows - 1), of: &grid) }
  }

  private func scaled(_ points: [LineChart.Point]) -> [LineChart.Point] {
    isLogarithmic ? points.map(\.logarithmic) : points
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
