import Channel
import Screen

/// A network without dense blocks, from top to bottom: each residual block with its shortcut, or the
/// layers of a plain network one after another.
struct ResidualChain {
  /// A residual block, or a layer outside of them.
  struct Stop: Equatable {
    /// Index of its first layer.
    let layer: Int
    let name: String
    let isBlock: Bool
    /// Whether the shortcut is a convolution of its own, for the shape changes.
    var isProjection = false
    var block: Shortcuts.Block?
  }

  let stops: [Stop]

  init(_ run: ObservedRun) {
    let isResidual = run.network?.architecture != "plain"
    let blocks = run.shortcuts?.blocks ?? []
    var stops: [Stop] = []
    for (layer, description) in run.layers.enumerated() {
      // `layer2.0.conv1` and `layer2.0.downsample.0` belong to the block `layer2.0`.
      let parts = description.name.split(separator: ".")
      let name =
        isResidual && description.block != nil
        ? parts.prefix(2).joined(separator: ".") : description.name
      if let last = stops.last, last.isBlock, last.name == name {
        if parts.dropFirst(2).first == "downsample" { stops[stops.count - 1].isProjection = true }
      } else {
        stops.append(
          Stop(
            layer: layer, name: name, isBlock: isResidual && description.block != nil,
            block: blocks.first { $0.name == name }))
      }
    }
    self.stops = stops
  }

  /// Index of the stop that a layer belongs to.
  private func index(of layer: Int) -> Int { stops.lastIndex { $0.layer <= layer } ?? 0 }

  /// The legend is above the stops, the reading below.
  private func rows(_ area: Area) -> Int { max(area.rows - 2, 1) }

  /// Rows of a stop.
  private func height(_ area: Area) -> Int { stops.count * 2 <= rows(area) ? 2 : 1 }

  /// The first stop in sight.
  private func first(in area: Area, selected: Int) -> Int {
    firstShown(
      cursor: index(of: selected), count: stops.count, shown: max(rows(area) / height(area), 1))
  }

  /// The layer at a row of the area.
  func layer(row: Int, in area: Area, selected: Int) -> Int? {
    guard row >= 1, row <= rows(area) else { return nil }
    let stop = first(in: area, selected: selected) + (row - 1) / height(area)
    return stops.indices.contains(stop) ? stops[stop].layer : nil
  }

  func reading(_ layer: Int) -> [String] {
    guard !stops.isEmpty else { return [] }
    let index = index(of: layer)
    let stop = stops[index]
    guard stop.isBlock else {
      return [
        index == 0
          ? "\(stop.name) reads the image"
          : "\(stop.name) reads \(stops[index - 1].name) and nothing else"
      ]
    }
    guard let block = stop.block, let share = block.share else {
      return ["\(stop.name): the shortcut's share is not known"]
    }
    return [
      "\(stop.name): \(percent(share)) by the shortcut, \(percent(1 - share)) computed",
      "|x| \(compact(block.shortcut)), |F(x)| \(compact(block.residual))",
      stop.isProjection ? "the shortcut is a convolution 1×1" : "the shortcut hands x on as it is",
    ]
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let theme = context.theme
    guard !stops.isEmpty else {
      grid.writeCentred("no layers yet", in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    let selected = index(of: context.session.layer)
    let height = height(area)
    let body = area.inset(top: 1, bottom: 1)
    let first = first(in: area, selected: context.session.layer)
    drawLegend(in: area, of: &grid, context)
    let width = min(max((stops.map(\.name.count).max() ?? 0) + 5, 12), area.columns)
    for (index, stop) in stops.enumerated().dropFirst(first) {
      let row = (index - first) * height
      guard row < body.rows else { break }
      draw(
        stop, isSelected: index == selected, isLast: index == stops.count - 1,
        in: body.inset(top: row).split(top: height).0, nameWidth: width, of: &grid, context)
    }
    let lines = joined(reading(context.session.layer), columns: area.columns)
    grid.write(lines.first ?? "", in: area, row: area.rows - 1)
  }

  private func drawLegend(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let (theme, hasUnicode) = (context.theme, context.display.hasUnicode)
    guard stops.contains(where: \.isBlock) else {
      let text = "no shortcuts: each layer reads the one before it, no other"
      grid.write(clipped(text, columns: area.columns), in: area, style: theme.quiet)
      return
    }
    let width = grid.write(
      "\(hasUnicode ? "█" : "#") shortcut x  ", in: area, style: theme.smoothed)
    grid.write(
      "\(hasUnicode ? "░" : "-") computed F(x)", in: area, column: width, style: theme.raw)
  }

  /// `↓ layer1.0 ⤵━━━ x 40.0 %` and a bar, then the line to the next.
  private func draw(
    _ stop: Stop, isSelected: Bool, isLast: Bool, in area: Area, nameWidth: Int,
    of grid: inout Grid, _ context: PaneContext
  ) {
    let (theme, hasUnicode) = (context.theme, context.display.hasUnicode)
    let nameStyle = isSelected ? theme.focus : Style()
    let wire = isSelected ? theme.smoothed : theme.quiet
    let mark = isSelected ? (hasUnicode ? "▸" : ">") : " "
    grid.write(mark, in: area, style: theme.focus)
    grid.write(hasUnicode ? "↓" : "v", in: area, column: 1, style: wire)
    grid.write(clipped(stop.name, columns: nameWidth - 4), in: area, column: 3, style: nameStyle)
    if area.rows > 1 && !isLast {
      grid.write(hasUnicode ? "│" : "|", in: area, row: 1, column: 1, style: theme.quiet)
    }
    guard stop.isBlock else { return }
    let share = stop.block?.share
    let line = Self.line(share, hasUnicode)
    let rest = area.inset(left: nameWidth)
    var column = grid.write(
      (hasUnicode ? "⤵" : ")") + String(repeating: line, count: 3) + " ", in: rest, style: wire)
    let figure = share.map(percent) ?? "–"
    column += grid.write("x \(figure)", in: rest, column: column, style: nameStyle) + 1
    guard let share else { return }
    let bar = min(rest.columns - column, 40)
    guard bar >= 6 else { return }
    let filled = Int((min(max(share, 0), 1) * Double(bar)).rounded())
    let (full, empty) = hasUnicode ? ("█", "░") : ("#", "-")
    grid.write(
      String(repeating: full, count: filled), in: rest, column: column, style: theme.smoothed)
    grid.write(
      String(repeating: empty, count: bar - filled), in: rest, column: column + filled,
      style: theme.raw)
    if area.rows > 1, stop.isProjection {
      grid.write(
        "shortcut by a convolution 1×1", in: rest, row: 1, column: column, style: theme.quiet)
    }
  }

  /// The thicker the more of the block's output comes by the shortcut.
  private static func line(_ share: Double?, _ hasUnicode: Bool) -> String {
    guard let share else { return hasUnicode ? "┈" : "." }
    if share >= 0.6 { return hasUnicode ? "━" : "=" }
    return share >= 0.4 ? (hasUnicode ? "─" : "-") : hasUnicode ? "┄" : "."
  }
}
