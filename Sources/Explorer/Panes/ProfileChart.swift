import Screen

/// The chart of a measure against relative depth: a line for each network, or that of a difference.
struct ProfileChart {
  let profiles: RivalProfiles
  let context: PaneContext

  /// What is inside of the axes.
  static func plot(_ area: Area) -> Area {
    area.inset(left: ChartAxes.labelWidth, bottom: area.rows >= 4 ? 1 : 0)
  }

  func draw(in area: Area, of grid: inout Grid) {
    let (theme, display, session) = (context.theme, context.display, context.session)
    let (measure, other) = (profiles.measure, profiles.other)
    let values = profiles.lines.flatMap { $0.points.map(\.mean) }
    // A difference is nothing without what none would be, and a share not without its least.
    let level: [Double] = measure.isLogarithmic ? other == nil ? [] : [0] : [0, 0.01]
    guard values.contains(where: \.isFinite), let range = ChartAxes.range(values + level) else {
      grid.writeCentred(
        values.isEmpty ? "not measured yet" : "nothing here is a finite number above 0", in: area,
        row: area.rows / 2, style: theme.quiet)
      return
    }
    let plot = Self.plot(area)
    func style(_ network: Int) -> Style {
      theme.rival(network, isSelected: network == session.selected)
    }
    var chart = LineChart(
      curves: profiles.lines.map {
        LineChart.Curve(
          points: $0.points, style: style($0.network),
          asciiMark: RivalSign.ofCurve($0.network, display))
      }, extent: 0...1, range: range)
    chart.signs = profiles.lines.flatMap { network, points in
      chart.places(
        along: points, columns: plot.columns, turn: network, of: session.networks.count
      ).map { ($0.position, $0.mean, RivalSign.ofCurve(network, display), style(network)) }
    }
    if context.isFocused { chart.cursor = profiles.cursorDepth(session) }
    if other != nil { chart.drawLevel(0, in: plot, of: &grid, theme.quiet, display: display) }
    chart.draw(in: plot, of: &grid, display: display)
    let axes = ChartAxes(
      quantity: measure.isLogarithmic ? nil : .accuracy, isLogarithmic: measure.isLogarithmic,
      context: context)
    axes.drawValues(
      range, title: measure.shortTitle, beside: plot,
      in: area.split(left: ChartAxes.labelWidth).0, of: &grid)
    if plot.rows < area.rows { drawDepths(in: area.inset(top: area.rows - 1, left: 6), of: &grid) }
  }

  private func drawDepths(in area: Area, of grid: inout Grid) {
    let style = context.theme.quiet
    grid.write("0 first layer", in: area, style: style)
    if area.columns >= 44 { grid.writeCentred("relative depth", in: area, style: style) }
    if area.columns >= 28 { grid.writeRight("last layer 1", in: area, style: style) }
  }
}

extension LayerMeasure {
  /// The title in the columns of an axis.
  var shortTitle: String {
    switch self {
    case .gradientNorm: "‖g‖"
    case .updateRatio: "Δ/w"
    case .outputGradient: "|g|"
    case .deadShare: "dead"
    case .weightNorm: "‖w‖"
    }
  }
}
