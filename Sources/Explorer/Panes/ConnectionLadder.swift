import Screen

/// The drawing of a dense block: a row for each node, and for each source a line that goes down from
/// its row through the rows of all that read it.
struct ConnectionLadder {
  let block: BlockConnections
  let context: PaneContext

  private var selected: Int { block.selected }
  private var theme: Theme { context.theme }
  private var hasUnicode: Bool { context.display.hasUnicode }

  /// Where everything stands.
  struct Parts {
    let labels: Area
    let ladder: Area
    let figures: Area
    /// Columns from one source's line to the next.
    let width: Int
    /// Rows from one node to the next.
    let height: Int
    /// Nodes in sight.
    let nodes: Range<Int>
    /// The leftmost source in sight.
    let firstSource: Int

    init(_ block: BlockConnections, in area: Area) {
      // The heading above, the legend and the reading below.
      let body = area.inset(top: 1, bottom: area.rows >= 8 ? 2 : 1)
      let digits = (0...block.layerCount).map { "\(block.maps($0) ?? 0)".count }.max() ?? 1
      let labelWidth = min(2 + max("\(block.layerCount)".count, 3) + 1 + digits + 1, body.columns)
      let sources = block.layerCount + 1
      let rest = body.columns - labelWidth
      let width = (1...6).last { $0 * sources + 20 <= rest } ?? 1
      let ladderWidth = min(width * sources, max(rest - 9, 1))
      let right: Area
      (labels, right) = body.split(left: labelWidth)
      (ladder, figures) = right.split(left: ladderWidth)
      self.width = width
      height = (1...3).last { $0 * (block.nodeCount - 1) + 1 <= body.rows } ?? 1
      let shown = (body.rows + height - 1) / height
      let first = firstShown(cursor: block.selected, count: block.nodeCount, shown: shown)
      nodes = first..<max(min(first + shown, block.nodeCount), first)
      firstSource = firstShown(
        cursor: block.selected, count: sources, shown: ladderWidth / width)
    }

    /// The node at a row of the area.
    func node(row: Int) -> Int? {
      let node = nodes.lowerBound + (row - 1) / height
      return row >= 1 && row <= labels.rows && nodes.contains(node) ? node : nil
    }
  }

  func draw(in area: Area, of grid: inout Grid) {
    let parts = Parts(block, in: area)
    grid.write(clipped(heading, columns: area.columns), in: area, style: theme.strong)
    for (index, node) in parts.nodes.enumerated() {
      for offset in 0..<parts.height {
        let row = index * parts.height + offset
        guard row < parts.labels.rows, offset == 0 || node < block.nodeCount - 1 else { continue }
        for column in 0..<parts.ladder.columns {
          let source = parts.firstSource + column / parts.width
          let cell =
            column % parts.width == 0
            ? wire(source, node, isBetweenRows: offset > 0)
            : offset == 0 ? floor(source, node) : nil
          if let cell { grid[parts.ladder.row + row, parts.ladder.column + column] = cell }
        }
        if offset == 0 { drawTexts(node, row: row, parts, of: &grid) }
      }
    }
    if area.rows >= 8 { drawLegend(in: area.inset(top: area.rows - 2), of: &grid) }
    let sentence = block.isMeasured ? block.sentences.first ?? "" : "weights not measured yet"
    grid.write(clipped(sentence, columns: area.columns), in: area, row: area.rows - 1)
  }

  private var heading: String {
    let maps = block.sources.compactMap(block.maps).reduce(0, +)
    let name = block.name(selected)
    let readers = block.readers.count
    let reads = "\(name) reads \(maps) maps of \(selected) source\(selected == 1 ? "" : "s")"
    let isRead = "\(readers) read\(readers == 1 ? "s" : "") \(selected == 0 ? "it" : "its maps")"
    return selected == 0 ? "\(name): \(isRead)" : readers == 0 ? reads : "\(reads), \(isRead)"
  }

  // MARK: The drawing

  /// A source's line where it passes or ends at a node's row, or below that row.
  private func wire(_ source: Int, _ node: Int, isBetweenRows: Bool) -> Cell? {
    guard source <= block.layerCount, source <= node else { return nil }
    let isOut = node == block.nodeCount - 1
    if source == selected && source <= node { return ownWire(node, isBetweenRows) }
    // It is lit from its source down to the selected reader.
    let weight = source < selected ? block.weight(reader: selected, source: source) : nil
    let isLit = weight != nil && (node < selected || node == selected && !isBetweenRows)
    guard isLit, let weight else {
      if node == selected && !isBetweenRows && source < selected {
        return Cell(hasUnicode ? "┿" : "+", theme.focus)
      }
      let character: Character =
        isBetweenRows
        ? (hasUnicode ? "┊" : ":")
        : source == node
          ? (hasUnicode ? "┐" : "+")
          : isOut
            ? (hasUnicode ? "┴" : "+")
            : hasUnicode ? "┼" : "+"
      return Cell(character, theme.quiet)
    }
    if node == selected { return Cell(tap(weight), style(weight)) }
    return Cell(line(weight, isStart: source == node && !isBetweenRows), style(weight))
  }

