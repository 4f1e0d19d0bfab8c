import Channel
import Screen

/// The explorer in lines of text, for screen readers: what changed and matters, never a picture.
public struct PlainReport: Sendable {
  private var said = Said()
  /// What was said of each network's log.
  private var heard: [Heard] = []
  /// `Session.timesReplaced` of what was said.
  private var timesReplaced = 0

  private struct Heard {
    var logLines = 0
    /// The next step whose figures are worth a line.
    var nextStep = 1
  }

  /// What was said last, so that nothing is said twice.
  private struct Said: Equatable {
    var phase = ""
    var place = ""
    var reading: [String] = []
    var overlay = ExplorerState.Overlay.none
    var staged = Staging()
    var quitting = ExplorerState.Quitting.no
    var timeLine: String?
    var lesson: [String] = []
    var lessonStage: ExplorerState.LessonStage?
    var problems = 0
    var message: String?
  }

  /// A report that has said nothing.
  public init() {}

  /// What there is to say after an action, a line each.
  ///
  /// - Parameter isAnswer: whether the action was a person's, who waits for an answer.
  public mutating func lines(_ state: ExplorerState, isAnswer: Bool) -> [String] {
    // What is hidden is told later.
    var lines = state.hidesRun ? [] : news(state)
    let session = state.session
    let phase = state.phaseWord
    if phase != said.phase {
      lines.append(phase + (session.live.hasBegun && !state.hidesRun ? ": " + state.figures : ""))
    }
    lines += problems(state, isAnswer: isAnswer)
    if state.lessonStage != said.lessonStage {
      lines += state.lessonLines
    } else if isAnswer {
      // What a key has changed in the text of a lesson: a choice, a typed number, an answer revealed.
      let changed = state.lessonLines.filter { !said.lesson.contains($0) }
      lines += changed.isEmpty ? answer(state) : changed
    }
    remember(state, phase: phase)
    // What parts texts on the screen is nothing to be read.
    return lines.filter { !$0.isEmpty }
  }

  /// What the networks reported, and the figures of the one that is shown at steps 1, 2, 5, 10, 20, 50, …, at
  /// most a thousand apart.
  private mutating func news(_ state: ExplorerState) -> [String] {
    let session = state.session
    if heard.count != session.networks.count {
      heard = Array(repeating: Heard(), count: session.networks.count)
    }
    if session.timesReplaced != timesReplaced {
      // One who jumps does not want to hear all that lies between.
      timesReplaced = session.timesReplaced
      for index in heard.indices {
        heard[index].logLines = session.networks[index].live.log.count
        heard[index].nextStep = Self.step(after: session.networks[index].live.step)
      }
    }
    return session.networks.indices.flatMap { network in
      news(session.networks[network].live.log, network, of: session)
    }
  }

  private mutating func news(_ log: RunLog, _ network: Int, of session: Session) -> [String] {
    // A log that is shorter than it was is another run's.
    if log.count < heard[network].logLines { heard[network] = Heard() }
    let fresh = log.lines.suffix(min(log.count - heard[network].logLines, log.lines.count))
    heard[network].logLines = log.count
    let name = session.isComparison ? session.name(of: network) + ", " : ""
    var lines: [String] = []
    for line in fresh {
      if line.kind == .step {
        guard network == session.selected, line.step >= heard[network].nextStep else { continue }
        heard[network].nextStep = Self.step(after: line.step)
      }
      lines.append("\(name)step \(line.step): \(line.text)")
    }
    return lines
  }

  private static func step(after step: Int) -> Int {
    var power = 1
    while power * 10 <= min(step, 1000) { power *= 10 }
    if power >= 1000 { return (step / 1000 + 1) * 1000 }
    return [2, 5, 10].map { $0 * power }.first { $0 > step } ?? step + 1
  }

  /// What a lesson could not do, also where it was tried before.
  private func problems(_ state: ExplorerState, isAnswer: Bool) -> [String] {
    let problems = state.lessonProblems
    let fresh = Array(problems.dropFirst(said.problems))
    guard !isAnswer, let message = state.session.message, message != said.message,
      problems.contains(message), !fresh.contains(message)
    else { return fresh }
    return fresh + [message]
  }

  private func answer(_ state: ExplorerState) -> [String] {
    let session = state.session
    if state.quitting != said.quitting, state.quitting != .no {
      return [state.messageText ?? ""]
    }
    // One who scrolls has heard the text already.
    if state.overlay.isScrolled(from: said.overlay) { return [] }
    if state.overlay != said.overlay {
      switch state.overlay {
      case .help:
        return state.helpLines.map { $0.label.isEmpty ? $0.text : "\($0.label): \($0.text)" }
      case .details(let heading, let text, _): return [heading] + text
      case .commandLine(let line):
        // A character that is typed or taken away is known to who does it.
        if case .commandLine(let old) = said.overlay, abs(old.text.count - line.text.count) == 1 {
          return []
        }
        return [":" + line.text]
      case .none: break
      }
    }
    if state.hidesRun { return [] }
    if let message = session.message { return [message] }
    let timeLine = session.timeLineReading
    if timeLine != said.timeLine { return [timeLine ?? "back at now"] }
    let reading = state.panes[state.focus].reading(session)
    if state.place != said.place {
      return [state.place] + [reading.joined(separator: ", ")]
    }
    if session.staged != said.staged {
      return session.staged.isEmpty
        ? ["nothing is staged"]
        : session.staged.commands.map { command in
          if case .set(let knob, let value, _, nil) = command {
            return "\(knob.title) \(knob.text(session.live.snapshot.knobs[knob] ?? 0)) → "
              + "\(knob.text(value)) staged"
          }
          return "\(command.proposal) staged"
        }
    }
    return reading == said.reading ? [] : [reading.joined(separator: ", ")]
  }

  private mutating func remember(_ state: ExplorerState, phase: String) {
    said = Said(
      phase: phase, place: state.place,
      reading: state.panes[state.focus].reading(state.session), overlay: state.overlay,
      staged: state.session.staged, quitting: state.quitting,
      timeLine: state.session.timeLineReading, lesson: state.lessonLines,
      lessonStage: state.lessonStage, problems: state.lessonProblems.count,
      message: state.session.message)
  }
}

extension ExplorerState {
  /// Where keys go: `pane 2 of 7, Gradients: gradient norm`.
  fileprivate var place: String {
    "pane \(focus + 1) of \(panes.count), \(panes[focus].title(session))"
  }

  /// The text of a lesson; none where none is given.
  fileprivate var lessonLines: [String] { LessonView(self)?.plainLines ?? [] }

  fileprivate var phaseWord: String {
    StatusLine.word(session)
  }

  /// The status line's figures.
  var figures: String {
    guard let last = session.live.history.lastStep else { return "no steps yet" }
    var text =
      "step \(last.step), epoch \(last.epoch), loss \(decimal(last.loss)), "
      + "accuracy \(percent(last.accuracy)), \(Int(last.imagesPerSecond.rounded())) images/s"
    if let growthRate = session.live.snapshot.knobs[.growthRate] {
      text += ", growth rate \(Knob.growthRate.text(growthRate))"
    }
    return text
  }
}
