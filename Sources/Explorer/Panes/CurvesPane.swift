import Screen

/// Loss and accuracy over the steps: each step's value, the smoothed line, the evaluations, and a
/// mark at every intervention.
struct CurvesPane {
  private let state: ExplorerState
  private var history: RunHistory { state.history }

  init(_ state: ExplorerState) { self.state = state }

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    guard area.rows >= 4 && area.columns >= 16 else { return }
    // The value is never cut off: a narrow pane writes it over two rows.
    let valueLines = wrapped(valueParts(isNarrow: area.columns < 56), columns: area.columns)
    let valueRows = area.columns >= 100 ? 1 : 2
    let legendRows = area.rows >= 8 ? 1 : 0
    var (charts, rows) = area.split(top: area.rows - valueRows - legendRows)
    let (legend, value) = rows.split(top: legendRows)
    drawLegend(in: legend, of: &grid, display: display)
    for (row, line) in valueLines.prefix(valueRows).enumerated() {
      grid.write(line, in: value, row: row)
    }
    // Two charts where both can be read.
    if charts.rows >= 9 {
      (charts, rows) = charts.split(top: (charts.rows + 1) / 2)
      let accuracies = history.evaluations.map { (Double($0.step), $0.accuracy) }
      drawChart(
        history.accuracy, history.smoothedAccuracy, accuracies,
        label: { percent($0).replacing(" ", with: "").replacing(".0%", with: "%") }, in: rows,
        of: &grid, display: display)
    }
    let losses = history.evaluations.map { (Double($0.step), $0.loss) }
    drawChart(
      history.loss, history.smoothedLoss, losses, label: axisLabel,
      in: charts, of: &grid, display: display)
  }

  private func drawChart(
    _ raw: Series, _ smoothed: Series, _ evaluations: [(Double, Double)],
    label: (Double) -> String, in area: Area, of grid: inout Grid, display: Display
  ) {
    let (labels, plot) = area.split(left: 6)
    let rawPoints = points(raw)
    let values =
      rawPoints.flatMap { [$0.minimum, $0.maximum] }.filter(\.isFinite)
      + evaluations.map(\.1).filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else {
      grid.writeCentred("no steps yet", in: plot, row: plot.rows / 2, style: Theme.quiet)
      return
    }
    let range = low...max(high, low + 1e-6)
    let evaluationPoints = evaluations.map {
      LineChart.Point(position: $0.0, minimum: $0.1, mean: $0.1, maximum: $0.1)
    }
    var chart = LineChart(
      curves: [
        .init(points: rawPoints, style: Theme.raw, asciiMark: "."),
        .init(points: evaluationPoints, style: Theme.evaluation, asciiMark: "o"),
        .init(points: points(smoothed), style: Theme.smoothed, asciiMark: "*"),
      ], extent: Double(max(state.step, 2)), range: range)
    // Signs side by side would hide the curves: of many evaluations only the newest has one.
    let signs = evaluations.count * 4 <= plot.columns ? evaluations[...] : evaluations.suffix(1)
    chart.signs = signs.map { ($0.0, $0.1, evaluationSign(display), Theme.evaluation) }
    chart.marks = history.interventions.map { Double($0.step) }
    chart.markStyle = Theme.mark
    if state.pane == .curves, let cursor = state.cursorStep { chart.cursor = Double(cursor) }
    chart.draw(in: plot, of: &grid, display: display)
    grid.write(label(range.upperBound), in: labels, style: Theme.quiet)
    if labels.rows > 1 {
      grid.write(label(range.lowerBound), in: labels, row: labels.rows - 1, style: Theme.quiet)
    }
  }

  private func points(_ series: Series) -> [LineChart.Point] {
    let span = Double(series.stepsPerStretch)
    return series.stretches.enumerated().compactMap { index, stretch in
      stretch.mean.map {
        LineChart.Point(
          position: (Double(index) + 0.5) * span, minimum: stretch.minimum, mean: $0,
          maximum: stretch.maximum)
      }
    }
  }

  private func drawLegend(in area: Area, of grid: inout Grid, display: Display) {
    let line = display.hasUnicode ? "─" : "-"
    var column = 0
    for (sign, text, style) in [
      (line, "step", Theme.raw),
      (display.hasUnicode ? "━" : "*", "smoothed 0.9", Theme.smoothed),
      (String(evaluationSign(display)), "test", Theme.evaluation),
      (display.hasUnicode ? "▼" : "v", "change", Theme.mark),
    ] {
      column += grid.write("\(sign) \(text)  ", in: area, column: column, style: style)
    }
  }

  private func evaluationSign(_ display: Display) -> Character { display.hasUnicode ? "◆" : "o" }

  /// The values under the cursor, or of the newest step, the most wanted first.
  private func valueParts(isNarrow: Bool) -> [String] {
    let step = state.cursorStep ?? state.step
    guard let (steps, loss) = history.loss.stretch(at: step), let mean = loss.mean else {
      return []
    }
    let name =
      steps.count == 1 ? "step \(step)" : "steps \(steps.lowerBound)–\(steps.upperBound)"
    var parts = ["\(name): loss \(decimal(mean))"]
    if steps.count > 1 && mean.isFinite && !isNarrow {
      parts[0] += " (\(decimal(loss.minimum))–\(decimal(loss.maximum)))"
    }
    if let accuracy = history.accuracy.stretch(at: step)?.1.mean {
      parts.append("\(isNarrow ? "acc" : "accuracy") \(percent(accuracy))")
    }
    if let smoothed = history.smoothedLoss.stretch(at: step)?.1.mean {
      parts.append("smoothed \(decimal(smoothed))")
    }
    if let test = history.evaluations.last(where: { $0.step <= step }) {
      let when = isNarrow ? "" : " at step \(test.step)"
      parts.append("test \(decimal(test.loss)) \(percent(test.accuracy))\(when)")
    }
    if let change = history.interventions.last(where: { steps.contains($0.step) }) {
      parts.append(change.text)
    }
    return parts
  }

  /// The parts behind one another with commas between them, broken into rows of `columns`.
  private func wrapped(_ parts: [String], columns: Int) -> [String] {
    parts.reduce(into: []) { lines, part in
      if let last = lines.last, last.count + 2 + part.count <= columns {
        lines[lines.count - 1] = "\(last), \(part)"
      } else {
        lines.append(part)
      }
    }
  }
}
