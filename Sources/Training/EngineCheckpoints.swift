import Channel

/// What an engine writes of a run, so that one can come back to it.
extension Engine {
  /// Writes a checkpoint into the run's folder, and tells it.
  ///
  /// - Parameters:
  ///   - name: the file's.
  ///   - position: where the log stands, if the run can go on there.
  /// - Returns: the file, from the run's folder on.
  @discardableResult
  func writeCheckpoint(
    _ state: TrainingState, _ name: String, at position: LogPosition? = nil
  ) throws(RunError) -> String {
    let path = try writeSilently(state, name, at: position)
    try send(.checkpoint(CheckpointWritten(step: state.step, path: path)))
    return path
  }

  private func writeSilently(
    _ state: TrainingState, _ name: String, at position: LogPosition?
  ) throws(RunError) -> String {
    // What the checkpoint says of the log is true after a loss of power too.
    if position != nil { outlet.folder.flushLog() }
    return try outlet.folder.writeCheckpoint(
      Checkpoint.content(state, of: plan.settings, at: position), name: name, fork: fork)
  }

  /// Where the log stands now.
  var position: LogPosition { outlet.folder.position(fork: fork, forks: forks) }

  /// Writes what the run has come to.
  func keepEnd() throws(RunError) {
    keptEnd = (true, nil)
    if let state = stateWorthKeeping {
      keptEnd.path = try writeCheckpoint(state, CheckpointName.asked(step), at: position)
    }
    try writeTimeLine()
  }

  /// The run, where it is another one than at its beginning, and a sound one.
  var stateWorthKeeping: TrainingState? { step > 0 || changes.last != nil ? soundNow : nil }

  /// The run as it is, where all its numbers are finite, so that one can come back to it.
  var soundNow: TrainingState? {
    guard wasFinite else { return nil }
    let state = state
    return state.isFinite ? state : nil
  }

  // MARK: By itself

  /// Writes a checkpoint where one is due. The log does not have it, for when it is due may depend on the clock.
  func keepAutomatically() throws(RunError) {
    let start = clock.now
    guard !keptEnd.isWritten, automatic.isDue(after: step, at: start), let state = soundNow else {
      return
    }
    do throws(RunError) {
      let path = try writeSilently(state, CheckpointName.automatic(step), at: position)
      let size = TrainingState.size(of: network.configuration)
      for old in automatic.add(path, size: size, step: step, begun: start, ended: clock.now) {
        outlet.folder.remove(old)
      }
    } catch {
      automatic.noteFailure(after: step, at: clock.now)
      try tellOfFailure(error)
    }
  }

  /// Keeps the weights that have the best accuracy on the test part so far, of each line of training.
  func keepBest(accuracy: Double) throws(RunError) {
    guard automatic.isOn, accuracy > automatic.bestAccuracy[fork] ?? -1, let state = soundNow else {
      return
    }
    automatic.bestAccuracy[fork] = accuracy
    do throws(RunError) {
      _ = try writeSilently(state, CheckpointName.best, at: nil)
    } catch {
      try tellOfFailure(error)
    }
  }

  /// Says once that checkpoints cannot be written; the run goes on, and tries again.
  private func tellOfFailure(_ error: RunError) throws(RunError) {
    guard !automatic.isFailureTold else { return }
    automatic.isFailureTold = true
    try send(
      .warning(
        RunWarning(step: step, kind: .folder, message: "\(error); the run goes on without it")))
  }

  // MARK: Going on

  /// Takes up the files that a run has in its folder when it goes on there; those of steps that are to be made
  /// again go.
  func takeUpFiles(before position: LogPosition) {
    for name in position.forks {
      for file in outlet.folder.checkpoints(of: name) {
        let isAhead = name == fork && file.step > step
        switch file.kind {
        case .automatic where isAhead: outlet.folder.remove(file.path)
        case .automatic: automatic.takeUp(file.path, size: file.size)
        case .best:
          let best = try? Checkpoint(contentsOf: outlet.folder.path(file.path))
          automatic.bestAccuracy[name] = best?.record?.progress.testAccuracy
        case .asked: if !isAhead { timeLine.add(kept: file.path, step: file.step, to: name) }
        case .timeLine where isAhead: outlet.folder.remove(file.path)
        case .timeLine: timeLine.add(own: file.path, step: file.step, size: file.size, to: name)
        }
      }
    }
  }
}
