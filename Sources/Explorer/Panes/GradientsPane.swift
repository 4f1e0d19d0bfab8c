import Foundation
import Screen

/// A measure of every layer over the steps: a row per layer, a column per stretch of steps; beside it
/// the profile of one step against depth, below it the verdict.
struct GradientsPane: Pane {
  static let name = "gradients"
  private var measure = LayerMeasure.gradientNorm

  static let bindings: [KeyBinding<PaneAction<GradientsPane>>] = [
    KeyBinding(
      [.character("m")], "m", "measure",
      "another measure: gradient norm, update ratio, mean gradient of the output, dead ReLUs, weight norm"
    ) { pane, _ in
      pane.measure = pane.measure.next
    }
  ]

  func title(_ session: Session) -> String {
    "Gradients: \(measure.title)"
      + (session.layerFilter.isEmpty ? "" : ", layers with '\(session.layerFilter)'")
  }

  func explanation(_ session: Session) -> String {
    "From top to bottom the layers, from the image to the answer; from left to right the steps. The "
      + "gradient says how the loss would change with a layer's weights; learning goes backward, "
      + "from the last layer to the first. Where the upper rows are dark and the profile at the right "
      + "falls to nothing, the first layers are told nothing and do not learn: the gradient vanishes."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    session.moveAlongLayersAndSteps(move)
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    let layers = listed(session)
    let parts = parts(area, layers, session)
    let clicked = parts.firstRow + row - (parts.map.row - area.row)
    if layers.indices.contains(clicked), row < parts.map.rows { session.layer = layers[clicked] }
    let stretches = session.stepColumns(parts.map.columns, newest: session.run.step)
    let place = column - (parts.map.column - area.column)
    if stretches.indices.contains(place) { session.goTo(step: stretches[place].upperBound) }
  }

  mutating func filter(by text: String, _ session: inout Session) -> Bool {
    session.listLayers(with: text)
    return true
  }

  private func series(_ session: Session) -> [Series] {
    session.run.history.layers[measure] ?? []
  }

  /// Indices of the layers that are listed and have been measured.
  private func listed(_ session: Session) -> [Int] {
    let count = series(session).count
    return session.shownLayers.filter { $0 < count }
  }

  // MARK: Drawing

  /// Where everything stands.
  private struct Parts {
    let labels: Area
    let map: Area
    let profile: Area
    /// Index into the listed layers of the uppermost row.
    let firstRow: Int
  }

  private func parts(_ area: Area, _ layers: [Int], _ session: Session) -> Parts {
    let rows = area.inset(bottom: belowRows(area))
    let names = session.run.layerNames.fitting(width: area.columns / 3)
    let width = min(
      layers.map { names.indices.contains($0) ? names[$0].count : 4 }.max() ?? 0, area.columns / 3)
    let profileWidth = area.columns >= 50 ? min(area.columns / 5, 24) : 0
    let (left, profile) = rows.split(left: rows.columns - profileWidth)
    let (labels, map) = left.split(left: width + 2)
    let cursor = layers.firstIndex { $0 >= session.layer } ?? 0
    return Parts(
      labels: labels, map: map.inset(right: profileWidth > 0 ? 1 : 0), profile: profile,
      firstRow: firstShown(cursor: cursor, count: layers.count, shown: rows.rows))
  }

