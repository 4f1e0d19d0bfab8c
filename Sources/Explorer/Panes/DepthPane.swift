import Foundation
import Screen

/// A measure of the layers of all networks against relative depth: the profiles at a step, the first
/// layer's share of the last one's over the steps, and a heat map of each network.
struct DepthPane: Pane {
  static let name = "depth"

  private var measure = LayerMeasure.gradientNorm
  private var rival = RivalChoice()

  static let bindings: [KeyBinding<PaneAction<DepthPane>>] = [
    KeyBinding(
      [.character("m")], "m", "measure",
      "another measure: gradient norm, update ratio, mean gradient of the output, dead ReLUs, weight norm"
    ) { pane, _ in
      pane.measure = pane.measure.next
    },
    KeyBinding(
      [.character("d")], "d", "difference",
      "the selected network's ratio to each of the others at the same depth, then all again"
    ) { pane, session in
      pane.rival.next(session)
    },
  ]

  func title(_ session: Session) -> String {
    "Depth: \(measure.title)"
      + (rival.name(session, isRatio: measure.isLogarithmic).map { ", \($0)" } ?? "")
  }

  func explanation(_ session: Session) -> String {
    if let name = rival.name(session, isRatio: measure.isLogarithmic) {
      return
        "\(name) at the same relative depth, from the first layer at the left to the last: on the "
        + "dashed line both are the same. In the map blue is less and orange more, from the first layer at "
        + "the top to the last, over the steps."
    }
    return
      "Each network from its first layer at the left, 0, to its last, 1; values are means of 20 steps. "
      + "Learning goes backward, from right to left: a line that rises towards the left says that gradients "
      + "explode on their way, as those of deep plain networks with batch norm do at first; one that falls "
      + "towards the left, or lies far below the others everywhere, that they vanish, as without norms and "
      + "with PyTorch's default initial weights. Level lines are healthy. Below: the first layer's value as a "
      + "multiple of the last one's, and every layer over the steps."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    session.moveAlongLayersAndSteps(move)
  }

  func step(column: Int, in area: Area, _ session: Session) -> Int? {
    ChartAxes.step(column: column, columns: area.columns, session)
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    // How much room words take depends on no colours.
    let context = PaneContext(session: session, isFocused: true, display: Display(), theme: .dark)
    let (_, _, parts) = plan(area, context)
    let (row, column) = (area.row + row, area.column + column)
    let layers = session.run.history.layers[measure]?.count ?? 0
    if parts.profile.contains(row: row, column: column) {
      let plot = ProfileChart.plot(parts.profile)
      let depth = Double(column - plot.column) / Double(max(plot.columns - 1, 1))
      session.layer = Int((min(max(depth, 0), 1) * Double(max(layers - 1, 0))).rounded())
    } else if parts.ratios.contains(row: row, column: column) {
      if let step = step(column: column - area.column, in: area, session) {
        session.goTo(step: step)
      }
    } else if parts.maps.contains(row: row, column: column) {
      let maps = DepthMaps(measure: measure, other: rival.other(session), session)
      maps.click(row: row, column: column, in: parts.maps, &session)
    }
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    guard area.rows >= 3 && area.columns >= 16 else { return }
    let session = context.session
    let (profiles, legend, parts) = plan(area, context)
    ProfileChart(profiles: profiles, context: context).draw(in: parts.profile, of: &grid)
    legend.draw(in: parts.legend, of: &grid)
    grid.write(clipped(place(profiles, session), columns: area.columns), in: parts.reading)
    if parts.ratios.rows > 0 {
      let curves = RivalCurves(
        .ratio(measure), isLogarithmic: true, smoothing: Smoothing(), other: profiles.other,
        session)
      RivalChart(curves: curves, hasStepAxis: parts.ratios.rows >= 4, context: context)
        .draw(in: parts.ratios, of: &grid)
    }
    if parts.maps.rows > 0 {
      DepthMaps(measure: measure, other: profiles.other, session).draw(
        in: parts.maps, of: &grid, context)
    }
  }

