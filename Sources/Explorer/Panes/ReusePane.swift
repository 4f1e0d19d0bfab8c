import Channel
import Screen

/// How much each layer of a dense block draws on each earlier one: the paper's Figure 5. Columns
/// are the layers that read, the last one the transition or classifier; rows are the sources.
struct ReusePane: Pane {
  static let name = "reuse"
  /// Place of the cursor: index of the block, of the consumer and of the source.
  private var cursor = Cursor()
  /// What stands here for a network without dense blocks.
  private var shortcuts = ShortcutsView()

  private struct Cursor: Sendable {
    var block = 0
    var consumer = 0
    var source = 0
  }

  func title(_ session: Session) -> String { "Reuse" }

  func explanation(_ session: Session) -> String {
    "Each column is a layer that reads, each row a source that it can read from. The brighter a cell, "
      + "the larger the weights that the layer has for that source's maps, compared with its others."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    guard session.run.hasDenseBlocks else { return shortcuts.move(move, session) }
    let blocks = session.run.reuse
    guard blocks.indices.contains(cursor.block) else { return }
    let consumers = blocks[cursor.block].matrix.count
    switch move {
    case .left: cursor.consumer -= 1
    case .right: cursor.consumer += 1
    case .up: cursor.source -= 1
    case .down: cursor.source += 1
    case .home: cursor.consumer = 0
    case .end: cursor.consumer = consumers - 1
    case .pageUp, .pageDown:
      let block = cursor.block + (move == .pageDown ? 1 : -1)
      cursor = Cursor(block: min(max(block, 0), blocks.count - 1))
    }
    let last = blocks[cursor.block].matrix.count - 1
    cursor.consumer = min(max(cursor.consumer, 0), max(last, 0))
    // A consumer reads the block's input and the layers before it.
    cursor.source = min(max(cursor.source, 0), cursor.consumer)
  }

  func reading(_ session: Session) -> [String] {
    guard session.run.hasDenseBlocks else { return shortcuts.reading(session) }
    guard session.run.reuse.indices.contains(cursor.block) else { return [] }
    return [
      valueText(
        session.run.reuse[cursor.block], of: session.run.reuse.count, columns: .max)
    ]
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let session = context.session
    let theme = context.theme
    let display = context.display
    guard session.run.hasDenseBlocks else {
      return shortcuts.draw(in: area, of: &grid, context)
    }
    guard area.rows >= 4, area.columns >= 16, session.run.reuse.indices.contains(cursor.block)
    else { return }
    let block = session.run.reuse[cursor.block]
    let maps = block.maps.reduce(0, +)
    let isSteered = context.isFocused
    grid.write(
      "block \(block.block) of \(session.run.reuse.count): \(maps) maps", in: area,
      style: theme.strong)
    let (matrix, rest) = area.inset(top: 1).split(top: area.rows - 3)
    let labelWidth = 11
    let (labels, cells) = matrix.split(left: labelWidth)
    let consumers = block.matrix.count
    let sources = block.maps.count
    let width = max(min(cells.columns / max(consumers, 1), 6), 1)
    let firstConsumer = firstShown(
      cursor: cursor.consumer, count: consumers, shown: cells.columns / width)
    // One row is for the numbers of the columns.
    let rows = max(cells.rows - 1, 1)
    let firstSource = firstShown(cursor: cursor.source, count: sources, shown: rows)
    let shares = scaled(block.matrix)
    let visible = (firstSource..<min(firstSource + rows, sources)).map { source in
      (firstConsumer..<consumers).map { shares[$0][source] }
    }
    for column in 0..<min(cells.columns / width, consumers - firstConsumer) {
      let consumer = firstConsumer + column
      let name = consumer == consumers - 1 ? "out" : "\(consumer + 1)"
      grid.write(
        String(name.prefix(width)), in: cells, column: column * width, style: theme.quiet)
    }
    HeatMap(
      shares: visible, cellWidth: width, scale: theme.scale,
      cursor: isSteered
        ? (cursor.source - firstSource, cursor.consumer - firstConsumer)
        : nil
    ).draw(in: cells.inset(top: 1), of: &grid, display: display)
    for (row, source) in (firstSource..<min(firstSource + rows, sources)).enumerated() {
      let name = source == 0 ? "in" : "\(source)"
      grid.write(
        "\(name): \(block.maps[source])", in: labels.inset(top: 1), row: row,
        style: theme.quiet)
    }
    let (scaleRow, valueRow) = rest.split(top: 1)
    HeatMap.drawScale(
      theme.scale, from: "0", to: "most of column",
      in: scaleRow.split(left: min(scaleRow.columns, 40)).0,
      of: &grid, display: display)
    grid.write(
      valueText(block, of: session.run.reuse.count, columns: valueRow.columns), in: valueRow)
  }

  /// Each reader's row divided by its greatest value, as the paper's picture does.
  private func scaled(_ matrix: [[Double?]]) -> [[Double?]] {
    matrix.map { row in
      let most = row.compactMap(\.self).max() ?? 0
      return row.map { value in value.map { most > 0 ? $0 / most : 0 } }
    }
  }

  private func valueText(_ block: Reuse, of blocks: Int, columns: Int) -> String {
    let (consumer, source) = (cursor.consumer, cursor.source)
    guard block.matrix.indices.contains(consumer), block.maps.indices.contains(source) else {
      return ""
    }
    let isLastBlock = block.block == blocks
    let reader =
      consumer < block.matrix.count - 1
      ? "layer \(consumer + 1)" : isLastBlock ? "classifier" : "transition"
    let origin = source == 0 ? "input" : "layer \(source)"
    let value = block.matrix[consumer][source].map(scientific) ?? "none"
    let full = "mean |w| \(value): \(reader) from \(origin), \(block.maps[source]) maps"
    return full.count <= columns ? full : "\(value): \(reader) from \(origin)"
  }
}
