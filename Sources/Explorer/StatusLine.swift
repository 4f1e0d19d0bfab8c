import Channel
import Screen

/// What always stands at the top: how the run is, and its figures.
struct StatusLine {
  private let state: ExplorerState
  private let display: Display

  /// Columns from which all of it fits into one row.
  static let comfortableWidth = 76

  init(_ state: ExplorerState, display: Display) {
    self.state = state
    self.display = display
  }

  /// `RUNNING`, `PAUSED`, `FINISHED` or `FAILED`.
  private var phase: (word: String, style: Style) {
    switch state.ended?.reason {
    case .failed: ("FAILED", Theme.failed)
    case .finished, .stopped: ("FINISHED", Theme.running)
    case nil: state.isPaused ? ("PAUSED", Theme.paused) : ("RUNNING", Theme.running)
    }
  }

  /// What is going on beside training.
  private var activity: String? {
    if state.ended != nil { return nil }
    if state.wantsPause && !state.isPaused { return "pausing…" }
    switch state.snapshot.activity {
    case .evaluating(let done, let count): return "evaluating \(done * 100 / max(count, 1)) %"
    case .preparing: return "preparing"
    case .training, .paused, .ended: return nil
    }
  }

  private var growthRate: (text: String, isStaged: Bool)? {
    guard let now = state.snapshot.knobs[.growthRate] else { return nil }
    let text = "k=\(Knob.growthRate.text(now))"
    guard let staged = state.staged[.growthRate] else { return (text, false) }
    return ("\(text)\(display.hasUnicode ? "→" : "->")\(Knob.growthRate.text(staged))", true)
  }

  func draw(in area: Area, of grid: inout Grid) {
    let (word, style) = phase
    var column = grid.write(word, in: area, style: style) + 2
    if let (text, isStaged) = growthRate {
      column +=
        grid.write(
          text, in: area, column: column, style: isStaged ? Theme.staged : Theme.strong) + 2
    }
    let (steps, figures) = texts(isShort: area.columns < 100)
    if area.rows > 1 {
      grid.write(steps, in: area, column: column)
      // What goes on matters more than the speed, where there is no room for both.
      let width = grid.write(figures, in: area, row: 1)
      if let activity {
        let short = activity.prefix(area.columns - 1)
        grid.writeRight(
          (width + short.count < area.columns ? "" : " ") + short, in: area, row: 1,
          style: Theme.paused)
      }
    } else {
      column += grid.write(steps + "  " + figures, in: area, column: column) + 2
      if let activity { grid.write(activity, in: area, column: column, style: Theme.paused) }
    }
  }

  private func texts(isShort: Bool) -> (steps: String, figures: String) {
    guard let run = state.run else { return ("", "") }
    let last = state.history.lastStep
    let loss = last.map { decimal($0.loss) } ?? "–"
    let accuracy = last.map { percent($0.accuracy) } ?? "–"
    let speed = last.map { "\(Int($0.imagesPerSecond.rounded()))" } ?? "–"
    let epoch = last?.epoch ?? 1
    if isShort {
      return (
        "step \(state.step) epoch \(epoch)",
        "loss \(loss.prefix(5)) acc \(accuracy.prefix { $0 != " " && $0 != "." })% \(speed)/s"
      )
    }
    return (
      "step \(state.step) of \(run.optimizer.steps)  epoch \(epoch)",
      "loss \(loss)  accuracy \(accuracy)  \(speed) images/s"
    )
  }
}
