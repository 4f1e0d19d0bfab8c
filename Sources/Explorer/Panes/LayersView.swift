import Channel
import Screen

/// The layers as a table: shapes, parameters, work and memory.
struct LayersView: Sendable {
  func title(_ session: Session) -> String {
    let run = session.run
    let filter = session.layerFilter.isEmpty ? "" : " with '\(session.layerFilter)'"
    guard let network = run.network else { return "layers\(filter)" }
    let norms = network.parameters &- network.layers.reduce(0) { $0 &+ $1.parameters }
    return "layers\(filter), \(network.name), \(countText(network.parameters)) parameters"
      + (norms > 0 ? " (\(countText(norms)) of norms)" : "")
  }

  func explanation(_ session: Session) -> String {
    "Each row is a layer with weights, from the image to the answer. "
      + (session.run.hasDenseBlocks
        ? "A dense layer reads all maps before it in its block, which is why the maps that are read "
          + "grow row by row while those put out stay few. " : "")
      + "The last row has the sums; the trained values of norms are not among them."
  }

  func reading(_ session: Session) -> [String] {
    guard session.run.layers.indices.contains(session.layer) else { return [] }
    let layer = session.run.layers[session.layer]
    let shapes = (layer.inputs.map { "\($0) → " } ?? "") + layer.outputShapeText
    var parts = [
      "\(session.run.layerNames[session.layer]): \(shapes)", "\(layer.parameters) parameters",
    ]
    if let work = layer.multiplyAdds { parts.append("\(countText(work)) multiply-adds") }
    if let memory = layer.memory { parts.append(byteText(Double(memory))) }
    return parts + [layer.kind] + (layer.isFrozen == true ? ["frozen"] : [])
  }

  func details(_ session: Session) -> Opening {
    guard session.run.layers.indices.contains(session.layer) else { return .enlarge }
    let layer = session.run.layers[session.layer]
    func text(_ value: Int?) -> String { value.map(String.init) ?? "not known" }
    var lines = [
      layer.name,
      "Kind: \(layer.kind)" + (layer.isFrozen == true ? ", frozen" : ""),
      "Block: \(layer.block.map(String.init) ?? "none")",
      "Maps that it reads: \(text(layer.inputs))",
      "Puts out, maps × height × width: \(layer.outputShapeText)",
      "Trained values, without norms: \(layer.parameters)",
      "Multiplications with an addition, forward, for one image: \(text(layer.multiplyAdds))",
      "Memory in a step, for maps, weights, gradients and momenta: "
        + (layer.memory.map { byteText(Double($0)) } ?? "not known"),
      "",
    ]
    for measure in LayerMeasure.allCases {
      guard let series = session.run.history.layers[measure],
        series.indices.contains(session.layer),
        let value = series[session.layer].value(at: session.shownStep)
      else { continue }
      lines.append("\(measure.title) at step \(session.shownStep): \(measure.text(value))")
    }
    return .details("Layer \(session.layer + 1)", lines)
  }

  func click(row: Int, in area: Area, _ session: inout Session) {
    let layers = Self.listed(session)
    let index = Self.first(layers, session, rows: Self.rows(area)) + row - 1
    if row >= 1, row <= Self.rows(area), layers.indices.contains(index) {
      session.layer = layers[index]
    }
  }

  // MARK: Drawing

  /// Rows for layers: the heading and the sums have one each, below them is the reading.
  private static func rows(_ area: Area) -> Int { max(area.rows - 2 - readingRows(area), 1) }

  private static func readingRows(_ area: Area) -> Int {
    area.columns < 100 && area.rows >= 8 ? 2 : 1
  }

  private static func listed(_ session: Session) -> [Int] {
    session.shownLayers.filter(session.run.layers.indices.contains)
  }

  private static func cursor(_ layers: [Int], _ session: Session) -> Int {
    layers.firstIndex { $0 >= session.layer } ?? max(layers.count - 1, 0)
  }

  private static func first(_ layers: [Int], _ session: Session, rows: Int) -> Int {
    firstShown(cursor: cursor(layers, session), count: layers.count, shown: rows)
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let (session, theme) = (context.session, context.theme)
    let run = session.run
    let listed = Self.listed(session)
    guard !listed.isEmpty else {
      let text =
        run.layers.isEmpty
        ? "no layers yet" : "no layer has '\(session.layerFilter)' in its name"
      grid.writeCentred(text, in: area, row: area.rows / 2, style: theme.quiet)
      return
    }
    let names = run.layerNames.fitting(width: area.columns / 3)
    let nameWidth = min(
      max(listed.map { names[$0].count }.max() ?? 0, 10) + 2, max(area.columns - 12, 6))
    let columns = Self.fitting(run.layerFigures.columns, columns: area.columns - nameWidth)
    let rows = Self.rows(area)
    let first = Self.first(listed, session, rows: rows)
    let cursor = Self.cursor(listed, session)
    func write(_ name: String, row: Int, _ style: Style, _ figure: (LayerFigures.Column) -> String)
    {
      guard row < area.rows - Self.readingRows(area) || row == 0 else { return }
      grid.write(name, in: area.split(left: nameWidth).0, row: row, style: style)
      var end = nameWidth
      for column in columns {
        let text = figure(column)
        end += column.width + Self.gap
        grid.write(text, in: area, row: row, column: end - text.count, style: style)
      }
    }
    write("  layer", row: 0, theme.quiet, \.heading)
    for (row, layer) in listed.dropFirst(first).prefix(rows).enumerated() {
      let isUnderCursor = context.isFocused && first + row == cursor
      let sign = isUnderCursor ? (context.display.hasUnicode ? "▸ " : "> ") : "  "
      write(
        sign + clipped(names[layer], columns: nameWidth - 2), row: 1 + row,
        isUnderCursor ? theme.focus : Style()
      ) { $0.texts[layer] }
    }
    let shown = min(rows, listed.count - first)
    let range =
      shown < listed.count
      ? "\(first + 1)–\(first + shown) of \(listed.count)" : "\(listed.count) layers"
    write("  " + range, row: 1 + shown, theme.strong) { $0.sum(of: listed) }
    let below = area.inset(top: area.rows - Self.readingRows(area))
    for (row, line) in joined(reading(session), columns: area.columns).enumerated() {
      grid.write(line, in: below, row: row)
    }
  }

  /// Blanks before each column.
  private static let gap = 2

  /// The columns that there is room for.
  private static func fitting(
    _ columns: [LayerFigures.Column], columns available: Int
  ) -> [LayerFigures.Column] {
    var columns = columns
    while columns.reduce(0, { $0 + $1.width + gap }) > available,
      let last = columns.indices.max(by: { columns[$0].rank < columns[$1].rank })
    {
      columns.remove(at: last)
    }
    return columns
  }
}
