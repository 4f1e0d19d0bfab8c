import Channel
import Screen

/// How much each layer of a dense block draws on each earlier one: the paper's Figure 5. Columns
/// are the layers that read, the last one the transition or classifier; rows are the sources.
struct ReusePane: Pane {
  static let name = "reuse"
  private var measure = ReuseMeasure.weight
  /// Where the person put the cursor; see `cursor(_:)`.
  private var wanted = ReuseCursor()
  /// What stands here for a network without dense blocks.
  private var shortcuts = ShortcutsView()

  static let bindings: [KeyBinding<PaneAction<ReusePane>>] = [
    KeyBinding(
      [.character("m")], "m", "measure",
      "another measure: weight, weight × γ, contribution, change since a knob was changed"
    ) { pane, _ in
      pane.measure = pane.measure.next
    },
    KeyBinding(
      [.character("x")], "x", "cut-column",
      "stage cutting the column, all that its layer reads, or joining it again"
    ) { pane, session in
      pane.stage(.reader, &session)
    },
    KeyBinding(
      [.character("X")], "X", "cut-row",
      "stage cutting the row, all that read its source, or joining it again"
    ) { pane, session in
      pane.stage(.source, &session)
    },
    KeyBinding(
      [.character("b")], "b", "cut-light",
      "stage cutting everything that carries less than so many percent"
    ) { pane, session in
      if pane.canCut(&session) { session.wantedCommandLine = "cut_below " }
    },
  ]

  func title(_ session: Session) -> String {
    if session.run.hasDenseBlocks { return "Reuse: \(measure.title)" }
    return session.run.network?.architecture == "resnet" ? "Shortcuts" : "Reuse"
  }

  func addInterest(to interest: inout Interest, _ session: Session) {
    if session.live.hasDenseBlocks && measure == .contribution {
      interest.wantsContributions = true
    }
  }

  // MARK: Moving

  /// The connection under the cursor; `nil` where there is none. A change of the network may have left
  /// fewer of them than there were.
  func cursor(_ session: Session) -> ReuseCursor? {
    let blocks = session.run.reuse
    guard !blocks.isEmpty else { return nil }
    let index = min(max(wanted.block, 0), blocks.count - 1)
    let (consumers, sources) = (blocks[index].matrix.count, blocks[index].maps.count)
    guard consumers > 0 && sources > 0 else { return ReuseCursor(block: index) }
    let consumer = min(max(wanted.consumer, 0), consumers - 1)
    // A consumer reads the block's input and the layers before it.
    let source = min(max(wanted.source, 0), consumer, sources - 1)
    return ReuseCursor(block: index, consumer: consumer, source: source)
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    guard session.run.hasDenseBlocks else { return shortcuts.move(move, session) }
    guard var next = cursor(session) else { return }
    let blocks = session.run.reuse
    let last = blocks[next.block].matrix.count - 1
    switch move {
    case .left where next.consumer == 0 && next.block > 0:
      next.block -= 1
      next.consumer = blocks[next.block].matrix.count - 1
    case .right where next.consumer >= last && next.block < blocks.count - 1:
      next.block += 1
      next.consumer = 0
    case .left: next.consumer -= 1
    case .right: next.consumer += 1
    case .up: next.source -= 1
    case .down: next.source += 1
    case .home: next.consumer = 0
    case .end: next.consumer = last
    case .pageUp: next.block -= 1
    case .pageDown: next.block += 1
    }
    wanted = next
    wanted = cursor(session) ?? next
  }

  /// The column of what a layer reads.
  mutating func show(layer: Int, _ session: Session) {
    guard let place = BlockConnections(session.run, layer: layer) else { return }
    wanted = ReuseCursor(
      block: place.block - 1, consumer: max(place.selected - 1, 0), source: wanted.source)
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    guard session.run.hasDenseBlocks else {
      return shortcuts.click(row: row, in: area, session)
    }
    guard let cursor = cursor(session) else { return }
    let arrangement = ReuseArrangement(session.run.reuse, cursor: cursor, in: area)
    let (row, column) = (area.row + row, area.column + column)
    guard
      let place = arrangement.places.first(where: { $0.area.contains(row: row, column: column) })
    else { return }
    let connection = place.connection(
      row: row - place.cells.row, column: column - place.cells.column)
    if place.block != cursor.block { wanted = ReuseCursor(block: place.block) }
    if let (consumer, source) = connection {
      wanted = ReuseCursor(block: place.block, consumer: consumer, source: source)
    }
    wanted = self.cursor(session) ?? wanted
  }

  // MARK: Reading

  func reading(_ session: Session) -> [String] {
    session.run.hasDenseBlocks
      ? reading(session, columns: .max) : shortcuts.reading(session)
  }

  private func reading(_ session: Session, columns: Int) -> [String] {
    guard let cursor = cursor(session) else { return [] }
    let blocks = session.run.reuse
    let block = blocks[cursor.block]
    guard !block.matrix.isEmpty && !block.maps.isEmpty else { return [] }
    guard let connections = measure.connections(of: block, in: session.run) else {
      return ["\(measure.title): \(absence(session))"]
    }
    let reader = block.consumerName(
      cursor.consumer, isLastBlock: cursor.block == blocks.count - 1)
    let origin = block.sourceName(cursor.source)
    let value = connections[cursor.consumer, cursor.source].map(measure.text) ?? "none"
    let full =
      "\(measure.title) \(value): \(reader) from \(origin), \(block.maps[cursor.source]) maps"
    if session.run.network?.cuts?.contains(connectionsUnderCursor(session)?.text ?? "") ?? false {
      return ["cut: \(reader) from \(origin)"]
    }
    let share = session.run.reuseStatistics[cursor.block].shares[cursor.consumer, cursor.source]
    return [full.count <= columns ? full : "\(value): \(reader) from \(origin)"]
      + (share.map { ["\(percent($0)) of the reader's weight"] } ?? [])
      + (measure == .change ? [comparison(session)] : [])
  }

