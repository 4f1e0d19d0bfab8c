import Channel
import Foundation
import Networks
import Training

extension RunSettings {
  /// Checks every option and puts them together.
  init(_ options: RunOptions) throws(Failure) {
    if options.dataset.isEmpty { throw .usage("--dataset '': expected a name or a path") }
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
    try check("--train-samples", options.trainSamples ?? 1, in: 1...Int.max)
    try check("--evaluate-every", options.evaluateEvery ?? 1, in: 1...1_000_000_000)
    try check("--threads", options.threads ?? 1, in: 1...256)
    for (option, knob, value) in [
      ("--growth-rate", Knob.growthRate, Double(options.growthRate ?? 8)),
      ("--batch-size", .batchSize, Double(options.batchSize)),
      ("--learning-rate", .learningRate, options.learningRate),
      ("--momentum", .momentum, options.momentum),
      ("--dropout", .dropout, options.dropout),
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
      dataset: options.dataset, trainSamples: options.trainSamples,
      network: try Architecture(options),
      initialization: options.initialization, batchSize: options.batchSize,
      optimizer: SGD(
        learningRate: options.learningRate, momentum: options.momentum,
        isNesterov: options.nesterov, weightDecay: options.weightDecay),
      schedule: options.schedule.schedule, duration: duration,
      evaluateEvery: options.evaluateEvery, seed: options.seed,
      threads: options.threads ?? ProcessInfo.processInfo.activeProcessorCount,
      instructionSet: try InstructionSet(options.instructionSet),
      interventions: options.at.map(\.intervention))
  }
}

extension InstructionSet {
  /// The instructions that were asked for; the machine must have them.
  init(_ choice: InstructionSetChoice) throws(Failure) {
    self = InstructionSet(rawValue: choice.rawValue) ?? .best
    guard isAvailable else {
      let available = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue)
      throw .usage(
        "--instruction-set \(choice.rawValue): this machine does not have it, "
          + "expected auto or \(available.joined(separator: " or "))")
    }
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
