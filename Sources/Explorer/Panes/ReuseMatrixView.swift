import Channel
import Screen

/// The matrix of one dense block: a column for each layer that reads, the last one, the transition or
/// classifier, in a box as in the paper; a row for each source.
struct ReuseMatrixView {
  let block: Reuse
  /// How many blocks the network has.
  let blockCount: Int
  /// `nil` where they were not measured.
  let connections: DenseConnections?
  /// Shares of the colours, consumer by consumer.
  let shares: [[Double?]]
  let colors: ColorScale
  /// Whether numbers below 0 are marked.
  let marksNegative: Bool
  /// Connections that are cut, as commands name them.
  let cuts: Set<String>
  /// `nil` where the cursor is in another block.
  let cursor: ReuseCursor?
  /// What stands in the place of numbers that were not measured.
  let absence: String

  /// The sign of a contribution below 0.
  static func negativeMark(_ display: Display) -> String { display.hasUnicode ? "▽" : "n" }

  func draw(
    in place: ReuseArrangement.Place, hasHeading: Bool, of grid: inout Grid, _ context: PaneContext
  ) {
    let (theme, cells) = (context.theme, place.cells)
    if hasHeading {
      let style = cursor != nil && context.isFocused ? theme.focus : theme.strong
      grid.write(heading(place), in: place.area, style: style)
    } else {
      let corner = place.area.split(left: place.cells.column - place.area.column - 1).0
      grid.write("b\(block.block)", in: corner, style: theme.quiet)
    }
    drawConsumerNames(place, of: &grid, context)
    drawSourceNames(place, of: &grid, context)
    guard connections != nil else {
      let lines = wrapped(absence, columns: max(cells.columns, 1))
      for (row, line) in lines.enumerated() { grid.write(line, in: cells, row: row) }
      return
    }
    let layers = place.hasBox ? place.consumers.dropLast() : place.consumers
    drawCells(layers, place, of: &grid, context)
    if place.hasBox {
      drawCells(place.consumers.suffix(1), place, of: &grid, context)
      drawBox(place, of: &grid, context)
    }
    if marksNegative {
      let negative = Self.negativeMark(context.display)
      drawMarks(negative, place, of: &grid, context) { consumer, source in
        connections?[consumer, source].map { $0 < 0 } ?? false
      }
    }
    if !cuts.isEmpty {
      drawMarks(context.display.hasUnicode ? "×" : "x", place, of: &grid, context) {
        cuts.contains(block.connections(consumer: $0, source: $1).text)
      }
    }
  }

  /// As much of it as fits.
  private func heading(_ place: ReuseArrangement.Place) -> String {
    let columns = place.area.columns
    let maps = block.maps.reduce(0, &+)
    let (shown, all) = (
      place.sources.count * place.consumers.count, block.maps.count * block.matrix.count
    )
    if shown < all {
      let texts = [
        "block \(block.block) of \(blockCount), not all in sight", "block \(block.block), cut",
      ]
      return texts.first { $0.count <= columns } ?? "\(block.block)"
    }
    let texts = [
      "block \(block.block) of \(blockCount): \(maps) maps", "block \(block.block): \(maps) maps",
      "block \(block.block)",
    ]
    return texts.first { $0.count <= columns } ?? "\(block.block)"
  }

  /// As many numbers as can stand beside one another; `out` always.
  private func drawConsumerNames(
    _ place: ReuseArrangement.Place, of grid: inout Grid, _ context: PaneContext
  ) {
    guard let last = place.consumers.last else { return }
    let row = place.cells.inset(top: -1)
    let end = place.hasBox ? place.column(of: last) - 1 : place.cells.columns
    let stride = max((("\(last)".count + place.cellWidth) / place.cellWidth), 1)
    let names = place.consumers.filter { !place.hasBox || $0 != last }
    for consumer in names where (consumer - place.consumers.lowerBound) % stride == 0 {
      let name = "\(consumer + 1)"
      let column = place.column(of: consumer)
      guard column + name.count <= end else { continue }
      grid.write(
        name, in: row, column: column,
        style: style(isUnderCursor: cursor?.consumer == consumer, context))
    }
    if place.hasBox {
      grid.write(
        "out", in: row, column: end, style: style(isUnderCursor: cursor?.consumer == last, context))
    }
  }

  private func drawSourceNames(
    _ place: ReuseArrangement.Place, of grid: inout Grid, _ context: PaneContext
  ) {
    let labels = place.area.split(left: place.cells.column - place.area.column - 1).0
    for source in place.sources {
      let row =
        place.cells.row - place.area.row + (source - place.sources.lowerBound) * place.cellHeight
      grid.write(
        block.rowName(source), in: labels, row: row,
        style: style(isUnderCursor: cursor?.source == source, context))
    }
  }

  private func style(isUnderCursor: Bool, _ context: PaneContext) -> Style {
    isUnderCursor && context.isFocused ? context.theme.focus : context.theme.quiet
  }

  private func drawCells(
    _ consumers: Range<Int>, _ place: ReuseArrangement.Place, of grid: inout Grid,
    _ context: PaneContext
  ) {
    guard let first = consumers.first else { return }
    let rows = place.sources.flatMap { source in
      let row = consumers.map { shares.indices.contains($0) ? shares[$0][source] : nil }
      return Array(repeating: row, count: place.cellHeight)
    }
    let cursor = self.cursor.flatMap { cursor in
      consumers.contains(cursor.consumer) && context.isFocused
        ? ((cursor.source - place.sources.lowerBound) * place.cellHeight, cursor.consumer - first)
        : nil
    }
    HeatMap(shares: rows, cellWidth: place.cellWidth, scale: colors, cursor: cursor).draw(
      in: place.cells.inset(left: place.column(of: first)), of: &grid, display: context.display)
  }

  /// Lines beside the last consumer, closed below where there is room.
  private func drawBox(
    _ place: ReuseArrangement.Place, of grid: inout Grid, _ context: PaneContext
  ) {
    let left = place.column(of: place.consumers.upperBound - 1) - 1
    let right = left + place.cellWidth + 1
    let rows = place.sources.count * place.cellHeight
    let hasUnicode = context.display.hasUnicode
    for row in 0..<rows {
      for column in [left, right] {
        grid.write(
          hasUnicode ? "│" : "|", in: place.cells, row: row, column: column,
          style: context.theme.quiet)
      }
    }
    let edge = String(repeating: hasUnicode ? "─" : "-", count: place.cellWidth)
    grid.write(
      hasUnicode ? "└\(edge)┘" : "+\(edge)+", in: place.cells, row: rows, column: left,
      style: context.theme.quiet)
  }

  /// A sign on the cells that something holds for.
  private func drawMarks(
    _ sign: String, _ place: ReuseArrangement.Place, of grid: inout Grid, _ context: PaneContext,
    where isMarked: (_ consumer: Int, _ source: Int) -> Bool
  ) {
    for consumer in place.consumers {
      for source in place.sources {
        guard isMarked(consumer, source) else { continue }
        let isUnderCursor =
          context.isFocused && cursor?.consumer == consumer && cursor?.source == source
        // The cursor's own sign stays where the cell has one column only.
        let offset = isUnderCursor ? 1 : 0
        guard offset < place.cellWidth else { continue }
        let row = place.cells.row + (source - place.sources.lowerBound) * place.cellHeight
        let column = place.cells.column + place.column(of: consumer) + offset
        var cell = grid[row, column]
        cell.character = Character(sign)
        if context.display.hasColorScale { cell.style.foreground = .rgb(255, 255, 255) }
        grid[row, column] = cell
      }
    }
  }
}
