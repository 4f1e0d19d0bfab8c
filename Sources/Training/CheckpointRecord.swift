import Channel
import Networks
import Samples

/// What a checkpoint keeps beside a network's tensors, so that the run goes on to the bit.
struct CheckpointRecord: Codable, Equatable {
  /// Of the run that wrote it; what was changed since its start stands below.
  let settings: RunSettings
  let progress: Progress
  /// Connections, as commands have them.
  let cuts: [ConnectionPattern]
  let interventionsDone: Int
  /// Indices.
  let reactionsDone: [Int]
  /// Where the log stood; `nil` where the run cannot go on there.
  let position: LogPosition?

  init(_ state: TrainingState, _ settings: RunSettings, _ position: LogPosition?) {
    self.settings = settings
    self.position = position
    progress = state.progress
    cuts = state.cuts.map(\.pattern).sorted { $0.text < $1.text }
    interventionsDone = state.interventionsDone
    reactionsDone = state.reactionsDone.sorted()
  }

  /// The settings of a run that goes on from here.
  var remainingSettings: RunSettings {
    var remaining = settings
    remaining.interventions = Array(settings.interventions.inOrder.dropFirst(interventionsDone))
    remaining.reactions = settings.reactions.enumerated()
      .filter { !reactionsDone.contains($0.offset) }.map(\.element)
    return remaining
  }

  /// Why no run can have such values; `nil` if one can.
  var objection: String? {
    let optimizer = progress.optimizer
    let values: [(Knob, Double)] = [
      (.batchSize, Double(progress.batchSize)), (.momentum, optimizer.momentum),
      (.weightDecay, optimizer.weightDecay),
    ]
    if let objection = values.lazy.compactMap({ $0.objection(to: $1) }).first { return objection }
    // A schedule multiplies it.
    guard optimizer.learningRate > 0, optimizer.learningRate.isFinite else {
      return "learning rate \(optimizer.learningRate): expected a number over 0"
    }
    guard 0...settings.interventions.count ~= interventionsDone else {
      return "interventions done \(interventionsDone): expected 0…\(settings.interventions.count)"
    }
    return position?.objection ?? settings.objection
  }

  /// The run as it was; of its script what was still to come counts anew.
  func state(
    _ network: NetworkState, _ origin: Checkpoint.Origin
  ) throws(SafetensorsFile.Malformed) -> TrainingState {
    let structure = origin.configuration.architecture.denseNet
    let connections = structure.map { $0.blocks.indices.flatMap($0.connections(ofBlock:)) } ?? []
    let cut = connections.filter { cuts.contains($0.pattern) }
    guard cut.count == Set(cuts).count else {
      throw SafetensorsFile.Malformed(
        "cuts: expected connections of \(origin.configuration.name) alone")
    }
    if let objection = progress.followed.objection(origin.configuration, step: origin.step) {
      throw SafetensorsFile.Malformed(objection)
    }
    guard progress.step == origin.step else {
      throw SafetensorsFile.Malformed(
        "step \(origin.step): expected \(progress.step), as the rest of the metadata have it")
    }
    return TrainingState(
      progress: progress, configuration: origin.configuration, network: network, cuts: Set(cut))
  }
}

extension RunSettings {
  /// Why no run can have such values, apart from what depends on its data; `nil` if one can.
  var objection: String? {
    let values: [(Knob, Double)] = [
      (.batchSize, Double(batchSize)), (.momentum, optimizer.momentum),
      (.weightDecay, optimizer.weightDecay), (.learningRate, optimizer.learningRate),
    ]
    if let objection = values.lazy.compactMap({ $0.objection(to: $1) }).first { return objection }
    let script = interventions.map(\.command) + reactions.map(\.command)
    if script.contains(where: { $0.text == nil }) {
      return "a script that pauses: expected commands that --at takes"
    }
    if let late = evaluateEvery, late < 1 {
      return "evaluate every \(late): expected at least 1"
    }
    if let objection = checkpoints.objection { return objection }
    switch duration {
    case .epochs(let count), .steps(let count):
      return 1...1_000_000_000 ~= count ? nil : "a run of \(count): expected 1…1000000000"
    }
  }
}
