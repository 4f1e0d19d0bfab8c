import Channel
import Networks

/// Changes of the network itself, between two steps.
extension Engine {
  func growthRate(ofBlock block: Int) throws(Refusal) -> Int {
    guard let rates = network.configuration.architecture.denseNet?.growthRates else {
      throw Refusal(reason: "growth rate: \(network.configuration.name) has none")
    }
    guard 1...rates.count ~= block else {
      throw Refusal(reason: "block \(block): expected 1…\(rates.count)")
    }
    return rates[block - 1]
  }

  /// Gives a DenseNet another structure, and tells the loss on the next batch before and after it.
  ///
  /// - Parameters:
  ///   - block: of the change, from 1.
  ///   - subject: what is changed, for refusals.
  ///   - change: of the structure, in the block with an index from 0.
  func changeStructure(
    _ command: Command, block: Int, subject: String,
    _ change: (inout DenseNetStructure, _ block: Int) -> Void
  ) throws(Refusal) -> CommandApplied {
    _ = try growthRate(ofBlock: block)
    var configuration = network.configuration
    guard var structure = configuration.architecture.denseNet else {
      throw Refusal(reason: "\(subject): \(configuration.name) has no dense blocks")
    }
    change(&structure, block - 1)
    if let objection = structure.objection { throw Refusal(reason: "\(subject): \(objection)") }
    configuration.architecture.denseNet = structure
    try refuseIfTooLarge(configuration, batchSize: batchSize, objection: subject)
    let before = state
    var applied = CommandApplied(step: step, command: command, lossBefore: lossOnNextBatch())
    let criterion = plan.settings.mapCriterion ?? .weight
    if criterion == .loss { network.backward() }
    let surgery = StructureChange(
      of: before.network, from: before.configuration, to: structure, criterion: criterion,
      gradients: criterion == .loss ? network.gradients() : [:],
      initialization: plan.settings.initialization, using: &surgeryGenerator)
    // New maps of a source that is cut are nobody's either.
    cuts.formIntersection(structure.blocks.indices.flatMap(structure.connections(ofBlock:)))
    var state = surgery.state
    state.cut(cuts, of: structure)
    network = build(surgery.configuration, state, batchSize: batchSize)
    frozen.formIntersection(network.layerDescriptions.map(\.name))
    // Running statistics of new maps come from the very next batch.
    applied.lossAfter = lossOnNextBatch()
    network.adoptBatchStatistics(of: surgery.freshMaps)
    changes.add(command, before: before)
    followed.structureChanged(
      by: applied, from: before.configuration, to: surgery.configuration)
    return applied
  }

  /// The connections that a pattern means.
  func connections(
    _ pattern: ConnectionPattern, subject: String
  ) throws(Refusal) -> [DenseConnection] {
    _ = try growthRate(ofBlock: pattern.block)
    let all =
      network.configuration.architecture.denseNet?.connections(ofBlock: pattern.block - 1) ?? []
    let found = all.filter { connection in
      let reader: ConnectionPattern.Reader = connection.reader.map { .layer($0 + 1) } ?? .output
      return (pattern.source ?? connection.source) == connection.source
        && (pattern.reader ?? reader) == reader
    }
    guard !found.isEmpty else {
      let layers = all.compactMap(\.reader).max().map { $0 + 1 } ?? 0
      throw Refusal(
        reason:
          "\(subject) \(pattern.text): expected a source in 0…\(layers) and a later layer or out")
    }
    return found
  }

  func changeCuts(
    to connections: Set<DenseConnection>, _ command: Command
  ) throws(Refusal) -> CommandApplied {
    guard connections != cuts, let structure = network.configuration.architecture.denseNet else {
      throw Refusal(reason: "\(command.text ?? ""): it is so already")
    }
    let before = state
    var applied = CommandApplied(step: step, command: command, lossBefore: lossOnNextBatch())
    let isCut = !connections.isSubset(of: cuts)
    cuts = connections
    var state = before.network
    state.cut(cuts, of: structure)
    network = build(before.configuration, state, batchSize: batchSize)
    applied.lossAfter = lossOnNextBatch()
    changes.add(command, before: before)
    if isCut { followed.somethingWasRemoved(by: applied) }
    return applied
  }

  func changeFrozen(to layers: Set<String>, _ command: Command) throws(Refusal) {
    guard layers != frozen else {
      throw Refusal(reason: "\(command.text ?? ""): it is so already")
    }
    let before = state
    frozen = layers
    changes.add(command, before: before)
  }

  /// Names of the layers of a part of the network: `stem`, `block2`, `transition1`, `classifier`, or a
  /// layer's own name, with or without torchvision's `features.`.
  func layers(ofPart part: String, subject: String) throws(Refusal) -> Set<String> {
    let layers = network.layerDescriptions
    let isInBlocks = layers.map { $0.block != nil }
    let first = isInBlocks.firstIndex(of: true) ?? layers.count
    let found = layers.indices.filter { index in
      let name = layers[index].name
      return switch part {
      case "stem": index < first
      case "classifier": layers[index].kind == "linear"
      default:
        layers[index].block.map { part == "block\($0)" } ?? false
          || name == part || name == "features.\(part)" || name == "features.\(part).conv"
      }
    }
    guard !found.isEmpty else {
      let blocks = layers.compactMap(\.block).max().map { "block1…block\($0), " } ?? ""
      throw Refusal(
        reason: "\(subject) '\(part)': expected stem, \(blocks)classifier or a layer's name")
    }
    return Set(found.map { layers[$0].name })
  }
}
