import Channel
import Foundation
import Networks
import Samples
import Training

extension RunSettings {
  /// Checks every option and puts them together.
  ///
  /// - Parameter checkpoint: what `--resume` names; its network is used where no option describes
  ///   one.
  init(_ options: RunOptions, resuming checkpoint: Checkpoint?) throws(Failure) {
    try options.data.checkValues()
    try check("--train-samples", options.trainSamples ?? 1, in: 1...Int.max)
    if options.runDirectory == "" {
      throw .usage("--run-directory '': expected the path of a new or empty folder")
    }
    let duration: Duration
    switch (options.epochs, options.steps) {
    case (.some, .some):
      throw .usage("--epochs and --steps: expected one of the two")
    case (nil, let steps?):
      try check("--steps", steps, in: 1...1_000_000_000)
      duration = .steps(steps)
    case (let epochs, nil):
      try check("--epochs", epochs ?? 1, in: 1...100_000)
      duration = .epochs(epochs ?? 10)
    }
    try check("--evaluate-every", options.evaluateEvery ?? 1, in: 1...1_000_000_000)
    for (option, knob, value) in [
      ("--growth-rate", Knob.growthRate, Double(options.network.growthRate ?? 8)),
      ("--batch-size", .batchSize, Double(options.batchSize)),
      ("--learning-rate", .learningRate, options.learningRate),
      ("--momentum", .momentum, options.momentum),
      ("--dropout", .dropout, options.network.dropout ?? 0),
      ("--weight-decay", .weightDecay, options.weightDecay),
    ] {
      if let objection = knob.objection(to: value) { throw .usage("\(option): \(objection)") }
    }
    for intervention in options.at.map(\.intervention) {
      guard case .set(let knob, let value, _) = intervention.command,
        let objection = knob.objection(to: value)
      else { continue }
      throw .usage("--at \(intervention.step): \(objection)")
    }
    self.init(
      dataset: options.data.dataset ?? checkpoint?.origin?.dataset ?? Dataset.names[0],
      trainSamples: options.trainSamples,
      network: try Architecture(options.network, resuming: checkpoint),
      initialization: options.initialization, batchSize: options.batchSize,
      optimizer: SGD(
        learningRate: options.learningRate, momentum: options.momentum,
        isNesterov: options.nesterov, weightDecay: options.weightDecay),
      schedule: options.schedule.schedule, duration: duration,
      evaluateEvery: options.evaluateEvery, seed: options.seed,
      threads: try options.machine.threadCount(),
      instructionSet: try options.machine.instructions(), resume: options.resume,
      interventions: options.at.map(\.intervention))
  }
}

/// Checks a whole number.
func check(_ option: String, _ value: Int, in range: ClosedRange<Int>) throws(Failure) {
  guard range ~= value else {
    let expected =
      range.upperBound == Int.max
      ? "at least \(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
    throw .usage("\(option) \(value): expected \(expected)")
  }
}