  /// What is shown, and where.
  private func plan(
    _ area: Area, _ context: PaneContext
  ) -> (profiles: RivalProfiles, legend: RivalLegend, parts: DepthParts) {
    let session = context.session
    let profiles = RivalProfiles(measure, other: rival.other(session), session)
    let hasValues = area.rows >= 24 || !measure.isLogarithmic
    let legend = RivalLegend(
      heading: hasValues ? "" : "first:last",
      figures: hasValues ? figures(profiles, session) : ratios(profiles.other, session),
      other: profiles.other, isRatio: profiles.isRatio, context: context)
    let parts = DepthParts(
      area, legendRows: legend.height(columns: area.columns), hasRatios: measure.isLogarithmic,
      hasMaps: DepthMaps.fits(
        columns: area.columns, maps: profiles.other == nil ? session.networks.count : 1))
    return (profiles, legend, parts)
  }

  /// The value at the cursor's depth, and the first layer's multiple of the last one's.
  private func figures(_ profiles: RivalProfiles, _ session: Session) -> [Int: String] {
    let ratios = ratios(profiles.other, session).mapValues { "first:last \($0)" }
    guard let depth = profiles.cursorDepth(session) else { return ratios }
    return profiles.texts(at: depth).merging(ratios) { value, ratio in "\(value), \(ratio)" }
  }

  /// The first layer's multiple of the last one's, of each network.
  private func ratios(_ other: Int?, _ session: Session) -> [Int: String] {
    // Nothing can be told from the ratio of shares that may both be 0.
    guard measure.isLogarithmic else { return [:] }
    func ratio(_ network: Int) -> String? {
      let run = session.run(of: network)
      return run.history.ratio(measure, at: min(session.shownStep, run.step)).map(multiple)
    }
    let networks = other == nil ? Array(session.networks.indices) : [session.selected]
    return Dictionary(
      uniqueKeysWithValues: networks.compactMap { network in
        guard let mine = ratio(network) else { return nil }
        return (network, other.flatMap(ratio).map { "\(mine) and \($0)" } ?? mine)
      })
  }

  /// `norm at depth 0.25, block1.layer2.conv1 of densenet`.
  private func place(_ profiles: RivalProfiles, _ session: Session) -> String {
    guard let depth = profiles.cursorDepth(session) else { return "" }
    return "\(measure.word) at depth \(String(format: "%.2f", depth)), "
      + "\(session.run.layerNames[session.layer]) of \(session.name(of: session.selected))"
  }

  func reading(_ session: Session) -> [String] {
    let profiles = RivalProfiles(measure, other: rival.other(session), session)
    let figures = figures(profiles, session)
    guard !figures.isEmpty else { return [] }
    if let figure = figures[session.selected], profiles.other != nil {
      let name = rival.name(session, isRatio: profiles.isRatio) ?? ""
      return ["\(place(profiles, session)): \(name) \(figure)"]
    }
    return ["step \(session.shownStep): \(place(profiles, session))"]
      + session.networks.indices.compactMap { network in
        figures[network].map { "\(session.name(of: network)) \($0)" }
      }
  }
}

/// Where the parts of the depth pane stand; what there is no room for is empty.
struct DepthParts {
  let profile: Area
  let legend: Area
  let reading: Area
  let ratios: Area
  let maps: Area

  init(_ area: Area, legendRows: Int, hasRatios: Bool, hasMaps: Bool) {
    let legendRows = min(legendRows, max(area.rows / 4, 1))
    let readingRows = area.rows >= 12 ? 1 : 0
    let rest = area.rows - legendRows - readingRows
    let mapRows = rest >= 14 && hasMaps ? rest * 2 / 5 : 0
    let ratioRows = rest >= 20 && hasRatios ? rest / 5 : 0
    let words: Area
    let below: Area
    (profile, below) = area.split(top: rest - mapRows - ratioRows)
    (words, maps) = below.split(top: legendRows + readingRows + ratioRows)
    let text: Area
    (text, ratios) = words.split(top: legendRows + readingRows)
    (legend, reading) = text.split(top: legendRows)
  }
}