  /// The line of the selected node's own maps.
  private func ownWire(_ node: Int, _ isBetweenRows: Bool) -> Cell {
    if node == selected && !isBetweenRows { return Cell(hasUnicode ? "╗" : "+", theme.evaluation) }
    if isBetweenRows { return Cell(hasUnicode ? "║" : "v", theme.evaluation) }
    return Cell(
      block.weight(reader: node, source: selected).map(tap) ?? (hasUnicode ? "╫" : "v"),
      theme.evaluation)
  }

  /// The part of a node's row between the lines of two sources.
  private func floor(_ source: Int, _ node: Int) -> Cell? {
    guard source < min(node, block.layerCount) else { return nil }
    return node == selected
      ? Cell(hasUnicode ? "━" : "=", theme.focus) : Cell(hasUnicode ? "┈" : "-", theme.quiet)
  }

  private func line(_ weight: BlockConnections.Weight, isStart: Bool) -> Character {
    switch weight {
    case .light: hasUnicode ? (isStart ? "┐" : "│") : "|"
    case .middle: hasUnicode ? (isStart ? "┓" : "┃") : "H"
    case .heavy: hasUnicode ? (isStart ? "▄" : "█") : "#"
    }
  }

  private func tap(_ weight: BlockConnections.Weight) -> Character {
    switch weight {
    case .light: hasUnicode ? "○" : "."
    case .middle: hasUnicode ? "◐" : "o"
    case .heavy: hasUnicode ? "●" : "@"
    }
  }

  private func style(_ weight: BlockConnections.Weight) -> Style {
    switch weight {
    case .light: theme.raw
    case .middle: theme.focus
    case .heavy: theme.smoothed
    }
  }

  // MARK: The words

  private func drawTexts(_ node: Int, row: Int, _ parts: Parts, of grid: inout Grid) {
    let isSelected = node == selected
    let sign = isSelected ? (hasUnicode ? "▸ " : "> ") : "  "
    let style = isSelected ? theme.focus : node < selected ? Style() : theme.quiet
    let column = grid.write(sign + block.shortName(node), in: parts.labels, row: row, style: style)
    if let maps = block.maps(node) {
      let text = "\(maps)"
      grid.write(
        text, in: parts.labels, row: row,
        column: max(parts.labels.columns - 1 - text.count, column + 1), style: theme.quiet)
    }
    if isSelected {
      let (up, down) = hasUnicode ? ("▲", "▼") : ("^", "v")
      let text = "\(up) its weight  \(down) theirs"
      if block.isMeasured, text.count < parts.figures.columns {
        grid.write(text, in: parts.figures, row: row, column: 1, style: theme.quiet)
      }
    }
    let isSource = node < selected
    guard !isSelected,
      let share = block.share(
        reader: isSource ? selected : node, source: isSource ? node : selected)
    else { return }
    let figures = parts.figures.inset(left: 1)
    let figure = percent(share)
    var end = max(7 - figure.count, 0)
    end += grid.write(figure, in: figures, row: row, column: end)
    let room = min(figures.columns - end - 1, 40)
    guard room >= 4 else { return }
    let bar = max(Int((share * Double(room)).rounded()), 0)
    let (dense, thin) = hasUnicode ? ("█", "▒") : ("#", "=")
    grid.write(
      String(repeating: isSource ? dense : thin, count: min(bar, room)), in: figures, row: row,
      column: end + 1, style: isSource ? theme.smoothed : theme.evaluation)
  }

  private func drawLegend(in area: Area, of grid: inout Grid) {
    let entries = [
      (tap(.heavy), "over 1.5× an even share"), (tap(.middle), "about it"),
      (tap(.light), "under half"), (hasUnicode ? "║" : "v", "its maps"),
    ]
    var column = 0
    for (sign, text) in entries where column + text.count + 2 <= area.columns {
      column += grid.write("\(sign) \(text)  ", in: area, column: column, style: theme.quiet)
    }
  }
}
