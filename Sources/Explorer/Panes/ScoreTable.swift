import Screen

/// The table of networks that are compared: a row each, or, where that shows more of it, a column each.
struct ScoreTable {
  let session: Session
  /// Whether the others are shown by what they have more than the selected network.
  let isDifference: Bool
  let display: Display
  private let scores: [Scores]

  init(_ session: Session, isDifference: Bool, display: Display) {
    self.session = session
    self.isDifference = isDifference
    self.display = display
    scores = session.networks.indices.map(session.scores)
  }

  /// A figure with what is written of each network.
  struct Column {
    let figure: ScoreFigure
    let texts: [String]
    let width: Int
  }

  /// Where it all stands.
  struct Plan {
    let isTransposed: Bool
    let figures: [Column]
    /// What stands at the left: names of networks, or of figures.
    let labels: [String]
    let labelWidth: Int
    /// Networks that are shown.
    let networks: Range<Int>
    /// Columns of each network, where it has a column.
    let networkWidth: Int
  }

  private static let gap = 2

  private func name(_ network: Int) -> String {
    "\(RivalSign.ofCurve(network, display)) \(session.name(of: network))"
  }

  /// `plain: step 80`, of each network that stands behind the step whose figures are shown.
  private var lags: String {
    scores.indices.compactMap { network in
      session.lag(of: network).map { "\(session.name(of: network)): \($0)" }
    }.joined(separator: ", ")
  }

  private var columns: [Column] {
    ScoreFigure.all.map { figure in
      let texts = scores.indices.map { text(figure, $0) }
      let width = (texts + [figure.heading.upper, figure.heading.lower]).map(\.columns).max() ?? 0
      return Column(figure: figure, texts: texts, width: width)
    }
  }

  private func text(_ figure: ScoreFigure, _ network: Int) -> String {
    isDifference && network != session.selected
      ? figure.text(scores[network], moreThan: scores[session.selected])
      : figure.text(scores[network])
  }

  /// The arrangement that shows more figures; of two that show as many, a row for each network.
  func plan(_ area: Area) -> Plan {
    let rows = rowPlan(area)
    let transposed = columnPlan(area)
    func shown(_ plan: Plan) -> Int { plan.figures.count * plan.networks.count }
    return shown(transposed) > shown(rows) ? transposed : rows
  }

  /// Leaves out the least important until a condition holds.
  private func fitting(_ columns: [Column], _ fits: ([Column]) -> Bool) -> [Column] {
    var columns = columns
    while !columns.isEmpty, !fits(columns),
      let least = columns.indices.max(by: { columns[$0].figure.rank < columns[$1].figure.rank })
    {
      columns.remove(at: least)
    }
    return columns
  }

  private func shownNetworks(_ count: Int) -> Range<Int> {
    let shown = min(max(count, 0), scores.count)
    let first = firstShown(cursor: session.selected, count: scores.count, shown: shown)
    return first..<first + shown
  }

  private func rowPlan(_ area: Area) -> Plan {
    let labels = scores.indices.map { network in
      name(network) + (session.lag(of: network).map { " (\($0))" } ?? "")
    }
    let width = min(labels.map(\.columns).max() ?? 0, max(area.columns / 3, 8)) + 2
    let figures = fitting(columns) { columns in
      width + columns.reduce(0) { $0 + $1.width + Self.gap } <= area.columns
    }
    return Plan(
      isTransposed: false, figures: figures, labels: labels, labelWidth: width,
      networks: shownNetworks(area.rows - 2), networkWidth: 0)
  }

  private func columnPlan(_ area: Area) -> Plan {
    // Behind a name in a column there is no room for it.
    let lagRows = lags.isEmpty ? 0 : 1
    let figures = fitting(columns) { $0.count + lagRows < area.rows }
    let widest = figures.map { $0.texts.map(\.columns).max() ?? 0 }.max() ?? 0
    let names = scores.indices.map { name($0).columns }.max() ?? 0
    func plan(_ labels: [String]) -> Plan {
      let label = labels.map(\.columns).max() ?? 0
      let room = area.columns - label
      // Names may be cut, figures not.
      let width = max(min(names, room / max(scores.count, 1) - Self.gap), widest, 1)
      return Plan(
        isTransposed: true, figures: figures, labels: labels, labelWidth: label,
        networks: shownNetworks(room / (width + Self.gap)), networkWidth: width)
    }
    let long = plan(figures.map(\.figure.name))
    return long.networks.count == scores.count && long.networkWidth >= min(names, 12)
      ? long : plan(figures.map(\.figure.shortName))
  }

