import Channel
import Networks

/// Why a command was not carried out: what was wrong, the value, what would be right.
struct Refusal: Error {
  let reason: String
}

/// Carrying out commands between two steps.
extension Engine {
  /// Changes what a command asks for, or nothing.
  func perform(_ command: Command) throws(Refusal) -> CommandApplied {
    switch command {
    case .pause:
      isPaused = true
      stepsBeforePause = nil
    case .resume:
      isPaused = false
      stepsBeforePause = nil
    case .step(let count):
      guard count >= 1 else { throw Refusal(reason: "\(count) steps: expected at least 1") }
      isPaused = false
      // Two presses of a key that come together are two steps.
      stepsBeforePause = (stepsBeforePause ?? 0) + min(count, 1_000_000_000)
    case .stop:
      isStopped = true
    case .set, .addLayer, .removeLayer, .cut, .join, .freeze, .thaw: return try change(command)
    case .cutBelow: return try cutBelow(command)
    case .checkpoint:
      do {
        // The log goes on behind the two lines that tell of it, and the plan behind its own.
        var position = position
        position.log += 2
        position.plan += 1
        let path = try writeCheckpoint(state, CheckpointName.asked(step), at: position)
        timeLine.add(kept: path, step: step, to: fork)
      } catch {
        throw Refusal(reason: "checkpoint: \(error)")
      }
    case .evaluate: isEvaluationAsked = true
    case .restart: return restart(command)
    case .undo:
      // What is not finite is no state to come back to.
      let now = changes.last?.command == nil ? nil : state
      guard let change = changes.undo(now, swap: { timeLine.swap(fork, after: $0, $1) }) else {
        throw Refusal(
          reason: "undo: there is no change to take back"
            + (fork == ForkName.main ? "" : " on \(fork), switch=main leaves it"))
      }
      if change.after == nil { timeLine.forget([change.aside]) }
      return go(to: change.before, command, change)
    case .redo:
      guard let change = changes.redo(swap: { timeLine.swap(fork, after: $0, $1) }),
        let after = change.after
      else { throw Refusal(reason: "redo: there is no change that was taken back") }
      return go(to: after, command, change)
    case .fork(let step, let name): return try beginFork(at: step, named: name)
    case .switchFork(let name): return try switchFork(to: name)
    }
    return CommandApplied(step: step, command: command)
  }

  /// Begins again with the initial weights and the same order of data, and with the knobs, the structure
  /// and what is frozen as they are now, so that one change can be judged alone.
  private func restart(_ command: Command) -> CommandApplied {
    let before = state
    var network = initialState.network
    var configuration = initialState.configuration
    var progress = before.progress
    (progress.step, progress.order) = (initialState.step, initialState.progress.order)
    progress.surgeryGenerator = initialState.progress.surgeryGenerator
    (progress.followed, progress.owesEvaluation) = (FollowedChanges(), false)
    progress.testAccuracy = nil
    if let structure = before.configuration.architecture.denseNet,
      structure != configuration.architecture.denseNet
    {
      let surgery = StructureChange(
        of: network, from: configuration, to: structure,
        initialization: plan.settings.initialization, using: &progress.surgeryGenerator)
      (network, configuration) = (surgery.state, surgery.configuration)
    }
    configuration.architecture.dropout = before.configuration.architecture.dropout
    let start = TrainingState(
      progress: progress, configuration: configuration, network: network, cuts: before.cuts,
      interventionsDone: interventionsDone, reactionsDone: reactionsDone)
    let applied = go(to: start, command)
    // The initial state is another one too, where the structure was changed.
    let commonStep = start.step - 1
    let aside = timeLine.swap(fork, after: commonStep, TimeLine.Segment())
    timeLine.forget(
      changes.add(command, before: before, commonStep: commonStep, aside: aside))
    timeLine.add(start, to: fork)
    return applied
  }

  /// Goes to another state of the run.
  ///
  /// - Parameter change: the change that is taken back or made again by that.
  func go(
    to state: TrainingState, _ command: Command, _ change: ChangeHistory.Entry? = nil
  ) -> CommandApplied {
    let knob = change?.knob
    var applied = CommandApplied(
      step: step, command: command, knob: knob, before: knob.flatMap(value(of:)),
      lossBefore: lossOnNextBatch(), restoredStep: state.step, change: change?.command)
    restore(state)
    applied.after = knob.flatMap(value(of:))
    applied.lossAfter = lossOnNextBatch()
    return applied
  }

  /// A knob's value now; `nil` where the network has no such knob.
  func value(of knob: Knob) -> Double? {
    switch knob {
    case .growthRate:
      network.configuration.architecture.denseNet?.growthRates.max().map { Double($0) }
    case .dropout: network.configuration.architecture.dropout
    case .batchSize: Double(batchSize)
    case .learningRate: currentOptimizer.learningRate
    case .momentum: progress.optimizer.momentum
    case .weightDecay: progress.optimizer.weightDecay
    }
  }

  /// Loss on the batch that comes next, which changes nothing; `nil` where it is not finite.
  func lossOnNextBatch() -> Double? {
    var loss = Double.nan
    forwardOnNextBatches(1) { loss = $1 }
    return loss.isFinite ? loss : nil
  }

  /// Passes of training over batches that come next, without updates: they change nothing.
  ///
  /// - Parameter body: takes the number of the batch, from 1, and its loss.
  func forwardOnNextBatches(_ count: Int, _ body: (_ number: Int, _ loss: Double) -> Void) {
    var peek = order
    for number in 1...count {
      // The step that comes next tells what is wrong with the data.
      guard let next = try? loader.peek(peek, batchSize: batchSize) else { return }
      peek = next.order
      network.load(images: next.batch.images, labels: next.batch.labels)
      network.maskSeed = maskSeed
      body(number, network.forward(.training).loss)
    }
  }
}
