import Channel

/// A step of one of a run's lines.
struct TimeLineCursor: Sendable, Equatable {
  /// Name of the line.
  var fork: String
  var step: Int
}

/// How one moves along the time line.
enum TimeLineMove: Sendable {
  case previousCheckpoint, nextCheckpoint, back, forward, farBack, farForward, first, last
  case previousFork, nextFork
}

extension Session {
  mutating func openTimeLine() {
    if timeLine != nil { return closeTimeLine() }
    guard live.step > firstStep else {
      message = "The run has made no step yet: there is nothing to go back to."
      return
    }
    go(toTimeLine: TimeLineCursor(fork: live.fork, step: live.step))
  }

  mutating func closeTimeLine() {
    timeLine = nil
    past = nil
  }

  mutating func moveAlongTimeLine(_ move: TimeLineMove) {
    guard var cursor = timeLine else { return }
    let (last, names) = (lastStep(of: cursor.fork), live.forks.names)
    let index = names.firstIndex(of: cursor.fork) ?? 0
    let far = max((last - firstStep) / 10, 1)
    switch move {
    case .previousCheckpoint:
      cursor.step = checkpoints(of: cursor.fork).last { $0 < cursor.step } ?? firstStep
    case .nextCheckpoint:
      cursor.step = checkpoints(of: cursor.fork).first { $0 > cursor.step } ?? last
    case .back: cursor.step -= 1
    case .forward: cursor.step += 1
    case .farBack: cursor.step -= far
    case .farForward: cursor.step += far
    case .first: cursor.step = firstStep
    case .last: cursor.step = last
    case .previousFork: cursor.fork = names[max(index - 1, 0)]
    case .nextFork: cursor.fork = names[min(index + 1, names.count - 1)]
    }
    go(toTimeLine: cursor)
  }

  mutating func go(toTimeLine cursor: TimeLineCursor) {
    let step = min(max(cursor.step, firstStep), lastStep(of: cursor.fork))
    timeLine = TimeLineCursor(fork: cursor.fork, step: step)
    past = live.asItWas(at: step, on: cursor.fork)
    cursorStep = nil
  }

  /// Updates before the run's own first.
  var firstStep: Int { live.started?.resumedStep ?? 0 }

  func lastStep(of fork: String) -> Int {
    max(live.history(of: fork)?.lastStep?.step ?? 0, firstStep)
  }

  /// The steps of a line that can be gone back to.
  func checkpoints(of fork: String) -> [Int] { live.snapshot.timeLine[fork, default: []] }

  /// What is said of the step under the cursor.
  var timeLineReading: String? {
    guard let cursor = timeLine, let past else { return nil }
    var text = "Step \(cursor.step) of \(cursor.fork)"
    if let loss = past.history.recentLoss(at: cursor.step) {
      text += ", loss of 20 steps \(decimal(loss))"
    }
    if let test = past.history.evaluations.last { text += ", test \(percent(test.accuracy))" }
    let checkpoint = checkpoints(of: cursor.fork).last { $0 <= cursor.step }
    switch checkpoint {
    case _ where cursor.fork == live.fork && cursor.step == lastStep(of: cursor.fork):
      text += ": where the run is now"
    case _ where cursor.fork != live.fork: text += ": Enter takes this line up again, at its end"
    case cursor.step?: text += ": Enter forks here"
    case let step?: text += ": Enter forks at step \(step), the checkpoint before it"
    case nil:
      let origin = live.forks.origin(of: cursor.fork)
      text +=
        origin.map { ": \(cursor.fork) begins at step \($0.step), before it was \($0.parent)" }
        ?? ": no checkpoint is left there"
    }
    return text + "; Esc comes back to now."
  }
}

extension ExplorerState {
  /// What Enter does on the time line.
  mutating func openOnTimeLine() -> [Effect] {
    guard let cursor = session.timeLine else { return [] }
    let (live, last) = (session.live, session.lastStep(of: cursor.fork))
    let checkpoint = session.checkpoints(of: cursor.fork).last { $0 <= cursor.step }
    if session.replay != nil {
      _ = session.canSteer()
    } else if live.ended != nil {
      let line = cursor.fork == ForkName.main ? "" : "forks/\(cursor.fork)/"
      session.message =
        "The run has ended: --resume goes on from time-line/step-N.safetensors in its folder"
        + (line.isEmpty ? "" : " \(line)") + (checkpoint.map { ", N being \($0)." } ?? ".")
    } else if cursor.fork != live.fork {
      overlay = .commandLine(CommandLine("switch \(cursor.fork)"))
    } else if cursor.step == last {
      session.message = "This is where the run is; the arrows go back."
    } else if let checkpoint {
      overlay = .commandLine(CommandLine("fork \(checkpoint) "))
    }
    return []
  }
}
