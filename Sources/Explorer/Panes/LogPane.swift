import Foundation
import Screen

/// Everything that the run reported, a line each, the newest at the bottom.
struct LogPane: Pane {
  static let name = "log"

  /// Which lines are listed.
  private enum Selection: Sendable, CaseIterable {
    case withoutSteps, all, changesAndWarnings

    var title: String {
      switch self {
      case .withoutSteps: "without steps"
      case .all: "all"
      case .changesAndWarnings: "changes and warnings"
      }
    }

    func includes(_ kind: RunLog.Line.Kind) -> Bool {
      switch self {
      case .withoutSteps: kind != .step
      case .all: true
      case .changesAndWarnings: kind == .change || kind == .warning
      }
    }
  }

  private var selection = Selection.withoutSteps
  private var text = ""
  /// Lines between the cursor and the newest; 0 follows.
  private var linesBack = 0

  static let bindings: [KeyBinding<PaneAction<LogPane>>] = [
    KeyBinding(
      [.character("m")], "m", "measure", "other lines: without steps, all, changes and warnings"
    ) { pane, _ in
      pane.selection = pane.selection.next
      pane.linesBack = 0
    }
  ]

  func title(_ session: Session) -> String {
    "Log: \(selection.title)" + (text.isEmpty ? "" : ", with '\(text)'")
  }

  func explanation(_ session: Session) -> String {
    "What the run reported, step by step. The run's folder has the same as run.jsonl, for programs "
      + "to read."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    let count = lines(session).count
    let now = max(count - 1 - linesBack, 0)
    linesBack = max(count - 1 - now.moved(move, count: count, page: 10), 0)
  }

  mutating func open(_ session: inout Session) -> Opening {
    guard let line = chosen(session) else { return .enlarge }
    return .details("Step \(line.step)", [line.text])
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    let count = lines(session).count
    let first = firstShown(
      cursor: max(count - 1 - linesBack, 0), count: count, shown: area.rows)
    if first + row < count { linesBack = count - 1 - first - row }
  }

  mutating func filter(by text: String, _ session: inout Session) -> Bool {
    self.text = text
    linesBack = 0
    return true
  }

  private func lines(_ session: Session) -> [RunLog.Line] {
    session.run.log.lines.filter {
      selection.includes($0.kind)
        && (text.isEmpty || $0.text.localizedCaseInsensitiveContains(text))
    }
  }

  private func chosen(_ session: Session) -> RunLog.Line? {
    let lines = lines(session)
    let index = lines.count - 1 - linesBack
    return lines.indices.contains(index) ? lines[index] : lines.first
  }

  func reading(_ session: Session) -> [String] {
    chosen(session).map { ["step \($0.step): \($0.text)"] } ?? []
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let lines = lines(context.session)
    guard !lines.isEmpty else {
      grid.writeCentred("nothing yet", in: area, row: area.rows / 2, style: context.theme.quiet)
      return
    }
    let cursor = max(lines.count - 1 - linesBack, 0)
    let first = firstShown(cursor: cursor, count: lines.count, shown: area.rows)
    let width = (lines.map(\.step).max().map { "\($0)".count } ?? 1) + 1
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
