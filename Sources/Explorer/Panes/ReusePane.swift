import Channel
import Screen

/// How much each layer of a dense block draws on each earlier one: the paper's Figure 5. Columns
/// are the layers that read, the last one the transition or classifier; rows are the sources.
struct ReusePane {
  private let state: ExplorerState

  init(_ state: ExplorerState) { self.state = state }

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    guard area.rows >= 4, area.columns >= 16, state.reuse.indices.contains(state.reuseCursor.block)
    else { return }
    let block = state.reuse[state.reuseCursor.block]
    let maps = block.maps.reduce(0, +)
    let isSteered = state.pane == .reuse
    grid.write(
      "block \(block.block) of \(state.reuse.count): \(maps) maps", in: area, style: Theme.strong)
    let (matrix, rest) = area.inset(top: 1).split(top: area.rows - 3)
    let labelWidth = 11
    let (labels, cells) = matrix.split(left: labelWidth)
    let consumers = block.matrix.count
    let sources = block.maps.count
    let width = max(min(cells.columns / max(consumers, 1), 6), 1)
    let firstConsumer = firstShown(
      cursor: state.reuseCursor.consumer, count: consumers, shown: cells.columns / width)
    // One row is for the numbers of the columns.
    let rows = max(cells.rows - 1, 1)
    let firstSource = firstShown(cursor: state.reuseCursor.source, count: sources, shown: rows)
    let shares = scaled(block.matrix)
    let visible = (firstSource..<min(firstSource + rows, sources)).map { source in
      (firstConsumer..<consumers).map { shares[$0][source] }
    }
    for column in 0..<min(cells.columns / width, consumers - firstConsumer) {
      let consumer = firstConsumer + column
      let name = consumer == consumers - 1 ? "out" : "\(consumer + 1)"
      grid.write(
        String(name.prefix(width)), in: cells, column: column * width, style: Theme.quiet)
    }
    HeatMap(
      shares: visible, cellWidth: width,
      cursor: isSteered
        ? (state.reuseCursor.source - firstSource, state.reuseCursor.consumer - firstConsumer)
        : nil
    ).draw(in: cells.inset(top: 1), of: &grid, display: display)
    for (row, source) in (firstSource..<min(firstSource + rows, sources)).enumerated() {
      let name = source == 0 ? "in" : "\(source)"
      grid.write(
        "\(name): \(block.maps[source])", in: labels.inset(top: 1), row: row,
        style: Theme.quiet)
    }
    let (scaleRow, valueRow) = rest.split(top: 1)
    HeatMap.drawScale(
      from: "0", to: "most of column", in: scaleRow.split(left: min(scaleRow.columns, 40)).0,
      of: &grid, display: display)
    grid.write(valueText(block, columns: valueRow.columns), in: valueRow)
  }

  /// Each reader's row divided by its greatest value, as the paper's picture does.
  private func scaled(_ matrix: [[Double?]]) -> [[Double?]] {
    matrix.map { row in
      let most = row.compactMap(\.self).max() ?? 0
      return row.map { value in value.map { most > 0 ? $0 / most : 0 } }
    }
  }

  private func valueText(_ block: Reuse, columns: Int) -> String {
    let (consumer, source) = (state.reuseCursor.consumer, state.reuseCursor.source)
    guard block.matrix.indices.contains(consumer), block.maps.indices.contains(source) else {
      return ""
    }
    let isLastBlock = block.block == state.reuse.count
    let reader =
      consumer < block.matrix.count - 1
      ? "layer \(consumer + 1)" : isLastBlock ? "classifier" : "transition"
    let origin = source == 0 ? "input" : "layer \(source)"
    let value = block.matrix[consumer][source].map(scientific) ?? "none"
    let full = "mean |w| \(value): \(reader) from \(origin), \(block.maps[source]) maps"
    return full.count <= columns ? full : "\(value): \(reader) from \(origin)"
  }
}
