import Foundation
import Screen

/// The norm of every layer's gradient: a row per layer, a column per stretch of steps.
struct GradientsPane {
  private let state: ExplorerState
  private var norms: [Series] { state.history.gradientNorms }

  init(_ state: ExplorerState) { self.state = state }

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    guard area.rows >= 3 && area.columns >= 16 else { return }
    let (map, rest) = area.split(top: area.rows - 2)
    let (scaleRow, valueRow) = rest.split(top: 1)
    guard !norms.isEmpty else {
      grid.writeCentred("no steps yet", in: area, row: area.rows / 2, style: Theme.quiet)
      return
    }
    let names = state.layerNames(width: area.columns / 3)
    let labelWidth = min(names.map(\.count).max() ?? 0, area.columns / 3) + 1
    let (labels, cells) = map.split(left: labelWidth)
    let first = firstShown(cursor: state.cursorLayer, count: norms.count, shown: map.rows)
    let stretches = columns(count: cells.columns)
    let values = norms.map { series in
      stretches.map { steps in series.joined(steps).mean }
    }
    // One scale for all layers, so that they can be compared.
    let logarithms = values.joined().compactMap(\.self).filter { $0.isFinite && $0 > 0 }
      .map(log10)
    let low = floor(logarithms.min() ?? -1)
    let high = max(ceil(logarithms.max() ?? 0), low + 1)
    let shares = values.map { row in
      row.map { value in
        value.map { $0.isFinite ? (log10(max($0, 1e-300)) - low) / (high - low) : .nan }
      }
    }
    let cursorColumn = state.cursorStep.flatMap { step in
      stretches.firstIndex { $0.contains(step) }
    }
    let layer = min(state.cursorLayer, norms.count - 1)
    let isFocused = state.pane == .gradients
    HeatMap(
      shares: Array(shares.dropFirst(first)),
      cursor: isFocused
        ? (layer - first, cursorColumn ?? max(stretches.count - 1, 0)) : nil
    ).draw(in: cells, of: &grid, display: display)
    for (row, name) in names.dropFirst(first).prefix(map.rows).enumerated() {
      let style = isFocused && row + first == layer ? Theme.focus : Theme.quiet
      grid.write(
        String(name.prefix(labelWidth - 1)), in: labels.inset(right: 1), row: row, style: style)
    }
    drawScale(low: low, high: high, first: first, in: scaleRow, rows: map.rows, of: &grid, display)
    grid.write(valueText(layer: layer), in: valueRow)
  }

  private func drawScale(
    low: Double, high: Double, first: Int, in area: Area, rows: Int, of grid: inout Grid,
    _ display: Display
  ) {
    var scale = area
    if norms.count > rows {
      let text = "layers \(first + 1)–\(min(first + rows, norms.count)) of \(norms.count)  "
      scale = area.inset(left: grid.write(text, in: area, style: Theme.quiet))
    }
    HeatMap.drawScale(
      from: "1e\(Int(low))", to: "1e\(Int(high))",
      in: scale.split(left: min(scale.columns, 40)).0, of: &grid, display: display)
  }

  /// Steps of each column, all of the run from the left to the right.
  private func columns(count: Int) -> [ClosedRange<Int>] {
    guard let series = norms.first, count > 0 else { return [] }
    let stretches = series.stretches.count
    guard stretches > 0 else { return [] }
    let span = series.stepsPerStretch
    let columns = min(count, stretches)
    return (0..<columns).map { column in
      let first = column * stretches / columns
      let end = (column + 1) * stretches / columns
      return first * span + 1...end * span
    }
  }

  private func valueText(layer: Int) -> String {
    let step = state.cursorStep ?? state.step
    guard norms.indices.contains(layer), let (steps, stretch) = norms[layer].stretch(at: step),
      let mean = stretch.mean
    else { return "" }
    let name = state.layerNames.indices.contains(layer) ? state.layerNames[layer] : "\(layer)"
    let when = steps.count == 1 ? "step \(step)" : "steps \(steps.lowerBound)–\(steps.upperBound)"
    // The value comes first, for a narrow pane cuts the end.
    var text = "norm \(scientific(mean))"
    if steps.count > 1 && mean.isFinite {
      text += " (\(scientific(stretch.minimum))–\(scientific(stretch.maximum)))"
    }
    return "\(text): \(name), \(when)"
  }
}
