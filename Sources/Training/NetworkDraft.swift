import Channel
import Foundation
import Networks

/// What a network and its batches would be after changes, before anything is done: what a preview is
/// computed from, and what a change must get through.
struct NetworkDraft: Equatable {
  var configuration: NetworkConfiguration
  var batchSize: Int
  /// Names of the layers whose weights stay as they are.
  var frozen: Set<String>
  /// Connections whose weights are 0 and stay so.
  var cuts: Set<DenseConnection>
  /// Training samples, which no batch can be larger than.
  let samples: Int

  /// Makes a change, or says why it cannot be made. Commands that change no network are none of its
  /// business.
  ///
  /// - Parameter shares: every connection of the network as it is, with its share of its reader's weight,
  ///   0…1; asked for only where a change is about them.
  mutating func make(
    _ command: Command, shares: () -> [DenseConnection: Double]
  ) throws(Refusal) {
    switch command {
    case .set(let knob, let value, let network, let block):
      guard network == 0 else {
        throw Refusal(reason: "network \(network): expected 0, this run has one network")
      }
      try set(knob, to: value, block: block)
    case .addLayer(let block):
      try changeStructure(subject: "add_layer", block: block) { $0.blocks[$1] += 1 }
    case .removeLayer(let block):
      try changeStructure(subject: "remove_layer", block: block) { $0.blocks[$1] -= 1 }
    case .cut(let pattern): cuts.formUnion(try connections(pattern, subject: "cut"))
    case .cutBelow(let percent): try cut(below: percent, shares: shares())
    case .join(let pattern): cuts.subtract(try connections(pattern, subject: "join"))
    case .freeze(let part): frozen.formUnion(try layers(ofPart: part, subject: "freeze"))
    case .thaw(let part): frozen.subtract(try layers(ofPart: part, subject: "thaw"))
    case .pause, .resume, .step, .undo, .redo, .restart, .fork, .switchFork, .checkpoint,
      .evaluate, .stop:
      break
    }
  }

  private mutating func set(_ knob: Knob, to value: Double, block: Int?) throws(Refusal) {
    if let objection = knob.objection(to: value) { throw Refusal(reason: objection) }
    if let block, knob != .growthRate {
      throw Refusal(
        reason: "block \(block): expected no block, \(knob.title) is the whole network's")
    }
    switch knob {
    case .growthRate:
      try changeStructure(subject: "growth rate \(Int(value))", block: block ?? 1) {
        structure, index in
        for each in structure.blocks.indices where block == nil || each == index {
          structure.growthRates[each] = Int(value)
        }
      }
    case .batchSize:
      guard Int(value) <= samples else {
        throw Refusal(
          reason: "batch size \(Int(value)): expected at most \(samples), the training samples")
      }
      batchSize = Int(value)
    case .dropout: configuration.architecture.dropout = value
    case .learningRate, .momentum, .weightDecay: break
    }
  }

  /// - Parameters:
  ///   - subject: what is changed, for refusals.
  ///   - block: from 1.
  ///   - change: of the structure, in the block with an index from 0.
  private mutating func changeStructure(
    subject: String, block: Int, _ change: (inout DenseNetStructure, _ block: Int) -> Void
  ) throws(Refusal) {
    var structure = try structure(withBlock: block, subject: subject)
    change(&structure, block - 1)
    if let objection = structure.objection { throw Refusal(reason: "\(subject): \(objection)") }
    configuration.architecture.denseNet = structure
    // What is gone is neither cut nor frozen.
    cuts.formIntersection(structure.blocks.indices.flatMap(structure.connections(ofBlock:)))
    frozen.formIntersection(configuration.layerNames)
  }

  private func structure(
    withBlock block: Int, subject: String
  ) throws(Refusal) -> DenseNetStructure {
    guard let structure = configuration.architecture.denseNet else {
      throw Refusal(reason: "\(subject): \(configuration.name) has no dense blocks")
    }
    guard 1...structure.blocks.count ~= block else {
      throw Refusal(
        reason: "\(subject): block \(block): expected 1…\(structure.blocks.count)")
    }
    return structure
  }

  /// The connections that a pattern means.
  private func connections(
    _ pattern: ConnectionPattern, subject: String
  ) throws(Refusal) -> [DenseConnection] {
    let structure = try structure(withBlock: pattern.block, subject: subject)
    let all = structure.connections(ofBlock: pattern.block - 1)
    let found = all.filter { connection in
      let reader: ConnectionPattern.Reader = connection.reader.map { .layer($0 + 1) } ?? .output
      return (pattern.source ?? connection.source) == connection.source
        && (pattern.reader ?? reader) == reader
    }
    guard !found.isEmpty else {
      let layers = structure.blocks[pattern.block - 1]
      throw Refusal(
        reason:
          "\(subject) \(pattern.text): expected a source in 0…\(layers) and a later layer or out")
    }
    return found
  }

  private mutating func cut(
    below percent: Double, shares: [DenseConnection: Double]
  ) throws(Refusal) {
    let subject = "cut_below \(String(format: "%g", percent))"
    guard percent > 0 && percent <= 100 else {
      throw Refusal(reason: "\(subject): expected a percentage over 0, at most 100")
    }
    guard configuration.architecture.denseNet != nil else {
      throw Refusal(reason: "\(subject): \(configuration.name) has no dense blocks")
    }
    let uncut = shares.filter { !cuts.contains($0.key) }
    let light = uncut.filter { $0.value < percent / 100 }.map(\.key)
    guard !light.isEmpty else {
      let least = uncut.values.filter(\.isFinite).min()
      throw Refusal(
        reason: "\(subject): no connection carries less; "
          + (least.map { "the least carries \(String(format: "%.3g", 100 * $0)) %" }
            ?? "all are cut already"))
    }
    cuts.formUnion(light)
  }

  /// `nil` where there is no such block, from 1.
  func growthRate(ofBlock block: Int) -> Double? {
    let rates = configuration.architecture.denseNet?.growthRates ?? []
    return rates.indices.contains(block - 1) ? Double(rates[block - 1]) : nil
  }

  private func layers(ofPart part: String, subject: String) throws(Refusal) -> Set<String> {
    let found = configuration.layerNames(ofPart: part)
    guard found.isEmpty else { return found }
    let blocks = configuration.architecture.denseNet?.blocks.count
    throw Refusal(
      reason: "\(subject) '\(part)': expected stem, "
        + (blocks.map { "block1…block\($0), " } ?? "") + "classifier or a layer's name")
  }
}
