import Channel
import Screen

/// The hyperparameters that can be changed, staged values, and what the last changes did to the loss.
struct KnobsPane: Pane {
  static let name = "knobs"

  func title(_ session: Session) -> String { "Knobs" }

  func explanation(_ session: Session) -> String {
    "What can be changed while the network learns. + and - stage a change, Enter without a staged "
      + "change lets you type a value; Enter or Space makes it take effect between two steps. Below "
      + "stand the changes that were made, with the smoothed loss before each and some steps later."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    switch move {
    case .up: session.selectKnob(offset: -1)
    case .down: session.selectKnob(offset: 1)
    case .pageUp, .home: session.selectKnob(offset: -Knob.allCases.count)
    case .pageDown, .end: session.selectKnob(offset: Knob.allCases.count)
    case .left: session.stage(up: false)
    case .right: session.stage(up: true)
    }
  }

  mutating func open(_ session: inout Session) -> Opening {
    .commandLine("stage \(session.selectedKnob.rawValue) ")
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    let knobs = session.live.knobs
    if knobs.indices.contains(row) { session.selectedKnob = knobs[row] }
  }

  func reading(_ session: Session) -> [String] {
    let knob = session.selectedKnob
    guard let value = session.shownKnobs[knob] else { return [] }
    let staged = session.staged[knob].map { " → \(knob.text($0)) staged" } ?? ""
    return ["\(knob.title) \(knob.text(value))\(staged)", Self.meaning(knob, session)]
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let (session, theme) = (context.session, context.theme)
    let knobs = session.live.knobs
    for (row, knob) in knobs.enumerated() {
      draw(knob, in: area.inset(top: row), of: &grid, context)
    }
    let last = area.rows - 1
    if last > knobs.count, context.isFocused || !session.staged.isEmpty {
      grid.write(
        session.staged.isEmpty
          ? "\(session.selectedKnob.title): \(Self.meaning(session.selectedKnob, session))"
          : "Enter: apply now. "
            + (session.wantsPause ? "Space: apply, go on. Esc: cancel." : "Esc: cancel."),
        in: area, row: last, style: theme.quiet)
    }
    var row = knobs.count + 1
    let room = last - row
    let lines = session.stagedLines
    // Where there is little room, figures share rows.
    for line in lines.count <= room ? lines : joined(lines, columns: area.columns)
    where row < last {
      grid.write(line, in: area, row: row, style: theme.staged)
      row += 1
    }
    guard row < last else { return }
    drawChanges(in: area.inset(top: row, bottom: 1), of: &grid, context)
  }

  private func draw(_ knob: Knob, in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let (session, theme) = (context.session, context.theme)
    let isSelected = knob == session.selectedKnob
    let marker = isSelected ? (context.display.hasUnicode ? "▸ " : "> ") : "  "
    var column = grid.write(
      marker + knob.title, in: area, style: isSelected ? theme.focus : Style())
    column = max(column + 1, 16)
    column += grid.write(
      knob == .growthRate
        ? (session.past ?? session.live).growthRateText ?? ""
        : knob.text(session.shownKnobs[knob] ?? 0), in: area, column: column,
      style: theme.strong)
    if let staged = session.staged[knob] {
      let arrow = context.display.hasUnicode ? "→" : "->"
      grid.write(
        " \(arrow) \(knob.text(staged)) staged", in: area, column: column, style: theme.staged)
    }
  }

  /// The changes, the newest first, each with what it did.
  private func drawChanges(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let changes = context.session.run.history.changes.suffix(area.rows).reversed()
    if changes.isEmpty {
      grid.write("no changes yet", in: area, style: context.theme.quiet)
    }
    var row = 0
    for change in changes where row < area.rows {
      let what = "step \(change.step): \(change.text)"
      // The effect is what one looks for: where there is little room, the words are cut.
      let effect = Self.effect(change, isShort: what.count + 24 > area.columns)
      grid.write(
        clipped(what, columns: area.columns - effect.columns - 2), in: area, row: row,
        style: context.theme.mark)
      grid.writeRight(effect, in: area, row: row, style: context.theme.quiet)
      row += 1
      for line in joined(change.phrases, columns: area.columns - 2) where row < area.rows {
        grid.write(
          "  " + clipped(line, columns: area.columns - 2), in: area, row: row,
          style: context.theme.quiet)
        row += 1
      }
    }
  }

  /// The smoothed loss before a change and `Mark.horizon` steps later.
  private static func effect(_ change: Mark, isShort: Bool) -> String {
    if change.isUndone { return "undone" }
    guard let before = change.lossBefore else { return "" }
    if isShort { return "\(shortDecimal(before)) → \(change.lossAfter.map(shortDecimal) ?? "…")" }
    return "loss \(decimal(before)) → \(change.lossAfter.map(decimal) ?? "…")"
  }

  private static func meaning(_ knob: Knob, _ session: Session) -> String {
    switch knob {
    case .growthRate: "maps that each layer adds"
    case .learningRate:
      switch session.live.started?.optimizer.schedule {
      case "step": "size of an update; the schedule divides it by 10 at 1/2 and at 3/4 of the run"
      case "cosine": "size of an update; the schedule lets it fall to 0 along a cosine"
      default: "size of an update"
      }
    case .momentum: "share of the last update kept"
    case .dropout: "share of outputs set to 0"
    case .weightDecay: "pull of weights to 0"
    case .batchSize: "images per update"
    }
  }
}