  /// What changes are counted from.
  private func comparison(_ session: Session) -> String {
    let step = session.run.reuseAtMark.first?.step ?? 0
    guard let mark = session.run.history.marks.last(where: { $0.kind == .change }) else {
      return "since step \(step)"
    }
    let measured = mark.step == step ? "" : ", measured at \(step)"
    return "since the change at step \(mark.step)\(measured)"
  }

  /// Why there are no numbers.
  private func absence(_ session: Session) -> String {
    switch measure {
    case .weight, .change: "nothing to compare with yet"
    case .scaledWeight: "this network has no norms and so no γ"
    case .contribution:
      if session.past != nil {
        "contributions are not in the log: Esc comes back to now"
      } else if session.replay != nil {
        "contributions are not recorded: a run that trains shows them"
      } else if session.frozen != nil {
        "not measured when the picture froze"
      } else if session.run.ended?.reason == .failed {
        "not measured before the run failed"
      } else {
        "measuring…"
      }
    }
  }

  func explanation(_ session: Session) -> String {
    guard session.run.hasDenseBlocks else {
      return session.run.network?.architecture == "plain"
        ? "In a plain network each layer reads the one before it and no other: there is nothing to "
          + "reuse. Compare a DenseNet, whose layers read all earlier ones of their block."
        : "Each block of a ResNet adds what its convolutions compute, F(x), to what its shortcut "
          + "carries past them, x. The longer the bar, the more of the block's output is x."
    }
    return
      "Each column is a layer that reads, the last one the transition or classifier; each row is "
      + "a source that it can read from. \(measure.explanation)"
  }

  // MARK: Drawing

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let session = context.session
    guard session.run.hasDenseBlocks else { return shortcuts.draw(in: area, of: &grid, context) }
    guard area.rows >= 4, area.columns >= 16, let cursor = cursor(session) else { return }
    let blocks = session.run.reuse
    let connections = blocks.map { measure.connections(of: $0, in: session.run) }
    let largest = connections.reduce(0) { max($0, $1?.largest ?? 0) }
    let arrangement = ReuseArrangement(blocks, cursor: cursor, in: area)
    for place in arrangement.places {
      let block = place.block
      ReuseMatrixView(
        block: blocks[block], blockCount: blocks.count, connections: connections[block],
        shares: connections[block].map { measure.shares($0, largest: largest) } ?? [],
        colors: measure == .change ? context.theme.differences : context.theme.scale,
        marksNegative: measure == .contribution, cuts: Set(session.run.network?.cuts ?? []),
        cursor: block == cursor.block ? cursor : nil,
        absence: absence(session)
      ).draw(in: place, hasHeading: arrangement.hasHeadings, of: &grid, context)
    }
    if connections[cursor.block] != nil {
      drawScale(largest: largest, in: arrangement.scale, of: &grid, context)
    }
    drawText(in: arrangement.below, cursor: cursor, of: &grid, context)
  }

  private func drawScale(
    largest: Double, in area: Area, of grid: inout Grid, _ context: PaneContext
  ) {
    let (from, to) =
      switch measure {
      case .weight, .scaledWeight: ("0", "most of column")
      case .contribution: ("0", measure.text(largest))
      case .change: ("less", "more, most of column")
      }
    let (bar, rest) = area.split(left: min(area.columns, 40))
    HeatMap.drawScale(
      measure == .change ? context.theme.differences : context.theme.scale, from: from, to: to,
      in: bar, of: &grid, display: context.display)
    if measure == .contribution {
      grid.write(
        "\(ReuseMatrixView.negativeMark(context.display)) negative", in: rest, column: 2,
        style: context.theme.quiet)
    }
  }

  /// The value under the cursor, then as many statistics as there is room for.
  private func drawText(
    in area: Area, cursor: ReuseCursor, of grid: inout Grid, _ context: PaneContext
  ) {
    let session = context.session
    let blocks = session.run.reuse
    let reading = joined(reading(session, columns: area.columns), columns: area.columns)
    for (row, line) in reading.enumerated() {
      grid.write(clipped(line, columns: area.columns), in: area, row: row)
    }
    var rest = area.inset(top: max(reading.count, 1))
    let report = ReuseReport(
      blocks[cursor.block], session.run.reuseStatistics[cursor.block], cursor: cursor,
      isLastBlock: cursor.block == blocks.count - 1, layers: session.run.layers)
    var lines: [String] = []
    for phrases in report.parts where lines.count < rest.rows {
      lines += joined(phrases, columns: area.columns).prefix(2)
    }
    if rest.rows >= lines.count + 2 { rest = rest.inset(top: 1) }
    if rest.rows >= 4 {
      grid.write(report.heading, in: rest, style: context.theme.strong)
      rest = rest.inset(top: 1)
    }
    for (row, line) in lines.prefix(rest.rows).enumerated() {
      grid.write(
        clipped(line, columns: area.columns), in: rest, row: row, style: context.theme.quiet)
    }
  }
}
