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
    case .set(let knob, let value, let index, let block):
      guard index == 0 else {
        throw Refusal(reason: "network \(index): expected 0, this run has one network")
      }
      return try set(knob, to: value, block: block, command: command)
    case .addLayer(let block):
      return try changeStructure(command, block: block, subject: "add_layer") { $0.blocks[$1] += 1 }
    case .removeLayer(let block):
      return try changeStructure(command, block: block, subject: "remove_layer") {
        $0.blocks[$1] -= 1
      }
    case .cut(let pattern):
      return try changeCuts(to: cuts.union(try connections(pattern, subject: "cut")), command)
    case .cutBelow(let percent): return try cutBelow(percent, command)
    case .join(let pattern):
      return try changeCuts(
        to: cuts.subtracting(try connections(pattern, subject: "join")), command)
    case .freeze(let part):
      try changeFrozen(to: frozen.union(try layers(ofPart: part, subject: "freeze")), command)
    case .thaw(let part):
      try changeFrozen(to: frozen.subtracting(try layers(ofPart: part, subject: "thaw")), command)
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

  private func set(
    _ knob: Knob, to value: Double, block: Int?, command: Command
  ) throws(Refusal) -> CommandApplied {
    if let objection = knob.objection(to: value) { throw Refusal(reason: objection) }
    if let block, knob == .growthRate {
      let before = try growthRate(ofBlock: block)
      if before == Int(value) { return CommandApplied(step: step, command: command) }
      var applied = try changeStructure(command, block: block, subject: "growth rate") {
        $0.growthRates[$1] = Int(value)
      }
      (applied.knob, applied.before, applied.after) = (knob, Double(before), value)
      return applied
    }
    if let block {
      throw Refusal(
        reason: "block \(block): expected no block, \(knob.title) is the whole network's")
    }
    guard let before = self.value(of: knob) else {
      throw Refusal(reason: "\(knob.title): \(network.configuration.name) has none")
    }
    var applied = CommandApplied(
      step: step, command: command, knob: knob, before: before, after: value)
    let isUniform = network.configuration.architecture.denseNet?.growthRate != nil
    if value == before && (knob != .growthRate || isUniform) { return applied }
    let change: (_ before: TrainingState) -> Void
    switch knob {
    case .growthRate:
      // Surgery keeps the run from before it itself.
      let surgery = try changeStructure(command, block: 1, subject: "growth rate \(Int(value))") {
        structure, _ in
        structure.growthRates = structure.blocks.map { _ in Int(value) }
      }
      (applied.lossBefore, applied.lossAfter) = (surgery.lossBefore, surgery.lossAfter)
      return applied
    case .batchSize:
      guard Int(value) <= order.count else {
        throw Refusal(
          reason: "batch size \(Int(value)): expected at most \(order.count), the training samples")
      }
      try refuseIfTooLarge(
        network.configuration, batchSize: Int(value), objection: "batch size \(Int(value))")
      change = { [self] in
        network = build($0.configuration, $0.network, batchSize: Int(value))
        batchSize = Int(value)
      }
    case .learningRate:
      let factor = scheduleFactor
      guard factor > 0 else {
        throw Refusal(reason: "learning rate: the schedule has brought it to 0 for good")
      }
      change = { [self] _ in optimizer.learningRate = value / factor }
    case .dropout:
      change = { [self] in
        var configuration = $0.configuration
        configuration.architecture.dropout = value
        network = build(configuration, $0.network, batchSize: batchSize)
      }
    case .momentum: change = { [self] _ in optimizer.momentum = value }
    case .weightDecay: change = { [self] _ in optimizer.weightDecay = value }
    }
    let state = self.state
    change(state)
    changes.add(command, before: state)
    return applied
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
    if let structure = configuration.architecture.denseNet {
      network.cut(before.cuts, of: structure)
    }
    configuration.architecture.dropout = before.configuration.architecture.dropout
    let start = TrainingState(
      step: initialState.step, configuration: configuration, network: network,
      optimizer: before.optimizer, batchSize: before.batchSize, order: initialState.order,
      frozen: before.frozen, cuts: before.cuts, surgeryGenerator: generator,
      interventionsDone: interventionsDone)
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

  func build(
    _ configuration: NetworkConfiguration, _ state: NetworkState, batchSize: Int
  ) -> Network {
    Network(
      configuration, state: state, batchCapacity: batchSize,
      instructionSet: network.instructionSet, threads: plan.settings.threads)
  }

  /// Refuses a network that memory cannot hold beside the one that it replaces.
  func refuseIfTooLarge(
    _ configuration: NetworkConfiguration, batchSize: Int, objection: String
  ) throws(Refusal) {
    let required = plan.memoryRequired(configuration, batchSize: batchSize)
    guard let reason = memoryObjection(required) else { return }
    throw Refusal(reason: "\(objection) \(reason): expected a smaller one")
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
