import Channel
import Networks

/// Changing knobs and the network itself, between two steps.
extension Engine {
  /// The network as it is, to try changes on.
  var draft: NetworkDraft {
    NetworkDraft(
      configuration: network.configuration, batchSize: batchSize,
      frozen: Set(progress.frozen), cuts: cuts,
      samples: order.count)
  }

  /// Makes a change, for good until it is undone; tells the loss on the next batch before and after what
  /// changes the network's function.
  func change(_ command: Command) throws(Refusal) -> CommandApplied {
    let now = draft
    var wanted = now
    try wanted.make(command, shares: sharesOfConnections)
    var applied = CommandApplied(step: step, command: command)
    if case .set(let knob, let value, _, let block) = command {
      applied.knob = knob
      applied.before = block.flatMap { now.growthRate(ofBlock: $0) } ?? self.value(of: knob)
      applied.after = value
      if applied.before == value && wanted == now { return applied }
    } else if wanted == now {
      throw Refusal(reason: "\(command.text ?? ""): it is so already")
    }
    try refuseIfTooLarge(wanted, for: command)
    let before = state
    try setOptimizer(command)
    take(wanted, from: before, &applied)
    timeLine.forget(changes.add(command, before: before))
    return applied
  }

  private func setOptimizer(_ command: Command) throws(Refusal) {
    guard case .set(let knob, let value, _, _) = command else { return }
    switch knob {
    case .learningRate:
      let factor = scheduleFactor
      guard factor > 0 else {
        throw Refusal(reason: "learning rate: the schedule has brought it to 0 for good")
      }
      progress.optimizer.learningRate = value / factor
    case .momentum: progress.optimizer.momentum = value
    case .weightDecay: progress.optimizer.weightDecay = value
    case .growthRate, .dropout, .batchSize: break
    }
  }

  /// Batches that give maps their first running statistics: enough for an evaluation, and soon done.
  private static var statisticsBatches: Int { 8 }

  /// Makes the network what it is wanted to be.
  private func take(
    _ wanted: NetworkDraft, from before: TrainingState, _ applied: inout CommandApplied
  ) {
    progress.frozen = wanted.frozen.sorted()
    let structure = wanted.configuration.architecture.denseNet
    let isStructureNew = structure != before.configuration.architecture.denseNet
    let isFunctionNew = isStructureNew || wanted.cuts != before.cuts
    guard
      isFunctionNew || wanted.configuration != before.configuration
        || wanted.batchSize != before.progress.batchSize
    else { return }
    if isFunctionNew { applied.lossBefore = lossOnNextBatch() }
    var (state, freshMaps) = (before.network, FreshMaps())
    if isStructureNew, let structure {
      let criterion = plan.settings.mapCriterion ?? .weight
      if criterion == .loss { network.backward() }
      let surgery = StructureChange(
        of: before.network, from: before.configuration, to: structure, criterion: criterion,
        gradients: criterion == .loss ? network.gradients() : [:],
        initialization: plan.settings.initialization, using: &progress.surgeryGenerator)
      (state, freshMaps) = (surgery.state, surgery.freshMaps)
    }
    progress.batchSize = wanted.batchSize
    network = build(wanted.configuration, state, cuts: wanted.cuts, batchSize: batchSize)
    guard isFunctionNew else { return }
    applied.lossAfter = lossOnNextBatch()
    if !isStructureNew {
      freshMaps = before.configuration.maps(behind: cuts.subtracting(before.cuts))
    }
    // Running statistics of new maps, and of what is behind a cut, come from the batches that come next:
    // they would lag for dozens of steps, and evaluations go by them.
    if applied.lossAfter != nil && !freshMaps.channels.isEmpty {
      forwardOnNextBatches(Self.statisticsBatches) { number, loss in
        guard loss.isFinite else { return }
        network.adoptBatchStatistics(of: freshMaps, share: 1 / Double(number))
      }
    }
    if isStructureNew {
      progress.followed.structureChanged(
        by: applied, from: before.configuration, to: wanted.configuration)
    } else if !wanted.cuts.isSubset(of: before.cuts) {
      progress.followed.somethingWasRemoved(by: applied)
    }
  }

  /// Refuses a network that memory cannot hold beside the one that it replaces.
  func refuseIfTooLarge(_ wanted: NetworkDraft, for command: Command) throws(Refusal) {
    let required = plan.memoryRequired(wanted.configuration, batchSize: wanted.batchSize)
    let current = plan.memoryRequired(network.configuration, batchSize: batchSize)
    guard required > current, let reason = memoryObjection(required) else { return }
    throw Refusal(reason: "\(command.subject) \(reason): expected a smaller one")
  }

  func build(
    _ configuration: NetworkConfiguration, _ state: NetworkState, cuts: Set<DenseConnection>,
    batchSize: Int
  ) -> Network {
    Network(
      configuration, state: state, cuts: cuts, batchCapacity: batchSize,
      instructionSet: network.instructionSet, threads: plan.settings.threads)
  }
}

extension Command {
  /// What it is about, for a refusal: `batch size 100`, `add_layer`.
  fileprivate var subject: String {
    if case .set(let knob, let value, _, _) = self { return "\(knob.title) \(knob.text(value))" }
    return String((text ?? "").prefix { $0 != "=" })
  }
}
