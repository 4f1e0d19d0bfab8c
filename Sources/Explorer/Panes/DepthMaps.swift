import Foundation
import Screen

/// Heat maps side by side, one for each network: layers from top to bottom by relative depth, steps from
/// left to right, one scale for all. Or one map of what two networks differ by.
struct DepthMaps {
  let measure: LayerMeasure
  let other: Int?
  /// Networks that have a map of their own.
  private let networks: [Int]
  /// The last step of any network.
  private let newest: Int

  init(measure: LayerMeasure, other: Int?, _ session: Session) {
    (self.measure, self.other) = (measure, other)
    networks = other == nil ? Array(session.networks.indices) : [session.selected]
    newest = session.networks.indices.map { session.run(of: $0).step }.max() ?? 0
  }

  /// Whether so many maps can be read side by side.
  static func fits(columns: Int, maps: Int) -> Bool { width(columns: columns, maps: maps) >= 6 }

  private static func width(columns: Int, maps: Int) -> Int { (columns + 1) / max(maps, 1) - 1 }

  /// Where the map of each network stands; empty where there is too little room for all.
  private func places(_ area: Area) -> [Area] {
    guard Self.fits(columns: area.columns, maps: networks.count), area.rows >= 3 else { return [] }
    let width = Self.width(columns: area.columns, maps: networks.count)
    return networks.indices.map { index in
      Area(
        row: area.row + 1, column: area.column + index * (width + 1), rows: area.rows - 2,
        columns: width)
    }
  }

  func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    let places = places(area)
    guard let index = places.firstIndex(where: { $0.contains(row: row, column: column) }) else {
      return
    }
    let place = places[index]
    let stretches = session.stepColumns(place.columns, newest: newest)
    if networks[index] != session.selected { session.select(networks[index]) }
    let layers = session.run.history.layers[measure]?.count ?? 0
    session.layer = Self.layers(ofRow: row - place.row, of: place.rows, layers: layers).lowerBound
    if stretches.indices.contains(column - place.column) {
      session.goTo(step: stretches[column - place.column].upperBound)
    }
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let session = context.session
    let places = places(area)
    guard let place = places.first else { return }
    let stretches = session.stepColumns(place.columns, newest: newest)
    drawSteps(stretches, in: area.inset(top: area.rows - 1, left: 42), of: &grid, context)
    let values = networks.map { means(of: $0, rows: place.rows, stretches, session) }
    let scaleArea = area.inset(top: area.rows - 1).split(left: min(area.columns, 40)).0
    if let other {
      let others = means(of: other, rows: place.rows, stretches, session)
      drawDifference(values[0], others, in: place, scaleArea, of: &grid, context)
      grid.write(
        measure.isLogarithmic ? "ratio, first layer on top" : "difference, first layer on top",
        in: area, style: context.theme.quiet)
      return
    }
    let scale = ValueScale(Array(values.joined().joined()), isLogarithmic: measure.isLogarithmic)
    for (index, network) in networks.enumerated() {
      drawName(network, above: places[index], in: area, of: &grid, context)
      draw(
        values[index].map { row in row.map { $0.map(scale.share) } }, network, context.theme.scale,
        stretches, in: places[index], of: &grid, context)
    }
    HeatMap.drawScale(
      context.theme.scale, from: scale.label(scale.low, measure),
      to: scale.label(scale.high, measure), in: scaleArea, of: &grid, display: context.display)
  }

  private func drawSteps(
    _ stretches: [ClosedRange<Int>], in area: Area, of grid: inout Grid, _ context: PaneContext
  ) {
    guard let first = stretches.first, let last = stretches.last else { return }
    let steps = "steps \(first.lowerBound)–\(min(last.upperBound, newest))"
    let texts = [steps + ", layers from the top", steps]
    if let text = texts.first(where: { $0.columns <= area.columns }) {
      grid.writeRight(text, in: area, style: context.theme.quiet)
    }
  }

  private func drawName(
    _ network: Int, above place: Area, in area: Area, of grid: inout Grid, _ context: PaneContext
  ) {
    let name = "\(RivalSign.ofCurve(network, context.display)) \(context.session.name(of: network))"
    let style = context.theme.rival(network, isSelected: network == context.session.selected)
    grid.write(
      clipped(name, columns: place.columns), in: area, column: place.column - area.column,
      style: style)
  }

  private func draw(
    _ shares: [[Double?]], _ network: Int, _ scale: ColorScale, _ stretches: [ClosedRange<Int>],
    in place: Area, of grid: inout Grid, _ context: PaneContext
  ) {
    let session = context.session
    let layers = session.run(of: network).history.layers[measure]?.count ?? 0
    var cursor: (row: Int, column: Int)?
    if context.isFocused, network == session.selected {
      let row = (0..<place.rows).first {
        Self.layers(ofRow: $0, of: place.rows, layers: layers).contains(session.layer)
      }
      let column = stretches.firstIndex { $0.contains(session.shownStep) }
      cursor = row.flatMap { row in column.map { (row, $0) } }
    }
    HeatMap(shares: shares, scale: scale, cursor: cursor).draw(
      in: place, of: &grid, display: context.display)
  }

  private func drawDifference(
    _ mine: [[Double?]], _ others: [[Double?]], in place: Area, _ scaleArea: Area,
    of grid: inout Grid, _ context: PaneContext
  ) {
    let stretches = context.session.stepColumns(place.columns, newest: newest)
    let differences = zip(mine, others).map { mine, others in
      zip(mine, others).map { mine, others -> Double? in
        guard let mine, let others else { return nil }
        return measure.isLogarithmic
          ? LineChart.Point.logarithm(mine) - LineChart.Point.logarithm(others) : mine - others
      }
    }
    let greatest = differences.joined().compactMap(\.self).filter(\.isFinite).map(abs).max() ?? 0
    // As far to both sides, so that no difference has the middle colour.
    let limit = max(greatest, 0.1)
    let shares = differences.map { row in
      row.map { $0.map { $0.isFinite ? 0.5 + $0 / limit / 2 : .nan } }
    }
    draw(
      shares, context.session.selected, context.theme.differences, stretches, in: place, of: &grid,
      context)
    let end = measure.isLogarithmic ? multiple(pow(10, limit)) : percent(limit)
    HeatMap.drawScale(
      context.theme.differences, from: measure.isLogarithmic ? "÷\(end)" : "−\(end)",
      to: measure.isLogarithmic ? "×\(end)" : "+\(end)", in: scaleArea, of: &grid,
      display: context.display)
  }

  /// The layers that share a row, or the one that has several.
  private static func layers(ofRow row: Int, of rows: Int, layers: Int) -> Range<Int> {
    guard layers > 0, rows > 0, row >= 0 else { return 0..<0 }
    let first = min(row * layers / rows, layers - 1)
    return first..<max((row + 1) * layers / rows, first + 1)
  }

  /// The mean of the layers of each row in each stretch of steps.
  private func means(
    of network: Int, rows: Int, _ stretches: [ClosedRange<Int>], _ session: Session
  ) -> [[Double?]] {
    let run = session.run(of: network)
    let series = run.history.layers[measure] ?? []
    // What is measured now and then holds until it is measured again.
    let values = series.map { series in
      stretches.map { steps in
        steps.lowerBound > run.step
          ? nil : series.joined(steps).mean ?? series.value(at: steps.upperBound)
      }
    }
    return (0..<rows).map { row in
      let layers = Self.layers(ofRow: row, of: rows, layers: series.count)
      return stretches.indices.map { column in
        let known = layers.compactMap { values[$0][column] }
        return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
      }
    }
  }
}
