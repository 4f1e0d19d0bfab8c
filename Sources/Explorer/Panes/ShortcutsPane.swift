import Channel
import Screen

/// How much of each residual block's output its shortcut carries, ‖x‖ against ‖F(x)‖: what a ResNet
/// has in place of a DenseNet's reuse.
struct ShortcutsPane {
  private let state: ExplorerState

  init(_ state: ExplorerState) { self.state = state }

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    guard area.rows >= 4, area.columns >= 16 else { return }
    guard let blocks = state.shortcuts?.blocks, !blocks.isEmpty else {
      let lines =
        state.run?.networks.first?.architecture == "plain"
        ? ["no shortcuts: each layer", "reads the one before it, no other"] : ["no steps yet"]
      for (row, line) in lines.enumerated() {
        grid.writeCentred(line, in: area, row: area.rows / 2 - 1 + row, style: Theme.quiet)
      }
      return
    }
    let (bar, rest) = (display.hasUnicode ? "█" : "#", display.hasUnicode ? "░" : "-")
    let width = grid.write("\(bar) shortcut x  ", in: area, style: Theme.smoothed)
    grid.write("\(rest) computed F(x)", in: area, column: width, style: Theme.raw)
    let rows = area.rows - 2
    let cursor = min(state.shortcutCursor, blocks.count - 1)
    let first = firstShown(cursor: cursor, count: blocks.count, shown: rows)
    let labelWidth = (blocks.map(\.name.count).max() ?? 0) + 1
    for (row, block) in blocks.dropFirst(first).prefix(rows).enumerated() {
      let isUnderCursor = state.pane == .reuse && first + row == cursor
      let line = area.inset(top: 1 + row)
      grid.write(block.name, in: line, style: isUnderCursor ? Theme.focus : Theme.quiet)
      draw(block.share, in: line.inset(left: labelWidth), of: &grid, bar: bar, rest: rest)
    }
    grid.write(
      valueText(blocks[cursor], columns: area.columns), in: area, row: area.rows - 1)
  }

  private func draw(
    _ share: Double?, in line: Area, of grid: inout Grid, bar: String, rest: String
  ) {
    guard let share else {
      grid.write("no number", in: line, style: Theme.quiet)
      return
    }
    let text = percent(share)
    let width = max(line.columns - 8, 1)
    let filled = Int((share * Double(width)).rounded())
    grid.write(String(repeating: bar, count: filled), in: line, style: Theme.smoothed)
    grid.write(
      String(repeating: rest, count: width - filled), in: line, column: filled, style: Theme.raw)
    grid.write(text, in: line, column: line.columns - text.count)
  }

  private func valueText(_ block: Shortcuts.Block, columns: Int) -> String {
    let norms = "|x| \(compact(block.shortcut)), |F(x)| \(compact(block.residual))"
    let full =
      "\(norms): \(block.name), the shortcut carries \(block.share.map(percent) ?? "no number")"
    return full.count <= columns ? full : "\(norms): \(block.name)"
  }
}
