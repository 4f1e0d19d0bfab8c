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
        timeLine.add(kept: try writeCheckpoint(state), step: step, to: fork)
      } catch {
        throw Refusal(reason: "checkpoint: \(error)")
      }
    case .evaluate: isEvaluationAsked = true
    case .restart: return restart(command)
    case .undo:
      // What is not finite is no state to come back to.
      guard let change = changes.undo(changes.last?.command == nil ? nil : state) else {
        throw Refusal(reason: "undo: there is no change to take back")
      }
      return go(to: change.before, command, knob: change.knob)
    case .redo:
      guard let change = changes.redo(), let after = change.after else {
        throw Refusal(reason: "redo: there is no change that was taken back")
      }
      return go(to: after, command, knob: change.knob)
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
    var generator = initialState.surgeryGenerator
    if let structure = before.configuration.architecture.denseNet,
      structure != configuration.architecture.denseNet
    {
      let surgery = StructureChange(
        of: network, from: configuration, to: structure,
        initialization: plan.settings.initialization, using: &generator)
      (network, configuration) = (surgery.state, surgery.configuration)
    }
    configuration.architecture.dropout = before.configuration.architecture.dropout
    let start = TrainingState(
      step: initialState.step, configuration: configuration, network: network,
      optimizer: before.optimizer, batchSize: before.batchSize, order: initialState.order,
      frozen: before.frozen, cuts: before.cuts, surgeryGenerator: generator,
      interventionsDone: interventionsDone, reactionsDone: reactionsDone)
    let applied = go(to: start, command, knob: nil)
    changes.add(command, before: before)
    return applied
  }

  /// Goes to another state of the run, and tells what that means for the knob that led there.
  func go(to state: TrainingState, _ command: Command, knob: Knob?) -> CommandApplied {
    var applied = CommandApplied(
      step: step, command: command, knob: knob, before: knob.flatMap(value(of:)),
      lossBefore: lossOnNextBatch(), restoredStep: state.step)
    restore(state)
    timeLine.goBack(fork, to: step)
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
    case .momentum: optimizer.momentum
    case .weightDecay: optimizer.weightDecay
    }
  }

  /// Loss on the batch that comes next, which changes nothing; `nil` where it is not finite.
  func lossOnNextBatch() -> Double? {
    var peek = order
    let (images, labels) = dataset.batch(dataset.train, indices: peek.next(batchSize))
    network.load(images: images, labels: labels)
    network.maskSeed = maskSeed
    let loss = network.forward(.training).loss
    return loss.isFinite ? loss : nil
  }
}
