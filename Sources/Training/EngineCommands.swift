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
    case .set(let knob, let value, let index):
      guard index == 0 else {
        throw Refusal(reason: "network \(index): expected 0, this run has one network")
      }
      return try set(knob, to: value, command: command)
    case .checkpoint:
      do {
        try writeCheckpoint(weights)
      } catch {
        throw Refusal(reason: "checkpoint: \(error)")
      }
    case .evaluate: isEvaluationAsked = true
    case .undo:
      guard let change = undoHistory.removeLast() else {
        throw Refusal(reason: "undo: there is no change to take back")
      }
      return undo(change)
    }
    return CommandApplied(step: step, command: command)
  }

  private func set(
    _ knob: Knob, to value: Double, command: Command
  ) throws(Refusal) -> CommandApplied {
    if let objection = knob.objection(to: value) { throw Refusal(reason: objection) }
    guard let before = self.value(of: knob) else {
      throw Refusal(reason: "\(knob.title): \(network.configuration.name) has none")
    }
    var applied = CommandApplied(
      step: step, command: command, knob: knob, before: before, after: value)
    if value == before { return applied }
    switch knob {
    case .growthRate:
      applied.lossBefore = lossOnNextBatch()
      try changeGrowthRate(to: Int(value))
      applied.lossAfter = lossOnNextBatch()
    case .batchSize:
      guard Int(value) <= order.count else {
        throw Refusal(
          reason: "batch size \(Int(value)): expected at most \(order.count), the training samples")
      }
      try refuseIfTooLarge(
        network.configuration, batchSize: Int(value), objection: "batch size \(Int(value))")
      undoHistory.append(.batchSize(batchSize))
      changeBatchSize(to: Int(value))
    case .learningRate:
      let factor = scheduleFactor
      guard factor > 0 else {
        throw Refusal(reason: "learning rate: the schedule has brought it to 0 for good")
      }
      changeOptimizer(knob) { $0.learningRate = value / factor }
    case .dropout:
      undoHistory.append(.dropout(network.configuration.architecture.dropout))
      changeDropout(to: value)
    case .momentum: changeOptimizer(knob) { $0.momentum = value }
    case .weightDecay: changeOptimizer(knob) { $0.weightDecay = value }
    }
    return applied
  }

  private func changeOptimizer(_ knob: Knob, _ change: (inout SGD) -> Void) {
    undoHistory.append(.optimizer(knob, optimizer))
    change(&optimizer)
  }

  private func undo(_ change: UndoHistory.Change) -> CommandApplied {
    let before = change.knob.flatMap { value(of: $0) }
    var applied = CommandApplied(step: step, command: .undo, knob: change.knob, before: before)
    switch change {
    case .optimizer(_, let old): optimizer = old
    case .batchSize(let old): changeBatchSize(to: old)
    case .dropout(let old): changeDropout(to: old)
    case .network(let weights):
      restore(weights, &applied)
      adaptSoundWeights(using: surgeryGenerator)
    case .weights(let weights):
      restore(weights, &applied)
      applied.restoredStep = weights.step
      undoHistory.replaceNetworks(after: weights.step) {
        weights.adapted(
          to: $0, initialization: plan.settings.initialization, using: surgeryGenerator)
      }
    }
    applied.after = change.knob.flatMap { value(of: $0) }
    return applied
  }

  /// Puts weights back; dropout stays as it is.
  private func restore(_ weights: KnownWeights, _ applied: inout CommandApplied) {
    applied.lossBefore = lossOnNextBatch()
    var configuration = weights.configuration
    configuration.architecture.dropout = network.configuration.architecture.dropout
    network = build(configuration, weights.state, batchSize: batchSize)
    applied.lossAfter = lossOnNextBatch()
  }

  /// A knob's value now; `nil` where the network has no such knob.
  func value(of knob: Knob) -> Double? {
    switch knob {
    case .growthRate: network.configuration.architecture.growthRate.map { Double($0) }
    case .dropout: network.configuration.architecture.dropout
    case .batchSize: Double(batchSize)
    case .learningRate: currentOptimizer.learningRate
    case .momentum: optimizer.momentum
    case .weightDecay: optimizer.weightDecay
    }
  }

  private func changeGrowthRate(to growthRate: Int) throws(Refusal) {
    var configuration = network.configuration
    configuration.architecture.growthRate = growthRate
    try refuseIfTooLarge(
      configuration, batchSize: batchSize, objection: "growth rate \(growthRate)")
    let before = weights
    let generator = surgeryGenerator
    let change = GrowthRateChange(
      of: before.state, from: before.configuration, to: growthRate,
      initialization: plan.settings.initialization, using: &surgeryGenerator)
    undoHistory.append(.network(before))
    network = build(change.configuration, change.state, batchSize: batchSize)
    adaptSoundWeights(using: generator)
    // Running statistics of new maps come from the very next batch.
    _ = lossOnNextBatch()
    network.adoptBatchStatistics(of: change.freshMaps)
  }

  /// Sound weights follow the network's growth rate, so that going back to them never changes it.
  private func adaptSoundWeights(using generator: RandomGenerator) {
    guard let growthRate = network.configuration.architecture.growthRate else { return }
    soundWeights = soundWeights?.adapted(
      to: growthRate, initialization: plan.settings.initialization, using: generator)
  }

  private func changeBatchSize(to size: Int) {
    network = build(network.configuration, network.state(), batchSize: size)
    batchSize = size
  }

  private func changeDropout(to rate: Double) {
    var configuration = network.configuration
    configuration.architecture.dropout = rate
    network = build(configuration, network.state(), batchSize: batchSize)
  }

  private func build(
    _ configuration: NetworkConfiguration, _ state: NetworkState, batchSize: Int
  ) -> Network {
    Network(
      configuration, state: state, batchCapacity: batchSize,
      instructionSet: network.instructionSet, threads: plan.settings.threads)
  }

  /// Refuses a network that memory cannot hold beside the one that it replaces.
  private func refuseIfTooLarge(
    _ configuration: NetworkConfiguration, batchSize: Int, objection: String
  ) throws(Refusal) {
    let required = plan.memoryRequired(configuration, batchSize: batchSize)
    guard let reason = memoryObjection(required) else { return }
    throw Refusal(reason: "\(objection) \(reason): expected a smaller one")
  }

  /// Loss on the batch that comes next, which changes nothing; `nil` where it is not finite.
  private func lossOnNextBatch() -> Double? {
    var peek = order
    let (images, labels) = dataset.batch(dataset.train, indices: peek.next(batchSize))
    network.load(images: images, labels: labels)
    network.maskSeed = maskSeed
    let loss = network.forward(.training).loss
    return loss.isFinite ? loss : nil
  }
}