  // MARK: Drawing

  /// Rows that a plan takes.
  func height(_ plan: Plan) -> Int {
    plan.isTransposed
      ? plan.figures.count + (lags.isEmpty ? 1 : 2) : plan.networks.count + 2
  }

  func draw(_ plan: Plan, in area: Area, of grid: inout Grid, _ context: PaneContext) {
    if plan.isTransposed {
      drawColumns(plan, in: area, of: &grid, context)
    } else {
      drawRows(plan, in: area, of: &grid, context)
    }
  }

  private func style(_ network: Int, _ context: PaneContext) -> Style {
    var style = context.theme.rival(network, isSelected: network == session.selected)
    style.isUnderlined = network == session.selected
    return style
  }

  private func drawRows(
    _ plan: Plan, in area: Area, of grid: inout Grid, _ context: PaneContext
  ) {
    let quiet = context.theme.quiet
    for (row, network) in plan.networks.enumerated() {
      let isSelected = network == session.selected
      let marker = isSelected ? (display.hasUnicode ? "▸ " : "> ") : "  "
      grid.write(marker, in: area, row: row + 2, style: context.theme.focus)
      grid.write(
        clipped(plan.labels[network], columns: plan.labelWidth - 2), in: area, row: row + 2,
        column: 2,
        style: style(network, context))
    }
    drawRange(plan, in: area.split(left: plan.labelWidth).0, of: &grid, context)
    var place = area.inset(left: plan.labelWidth)
    for column in plan.figures {
      let cell: Area
      (cell, place) = place.split(left: column.width + Self.gap)
      grid.writeRight(column.figure.heading.upper, in: cell, style: quiet)
      grid.writeRight(column.figure.heading.lower, in: cell, row: 1, style: quiet)
      for (row, network) in plan.networks.enumerated() {
        grid.writeRight(
          column.texts[network], in: cell, row: row + 2,
          style: network == session.selected ? context.theme.strong : Style())
      }
    }
  }

  /// Says that there are more networks than can be seen.
  private func drawRange(
    _ plan: Plan, in area: Area, of grid: inout Grid, _ context: PaneContext
  ) {
    guard plan.networks.count < scores.count, let last = plan.networks.last else { return }
    grid.write(
      "\(plan.networks.lowerBound + 1)–\(last + 1) of \(scores.count)", in: area,
      style: context.theme.quiet)
  }

  private func drawColumns(
    _ plan: Plan, in area: Area, of grid: inout Grid, _ context: PaneContext
  ) {
    for (row, label) in plan.labels.enumerated() {
      grid.write(label, in: area, row: row + 1, style: context.theme.quiet)
    }
    drawRange(plan, in: area.split(left: plan.labelWidth).0, of: &grid, context)
    grid.write(
      clipped(lags, columns: area.columns), in: area, row: plan.figures.count + 1,
      style: context.theme.paused)
    var place = area.inset(left: plan.labelWidth)
    for network in plan.networks {
      let cell: Area
      (cell, place) = place.split(left: plan.networkWidth + Self.gap)
      grid.writeRight(
        clipped(name(network), columns: plan.networkWidth), in: cell, style: style(network, context)
      )
      for (row, column) in plan.figures.enumerated() {
        grid.writeRight(
          column.texts[network], in: cell, row: row + 1,
          style: network == session.selected ? context.theme.strong : Style())
      }
    }
  }

  /// The network at a place within the area.
  func network(_ plan: Plan, row: Int, column: Int) -> Int? {
    let place =
      plan.isTransposed
      ? (column - plan.labelWidth) / max(plan.networkWidth + Self.gap, 1) : row - 2
    guard place >= 0, !plan.isTransposed || column >= plan.labelWidth,
      place < plan.networks.count
    else { return nil }
    return plan.networks.lowerBound + place
  }
}
