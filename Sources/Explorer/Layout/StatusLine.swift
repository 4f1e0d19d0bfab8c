import Channel
import Screen

/// What always stands at the top: how the run is, and its figures.
struct StatusLine {
  private let session: Session
  private let theme: Theme
  private let display: Display
  /// The figures are of the run as it is now, also where the picture is frozen.
  private var run: ObservedRun { session.live }

  /// Columns from which all of it fits into one row.
  static let comfortableWidth = 76

  init(_ session: Session, theme: Theme, display: Display) {
    self.session = session
    self.theme = theme
    self.display = display
  }

  /// `RUNNING`, `PAUSED`, `FINISHED` or `FAILED`.
  private var phase: (word: String, style: Style) {
    switch run.ended?.reason {
    case .failed: ("FAILED", theme.failed)
    case .finished, .stopped: ("FINISHED", theme.running)
    case nil: session.isPaused ? ("PAUSED", theme.paused) : ("RUNNING", theme.running)
    }
  }

  /// What is going on beside training.
  private var activity: String? {
    if run.ended != nil { return nil }
    if session.wantsPause && !session.isPaused { return "pausing…" }
    switch run.snapshot.activity {
    case .evaluating(let done, let count): return "evaluating \(done * 100 / max(count, 1)) %"
    case .preparing: return "preparing"
    case .training, .paused, .ended: return nil
    }
  }

  private var growthRate: (text: String, isStaged: Bool)? {
    guard let now = run.snapshot.knobs[.growthRate] else { return nil }
    let text = "k=\(Knob.growthRate.text(now))"
    guard let staged = session.staged[.growthRate] else { return (text, false) }
    return ("\(text)\(display.hasUnicode ? "→" : "->")\(Knob.growthRate.text(staged))", true)
  }

  func draw(in area: Area, of grid: inout Grid) {
    let (word, style) = phase
    var column = grid.write(word, in: area, style: style) + 2
    if let (text, isStaged) = growthRate {
      column +=
        grid.write(
          text, in: area, column: column, style: isStaged ? theme.staged : theme.strong) + 2
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
          style: theme.paused)
      }
    } else {
      column += grid.write(steps + "  " + figures, in: area, column: column) + 2
      if let activity { grid.write(activity, in: area, column: column, style: theme.paused) }
    }
  }

  private func texts(isShort: Bool) -> (steps: String, figures: String) {
    guard let started = run.started else { return ("", "") }
    let last = run.history.lastStep
    let loss = last.map { decimal($0.loss) } ?? "–"
    let accuracy = last.map { percent($0.accuracy) } ?? "–"
    let speed = last.map { "\(Int($0.imagesPerSecond.rounded()))" } ?? "–"
    let epoch = last?.epoch ?? 1
    if isShort {
      return (
        "step \(run.step) epoch \(epoch)",
        "loss \(loss.prefix(5)) acc \(accuracy.prefix { $0 != " " && $0 != "." })% \(speed)/s"
      )
    }
    return (
      "step \(run.step) of \(started.optimizer.steps)  epoch \(epoch)",
      "loss \(loss)  accuracy \(accuracy)  \(speed) images/s"
    )
  }
}