  /// Scale, value, and the verdict where there is room.
  private func belowRows(_ area: Area) -> Int { area.rows >= 7 ? 3 : 2 }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    guard area.rows >= 3 && area.columns >= 16 else { return }
    let session = context.session
    let (theme, display) = (context.theme, context.display)
    let series = series(session)
    guard !series.isEmpty else {
      grid.writeCentred("not measured yet", in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    let layers = listed(session)
    guard !layers.isEmpty else {
      grid.writeCentred(
        "no layer has '\(session.layerFilter)' in its name", in: area, row: area.rows / 2,
        style: theme.quiet)
      return
    }
    let parts = parts(area, layers, session)
    let stretches = session.stepColumns(parts.map.columns, newest: session.run.step)
    // What is measured now and then holds until it is measured again.
    let values = layers.map { layer in
      stretches.map { series[layer].joined($0).mean ?? series[layer].value(at: $0.upperBound) }
    }
    let shownStep = session.shownStep
    let newest = layers.map { series[$0].value(at: shownStep) }
    let scale = ValueScale(
      Array(values.joined()) + newest, isLogarithmic: measure.isLogarithmic)
    let shares = values.dropFirst(parts.firstRow).prefix(parts.map.rows).map { row in
      row.map { $0.map(scale.share) }
    }
    let cursorColumn = session.cursorStep.flatMap { step in
      stretches.firstIndex { $0.contains(step) }
    }
    let cursor = layers.firstIndex { $0 >= session.layer } ?? max(layers.count - 1, 0)
    HeatMap(
      shares: Array(shares), scale: theme.scale,
      cursor: context.isFocused
        ? (cursor - parts.firstRow, cursorColumn ?? max(stretches.count - 1, 0)) : nil
    ).draw(in: parts.map, of: &grid, display: display)
    drawLabels(layers, cursor: cursor, parts, of: &grid, context)
    if parts.profile.columns > 0 {
      drawProfile(newest.map { $0.map(scale.share) }, parts, of: &grid, context)
    }
    let below = area.inset(top: area.rows - belowRows(area))
    drawScale(
      scale, first: parts.firstRow, count: layers.count, rows: parts.map.rows, in: below, of: &grid,
      context)
    let lines = joined(reading(session), columns: area.columns)
    let line = lines.first ?? "not measured of \(session.run.layerNames[session.layer])"
    grid.write(clipped(line, columns: area.columns), in: below, row: 1)
    if below.rows > 2, let verdict = Self.verdict(session) {
      let style = verdict.kind == .healthy ? theme.running : theme.warning
      grid.write(clipped(verdict.text, columns: area.columns), in: below, row: 2, style: style)
    }
  }

  /// What the newest step says about the network.
  static func verdict(_ session: Session) -> GradientVerdict? {
    let history = session.run.history
    let step = session.shownStep
    func values(_ measure: LayerMeasure) -> [Double] {
      (history.layers[measure] ?? []).compactMap { $0.value(at: step) }
    }
    return GradientVerdict(
      norms: values(.gradientNorm), updateRatios: values(.updateRatio),
      names: session.run.layerNames, hasCuts: session.run.network?.cuts?.isEmpty == false)
  }

  /// Names, and a line that joins the layers of a block.
  private func drawLabels(
    _ layers: [Int], cursor: Int, _ parts: Parts, of grid: inout Grid, _ context: PaneContext
  ) {
    let run = context.session.run
    let names = run.layerNames.fitting(width: parts.labels.columns - 2)
    func block(_ index: Int) -> Int? {
      guard layers.indices.contains(index), run.layers.indices.contains(layers[index]) else {
        return nil
      }
      return run.layers[layers[index]].block
    }
    for row in 0..<min(parts.labels.rows, layers.count - parts.firstRow) {
      let index = parts.firstRow + row
      let isUnderCursor = context.isFocused && index == cursor
      let name =
        names.indices.contains(layers[index]) ? names[layers[index]] : "\(layers[index] + 1)"
      grid.write(
        clipped(name, columns: parts.labels.columns - 2), in: parts.labels, row: row, column: 1,
        style: isUnderCursor ? context.theme.focus : context.theme.quiet)
      guard let number = block(index) else { continue }
      let (isFirst, isLast) = (block(index - 1) != number, block(index + 1) != number)
      let sign =
        !context.display.hasUnicode
        ? "|" : isFirst && isLast ? "╶" : isFirst ? "┌" : isLast ? "└" : "│"
      grid.write(sign, in: parts.labels, row: row, style: context.theme.quiet)
    }
  }

  /// All layers of one step: the longer the more. Layers beside the map's rows where all fit there.
  private func drawProfile(
    _ shares: [Double?], _ parts: Parts, of grid: inout Grid, _ context: PaneContext
  ) {
    var canvas = DotCanvas(parts.profile, display: context.display)
    let dotsPerRow = max(canvas.height / max(parts.profile.rows, 1), 1)
    let isBesideRows = shares.count <= parts.profile.rows
    for (layer, share) in shares.enumerated() {
      guard let share, share.isFinite else { continue }
      let first =
        isBesideRows ? layer * dotsPerRow : layer * canvas.height / max(shares.count, 1)
      let end =
        isBesideRows
        ? first + max(dotsPerRow - 1, 1)
        : max((layer + 1) * canvas.height / shares.count, first + 1)
      let width = Int((share * Double(canvas.width - 1)).rounded())
      for column in 0...max(width, 0) {
        canvas.fill(column: column, rows: first...end - 1)
      }
    }
    canvas.draw(into: &grid, style: context.theme.smoothed, asciiMark: "=")
  }

  private func drawScale(
    _ scale: ValueScale, first: Int, count: Int, rows: Int, in area: Area, of grid: inout Grid,
    _ context: PaneContext
  ) {
    var line = area.split(top: 1).0
    if count > rows {
      let text = "layers \(first + 1)–\(min(first + rows, count)) of \(count)  "
      line = line.inset(left: grid.write(text, in: line, style: context.theme.quiet))
    }
    HeatMap.drawScale(
      context.theme.scale, from: scale.label(scale.low, measure),
      to: scale.label(scale.high, measure),
      in: line.split(left: min(line.columns, 40)).0, of: &grid, display: context.display)
  }

  // MARK: Reading

  func reading(_ session: Session) -> [String] {
    let series = series(session)
    guard series.indices.contains(session.layer),
      let (steps, stretch) = series[session.layer].stretch(at: session.shownStep),
      let mean = stretch.mean
    else { return [] }
    // The value comes first, for a narrow pane cuts the end.
    let text = measure.text(mean)
    let (low, high) = (
      measure.text(Double(stretch.minimum)), measure.text(Double(stretch.maximum))
    )
    let range = mean.isFinite && low != high ? " (\(low)–\(high))" : ""
    return [
      "\(measure.word) \(text)\(range): \(session.run.layerNames[session.layer]), "
        + session.name(of: steps)
    ]
  }
}
