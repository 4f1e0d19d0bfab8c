import Screen

/// The chart of a quantity of all networks, or of a difference.
struct RivalChart {
  let curves: RivalCurves
  /// Whether the steps are written below.
  let hasStepAxis: Bool
  let context: PaneContext

  func draw(in area: Area, of grid: inout Grid) {
    let (theme, display) = (context.theme, context.display)
    let (labels, rest) = area.split(left: ChartAxes.labelWidth)
    let plot = rest.inset(bottom: hasStepAxis ? 1 : 0)
    let values = curves.curves.flatMap { ($0.line + $0.evaluations).map(\.mean) }
    // A difference is nothing without what none would be.
    let level: [Double] = curves.other == nil ? [] : [0]
    guard values.contains(where: \.isFinite), let range = ChartAxes.range(values + level) else {
      let title = curves.quantity.title
      grid.writeCentred(
        curves.other == nil ? "no \(title) yet" : "no \(title) of both yet", in: area,
        row: area.rows / 2, style: theme.quiet)
      return
    }
    let axes = ChartAxes(
      quantity: curves.isRatio ? nil : curves.quantity, isLogarithmic: curves.isLogarithmic,
      context: context)
    var chart = axes.chart(
      curves.curves.map {
        LineChart.Curve(
          points: $0.line, style: style($0.network),
          asciiMark: RivalSign.ofCurve($0.network, display))
      }, range: range)
    chart.marks = marks
    chart.signs = curves.curves.flatMap { signs(of: $0, in: plot, chart) }
    if !level.isEmpty { chart.drawLevel(0, in: plot, of: &grid, theme.quiet, display: display) }
    chart.draw(in: plot, of: &grid, display: display)
    axes.drawValues(range, title: curves.quantity.shortTitle, beside: plot, in: labels, of: &grid)
    if hasStepAxis { axes.drawSteps(chart, in: rest.inset(top: rest.rows - 1), of: &grid) }
  }

  private func style(_ network: Int) -> Style {
    context.theme.rival(network, isSelected: network == context.session.selected)
  }

  /// Those on the line, by which it is told from the others, and those of the evaluations.
  private func signs(
    of curve: RivalCurves.Curve, in plot: Area, _ chart: LineChart
  ) -> [(position: Double, value: Double, sign: Character, style: Style)] {
    let (style, display) = (style(curve.network), context.display)
    // Of many evaluations so many have a sign that the curves stay in sight, the newest one among them.
    let every = max((curve.evaluations.count * 8 + plot.columns - 1) / max(plot.columns, 1), 1)
    let evaluations = curve.evaluations.reversed().enumerated().filter { $0.offset % every == 0 }
    let hollow = evaluations.map {
      (
        $0.element.position, $0.element.mean, RivalSign.ofEvaluation(curve.network, display), style
      )
    }
    // A line that only joins evaluations has nothing else to be told by.
    if curves.quantity == .testAccuracy { return hollow }
    return chart.places(
      along: curve.line, columns: plot.columns, turn: curve.network,
      of: context.session.networks.count
    ).map { ($0.position, $0.mean, RivalSign.ofCurve(curve.network, display), style) } + hollow
  }

  /// Changes and warnings: of one network in its colour.
  private var marks: [(position: Double, sign: Character, style: Style)] {
    let session = context.session
    var networks: [Int: [Int]] = [:]
    var kinds: [Int: Mark.Kind] = [:]
    for network in session.networks.indices {
      for mark in session.run(of: network).history.marks where mark.kind != .checkpoint {
        if networks[mark.step]?.last != network { networks[mark.step, default: []].append(network) }
        if kinds[mark.step] != .warning { kinds[mark.step] = mark.kind }
      }
    }
    return kinds.map { step, kind in
      let concerned = networks[step] ?? []
      let style =
        concerned.count == 1
        ? concerned.first.map(context.theme.rival) ?? Style() : kind.style(context.theme)
      return (Double(step), kind.sign(context.display), style)
    }
  }
}

extension LineChart {
  /// Points of a line at which a sign says whose it is: the last one, and some before it, where no other
  /// line has its own.
  ///
  /// - Parameters:
  ///   - turn: the line's place among them.
  ///   - count: of lines.
  func places(along line: [Point], columns: Int, turn: Int, of count: Int) -> [Point] {
    let spacing = max(columns / 3, 8 * count)
    let known = line.filter { $0.mean.isFinite && extent.contains($0.position) }
    guard let last = known.last else { return [] }
    let end = column(of: last.position, columns: columns)
    let wanted = stride(from: spacing * (turn + 1) / (count + 1), to: end - 3, by: spacing)
    return wanted.compactMap { wanted in
      func distance(_ point: Point) -> Int {
        abs(column(of: point.position, columns: columns) - wanted)
      }
      // Of a line with few points one that is near will do; what lies further off is another line's.
      return known.min { distance($0) < distance($1) }.flatMap {
        distance($0) < spacing / count && $0 != last ? $0 : nil
      }
    } + [last]
  }

  /// A horizontal line at a value, below everything else.
  func drawLevel(
    _ value: Double, in area: Area, of grid: inout Grid, _ style: Style, display: Display
  ) {
    let span = range.upperBound - range.lowerBound
    guard span > 0, range.contains(value), area.rows > 0 else { return }
    let row = Int((1 - (value - range.lowerBound) / span) * Double(area.rows - 1) + 0.5)
    let line = String(repeating: display.hasUnicode ? "╌" : "-", count: area.columns)
    grid.write(line, in: area, row: row, style: style)
  }
}
