import Channel
import Screen

/// How much of each residual block's output its shortcut carries, ‖x‖ against ‖F(x)‖: what a ResNet
/// has in place of a DenseNet's reuse.
struct ShortcutsView: Sendable {
  /// Index of the residual block under the cursor.
  private var cursor = 0

  mutating func move(_ move: CursorMove, _ session: Session) {
    cursor = cursor.moved(move, count: session.run.shortcuts?.blocks.count ?? 0)
  }

  /// Puts the cursor on the block in a row of the area.
  mutating func click(row: Int, in area: Area, _ session: Session) {
    guard let blocks = session.run.shortcuts?.blocks, !blocks.isEmpty else { return }
    let shown = shown(blocks.count, in: area)
    if row >= 1, shown.contains(shown.lowerBound + row - 1) { cursor = shown.lowerBound + row - 1 }
  }

  /// The blocks that can be seen, between the legend and the value under the cursor.
  private func shown(_ count: Int, in area: Area) -> Range<Int> {
    let rows = max(area.rows - 2, 0)
    let first = firstShown(cursor: min(cursor, count - 1), count: count, shown: rows)
    return first..<min(first + rows, count)
  }

  func reading(_ session: Session) -> [String] {
    guard let blocks = session.run.shortcuts?.blocks, blocks.indices.contains(cursor) else {
      return []
    }
    return [valueText(blocks[cursor], columns: .max)]
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let run = context.session.run
    let (theme, display) = (context.theme, context.display)
    guard area.rows >= 4, area.columns >= 16 else { return }
    guard let blocks = run.shortcuts?.blocks, !blocks.isEmpty else {
      let lines =
        run.network?.architecture == "plain"
        ? ["no shortcuts: each layer", "reads the one before it, no other"] : ["no steps yet"]
      for (row, line) in lines.enumerated() {
        grid.writeCentred(line, in: area, row: area.rows / 2 - 1 + row, style: theme.quiet)
      }
      return
    }
    let (bar, rest) = (display.hasUnicode ? "█" : "#", display.hasUnicode ? "░" : "-")
    let width = grid.write("\(bar) shortcut x  ", in: area, style: theme.smoothed)
    grid.write("\(rest) computed F(x)", in: area, column: width, style: theme.raw)
    let cursor = min(self.cursor, blocks.count - 1)
    let shown = shown(blocks.count, in: area)
    let labelWidth = (blocks.map(\.name.count).max() ?? 0) + 1
    for (row, block) in blocks[shown].enumerated() {
      let isUnderCursor = context.isFocused && shown.lowerBound + row == cursor
      let line = area.inset(top: 1 + row)
      grid.write(block.name, in: line, style: isUnderCursor ? theme.focus : theme.quiet)
      draw(block.share, in: line.inset(left: labelWidth), of: &grid, bar: bar, rest: rest, theme)
    }
    grid.write(
      valueText(blocks[cursor], columns: area.columns), in: area, row: area.rows - 1)
  }

  private func draw(
    _ share: Double?, in line: Area, of grid: inout Grid, bar: String, rest: String,
    _ theme: Theme
  ) {
    guard let share else {
      grid.write("no number", in: line, style: theme.quiet)
      return
    }
    let text = percent(share)
    let width = max(line.columns - 8, 1)
    let filled = Int((min(max(share, 0), 1) * Double(width)).rounded())
    grid.write(String(repeating: bar, count: filled), in: line, style: theme.smoothed)
    grid.write(
      String(repeating: rest, count: width - filled), in: line, column: filled, style: theme.raw)
    grid.write(text, in: line, column: line.columns - text.count)
  }

  private func valueText(_ block: Shortcuts.Block, columns: Int) -> String {
    let norms = "|x| \(compact(block.shortcut)), |F(x)| \(compact(block.residual))"
    let full =
      "\(norms): \(block.name), the shortcut carries \(block.share.map(percent) ?? "no number")"
    return full.count <= columns ? full : "\(norms): \(block.name)"
  }
}
