import Channel
import Foundation
import Networks

/// The time line: going back to one of its checkpoints and following another line from there, a fork.
extension Engine {
  /// Forks of a run at most, the line that it began with included.
  private static let forkLimit = 32

  /// Keeps the run on the time line now and then.
  func keepOnTimeLine() throws(RunError) {
    // What a network takes is counted anew each time: not at every step.
    guard step % TimeLine.leastInterval == 0,
      step % timeLine.interval(size: TrainingState.size(of: network.configuration)) == 0,
      let state = soundNow
    else { return }
    timeLine.add(state, to: fork)
    try tellOfTimeLine()
  }

  /// A change at the step of the newest checkpoint belongs to it.
  func renewTimeLine() {
    guard timeLine.steps(of: fork).last == step, wasFinite else { return }
    timeLine.add(state, to: fork)
  }

  /// Says once that a checkpoint could not be kept.
  private func tellOfTimeLine() throws(RunError) {
    guard let failure = timeLine.takeFailure(), !isTimeLineFailureTold else { return }
    isTimeLineFailureTold = true
    try send(
      .warning(
        RunWarning(
          step: step, kind: .timeLine,
          message: "the time line loses older checkpoints: \(failure)")))
  }

  /// Keeps the whole time line in files, for programs to come.
  func writeTimeLine() throws(RunError) {
    timeLine.writeAll()
    try tellOfTimeLine()
  }

  /// Begins another line at a step of this one.
  func beginFork(at wanted: Int, named name: String?) throws(Refusal) -> CommandApplied {
    let subject = "fork \(wanted)"
    let steps = timeLine.steps(of: fork)
    guard let first = steps.first else {
      throw Refusal(reason: "\(subject): the time line is empty, --time-line 0 keeps none")
    }
    guard first...max(step, first) ~= wanted else {
      throw Refusal(reason: "\(subject): expected a step in \(first)…\(step), the line's own")
    }
    guard forks.count < Self.forkLimit else {
      throw Refusal(reason: "\(subject): the run has \(forks.count) forks, expected no more")
    }
    let name = name ?? freeForkName
    guard ForkName.isName(name) else {
      throw Refusal(
        reason: "\(subject): name '\(name)': expected 1 to 40 letters, digits, - or _")
    }
    guard !forks.contains(name) else {
      throw Refusal(
        reason:
          "\(subject): name '\(name)' is taken, expected none of \(forks.joined(separator: ", "))")
    }
    let state = try timeLineState(of: fork, at: wanted, subject: subject)
    try leaveFork(subject: subject)
    forks.append(name)
    let applied = take(up: name, state, .fork(step: state.step, name: name))
    // As the run is now: what its script has done is done for this line too.
    timeLine.add(self.state, to: name)
    return applied
  }

  /// Goes to the newest step of another line.
  func switchFork(to name: String) throws(Refusal) -> CommandApplied {
    let others = forks.filter { $0 != fork }
    guard others.contains(name) else {
      let expected =
        others.isEmpty ? "the run has no other, fork begins one" : others.joined(separator: ", ")
      throw Refusal(reason: "switch '\(name)': expected a fork: \(expected)")
    }
    let state = try timeLineState(of: name, at: .max, subject: "switch \(name)")
    try leaveFork(subject: "switch \(name)")
    return take(up: name, state, .switchFork(name))
  }

  private var freeForkName: String {
    var number = 1
    while forks.contains("fork-\(number)") { number += 1 }
    return "fork-\(number)"
  }

  private func timeLineState(
    of fork: String, at step: Int, subject: String
  ) throws(Refusal) -> TrainingState {
    do {
      if let state = try timeLine.state(of: fork, at: step) { return state }
    } catch {
      throw Refusal(reason: "\(subject): \(error)")
    }
    throw Refusal(reason: "\(subject): \(fork) has no checkpoint there any more")
  }

  /// Keeps the newest step of the line that the run is on, to come back to.
  private func leaveFork(subject: String) throws(Refusal) {
    // What is not finite is nothing to come back to: what was kept before is.
    guard let state = soundNow else { return }
    do {
      let path = try keptEnd.path ?? writeCheckpoint(state, CheckpointName.asked(step))
      timeLine.add(kept: path, step: step, to: fork)
    } catch {
      throw Refusal(reason: "\(subject): \(error)")
    }
  }

  private func take(
    up name: String, _ state: TrainingState, _ command: Command
  ) -> CommandApplied {
    // Changes of another line are not this one's to take back.
    histories[fork] = changes
    fork = name
    changes = histories.removeValue(forKey: name) ?? ChangeHistory()
    if histories.values.reduce(0, { $0 + $1.size }) > ChangeHistory.sizeLimit {
      timeLine.forget(histories.values.flatMap(\.segments))
      histories = [:]
    }
    var applied = go(to: state, command)
    applied.fork = name
    return applied
  }
}
