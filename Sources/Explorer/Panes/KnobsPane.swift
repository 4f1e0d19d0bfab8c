import Channel
import Screen

/// The hyperparameters that can be changed, staged values, and the last interventions.
struct KnobsPane {
  private let state: ExplorerState

  init(_ state: ExplorerState) { self.state = state }

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    let arrow = display.hasUnicode ? "→" : "->"
    for (row, knob) in state.knobs.enumerated() {
      let isSelected = knob == state.selectedKnob
      let marker = isSelected ? (display.hasUnicode ? "▸ " : "> ") : "  "
      var column = grid.write(
        marker + knob.title, in: area, row: row, style: isSelected ? Theme.focus : Style())
      column = max(column + 1, 16)
      column += grid.write(
        knob.text(state.snapshot.knobs[knob] ?? 0), in: area, row: row, column: column,
        style: Theme.strong)
      if let staged = state.staged[knob] {
        grid.write(
          " \(arrow) \(knob.text(staged)) staged", in: area, row: row, column: column,
          style: Theme.staged)
      }
    }
    var row = state.knobs.count
    let last = area.rows - 1
    if last > row, state.pane == .knobs || !state.staged.isEmpty {
      grid.write(
        state.staged.isEmpty
          ? explanation
          : "Enter: apply now. "
            + (state.wantsPause ? "Space: apply, go on. Esc: cancel." : "Esc: cancel."),
        in: area, row: last, style: Theme.quiet)
    }
    row += 1
    guard row < last else { return }
    let changes = state.history.interventions.suffix(last - row).reversed()
    if changes.isEmpty {
      grid.write("no changes yet", in: area, row: row, style: Theme.quiet)
    }
    for (offset, change) in changes.enumerated() {
      grid.write(
        clipped("step \(change.step): \(change.text)", columns: area.columns), in: area,
        row: row + offset, style: Theme.mark)
    }
  }

  /// What the selected knob is, with its value written out.
  private var explanation: String {
    switch state.selectedKnob {
    case .growthRate: "growth rate: maps that each layer adds"
    case .learningRate: "learning rate: size of an update"
    case .momentum: "momentum: share of the last update kept"
    case .dropout: "dropout: share of outputs set to 0"
    case .weightDecay: "weight decay: pull of weights to 0"
    case .batchSize: "batch size: images per update"
    }
  }
}
