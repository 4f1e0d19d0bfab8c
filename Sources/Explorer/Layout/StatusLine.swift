import Channel
import Foundation
import Screen

/// What always stands at the top: how the run is, and its figures.
struct StatusLine {
  let session: Session
  let theme: Theme
  let display: Display
  /// The figures are of the run as it is now, also where the picture is frozen.
  private var run: ObservedRun { session.live }

  /// Columns from which all of it fits into one row.
  static let comfortableWidth = 76

  private typealias Part = (text: String, style: Style)

  /// Writes part after part, into as many rows as there are; what doesn't fit is left out.
  func draw(in area: Area, of grid: inout Grid) {
    var (row, column) = (0, 0)
    for part in parts(isShort: area.columns < 100) {
      if column > 0 && column + part.text.count > area.columns {
        (row, column) = (row + 1, 0)
      }
      guard row < area.rows else { return }
      column += grid.write(part.text, in: area, row: row, column: column, style: part.style) + 2
    }
  }

  private func parts(isShort: Bool) -> [Part] {
    [phase] + [replay, steered, growthRate].compactMap(\.self) + otherStaged
      + (isShort ? shortFigures : figures) + [activity].compactMap(\.self)
  }

  /// `RUNNING`, `PAUSED`, `FINISHED` or `FAILED`; `LESSON` before a lesson's first run.
  static func word(_ session: Session) -> String {
    let run = session.live
    if let replay = session.replay { return replay.word(run) }
    switch run.ended?.reason {
    case .failed: return "FAILED"
    case .finished, .stopped: return "FINISHED"
    case nil:
      if session.lesson != nil && !run.hasBegun { return "LESSON" }
      return run.isFinished ? "FINISHED" : session.isPaused ? "PAUSED" : "RUNNING"
    }
  }

  private var phase: Part {
    let word = Self.word(session)
    let style =
      switch word {
      case "FAILED": theme.failed
      case "PAUSED": theme.paused
      default: theme.running
      }
    return (word, style)
  }

  private var replay: Part? { session.replay.map { ($0.words, theme.strong) } }

  /// Whom keys steer, where there are several networks.
  private var steered: Part? {
    guard session.isComparison else { return nil }
    if session.replay != nil { return (run.label, theme.strong) }
    return (session.steersAll ? "\(run.label), keys steer all" : "\(run.label) alone", theme.strong)
  }

  private var growthRate: Part? {
    guard let now = run.growthRateText else { return nil }
    let text = "k=\(now)"
    guard let staged = session.staged[.growthRate] else { return (text, theme.strong) }
    return ("\(text)\(arrow)\(Knob.growthRate.text(staged))", theme.staged)
  }

  private var arrow: String { display.hasUnicode ? "→" : "->" }

  /// What waits to be applied, also where no pane shows it.
  private var otherStaged: [Part] {
    Knob.allCases.compactMap { knob in
      guard knob != .growthRate, let staged = session.staged[knob] else { return nil }
      let now = run.snapshot.knobs[knob].map(knob.text) ?? ""
      return ("\(knob.title) \(now)\(arrow)\(knob.text(staged))", theme.staged)
    } + session.staged.ofNetwork.map { ($0.text ?? "", theme.staged) }
  }

  private var hidesRun: Bool { session.lesson?.hidesRun == true }

  private var figures: [Part] {
    guard let started = run.started else { return [] }
    if hidesRun { return [("step \(run.step)", Style())] }
    let last = run.history.lastStep
    return [
      // A lesson's runs have no end of their own.
      session.lesson != nil
        ? "step \(run.step)"
        : "step \(run.step) of \(run.plannedSteps ?? started.optimizer.steps)",
      "epoch \(last?.epoch ?? 1)",
      "loss \(last.map { decimal($0.loss) } ?? "–")",
      "accuracy \(last.map { percent($0.accuracy) } ?? "–")",
      "\(last.map { "\(Int($0.imagesPerSecond.rounded()))" } ?? "–") images/s",
    ].map { ($0, Style()) }
  }

  private var shortFigures: [Part] {
    guard run.started != nil else { return [] }
    if hidesRun { return [("step \(run.step)", Style())] }
    let last = run.history.lastStep
    let accuracy =
      last.map { $0.accuracy.isFinite ? String(Int((100 * $0.accuracy).rounded())) : "NaN" } ?? "–"
    return [
      "step \(run.step) epoch \(last?.epoch ?? 1)",
      "loss \(last.map { shortDecimal($0.loss) } ?? "–") acc \(accuracy)%",
      "\(last.map { "\(Int($0.imagesPerSecond.rounded()))" } ?? "–")/s",
    ].map { (String($0), Style()) }
  }

  /// What is going on beside training.
  private var activity: Part? {
    if run.isFinished || session.replay != nil || (session.lesson != nil && !run.hasBegun) {
      return nil
    }
    // In a lesson each run is to stand still in the end: that is no news.
    if session.wantsPause && !session.isPaused && session.lesson == nil {
      return ("pausing…", theme.paused)
    }
    switch run.snapshot.activity {
    case .evaluating(let done, let count):
      let share = Double(done) / Double(max(count, 1))
      return (String(format: "evaluating %.0f %%", 100 * share), theme.paused)
    case .preparing: return ("preparing", theme.paused)
    case .training, .paused, .finished, .ended: return nil
    }
  }
}
