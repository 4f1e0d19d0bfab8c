import Screen

/// Everything that the run reported, a line each, the newest at the bottom.
struct LogPane: Pane {
  static let name = "log"

  /// Number of the line under the cursor; `nil` follows the newest.
  private var cursor: Int?

  static let bindings: [KeyBinding<PaneAction<LogPane>>] = [
    KeyBinding(
      [.character("m")], "m", "measure", "other lines: without steps, all, changes and warnings"
    ) { pane, session in
      session.list { $0.selection = $0.selection.next }
      pane.cursor = nil
    }
  ]

  func title(_ session: Session) -> String {
    let listing = session.run.log.listing
    return "Log: \(listing.selection.title)"
      + (listing.text.isEmpty ? "" : ", with '\(listing.text)'")
  }

  func explanation(_ session: Session) -> String {
    "What the run reported, step by step. The run's folder has the same as run.jsonl, for programs "
      + "to read."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    let lines = session.run.log.listed
    put(on: index(lines).moved(move, count: lines.count, page: 10), lines)
  }

  mutating func open(_ session: inout Session) -> Opening {
    guard let line = chosen(session) else { return .enlarge }
    return .details("Step \(line.step)", [line.text])
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    let lines = session.run.log.listed
    put(
      on: firstShown(cursor: index(lines), count: lines.count, shown: area.rows) + row, lines)
  }

  mutating func filter(by text: String, _ session: inout Session) -> Bool {
    session.list { $0.text = text }
    cursor = nil
    return true
  }

  private mutating func put(on index: Int, _ lines: [RunLog.Line]) {
    guard lines.indices.contains(index) else { return }
    cursor = index == lines.count - 1 ? nil : lines[index].number
  }

  /// Index of the line under the cursor, or of the next one before it that is listed.
  private func index(_ lines: [RunLog.Line]) -> Int {
    guard let cursor else { return max(lines.count - 1, 0) }
    return lines.lastIndex { $0.number <= cursor } ?? 0
  }

  private func chosen(_ session: Session) -> RunLog.Line? {
    let lines = session.run.log.listed
    return lines.isEmpty ? nil : lines[index(lines)]
  }

  func reading(_ session: Session) -> [String] {
    chosen(session).map { ["step \($0.step): \($0.text)"] } ?? []
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let lines = context.session.run.log.listed
    guard !lines.isEmpty else {
      grid.writeCentred("nothing yet", in: area, row: area.rows / 2, style: context.theme.quiet)
      return
    }
    let cursor = index(lines)
    let first = firstShown(cursor: cursor, count: lines.count, shown: area.rows)
    // Steps never go back, so that the last one is the widest.
    let width = "\(lines.last?.step ?? 0)".count + 1
    for (row, line) in lines.dropFirst(first).prefix(area.rows).enumerated() {
      let isUnderCursor = context.isFocused && first + row == cursor
      grid.write(
        "\(line.step)", in: area, row: row,
        style: isUnderCursor ? context.theme.focus : context.theme.quiet)
      grid.write(
        clipped(line.text, columns: area.columns - width), in: area, row: row, column: width,
        style: style(line.kind, context.theme))
    }
  }

  private func style(_ kind: RunLog.Line.Kind, _ theme: Theme) -> Style {
    switch kind {
    case .step: theme.quiet
    case .report: Style()
    case .change: theme.mark
    case .warning: theme.warning
    }
  }
}

extension RunLog.Listing.Selection {
  fileprivate var title: String {
    switch self {
    case .withoutSteps: "without steps"
    case .all: "all"
    case .changesAndWarnings: "changes and warnings"
    }
  }
}
