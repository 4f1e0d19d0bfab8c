import Channel
import Foundation
import Networks
import Samples
import Training

extension RunSettings {
  /// Checks every option of a run and puts them together.
  ///
  /// - Parameter weights: a file whose network is used where no option describes one.
  init(_ options: RunOptions, weights: Checkpoint?) throws(Failure) {
    try self.init(
      options.training, options.data, options.network, options.machine, weights: weights)
    try take(options)
    mapCriterion = options.removeMapsBy == .weight ? nil : options.removeMapsBy
    schedule = options.schedule ?? .step
    self.weights = weights?.path
  }

  /// Puts the settings of a run together that goes on.
  ///
  /// - Parameters:
  ///   - settings: what the checkpoint says.
  ///   - step: updates before the checkpoint.
  init(_ options: RunOptions, resuming settings: RunSettings, at step: Int) throws(Failure) {
    if let option = options.given.first {
      throw .usage(
        "\(option): the checkpoint decides it; expected no such option beside --resume, or --at "
          + "for a change on the way, or --weights for a new run with these weights")
    }
    self = settings
    try take(options)
    threads = try options.machine.threadCount()
    let machine = options.machine
    // The file's own bits come from its own instructions, where this machine has them.
    instructionSet =
      machine.instructionSet == .auto && instructionSet.isAvailable
      ? instructionSet : try machine.instructions()
    for case .intervention(let early) in options.at where early.step < step {
      throw .usage("--at \(early.step): expected a step from \(step) on, the checkpoint's")
    }
  }

  /// What a run that begins may be told, and one that goes on too: when it ends, what is done on the way.
  private mutating func take(_ options: RunOptions) throws(Failure) {
    if options.runDirectory == "" {
      throw .usage("--run-directory '': expected the path of a folder without a run")
    }
    switch (options.epochs, options.steps) {
    case (.some, .some):
      throw .usage("--epochs and --steps: expected one of the two")
    case (nil, let steps?):
      try check("--steps", steps, in: 1...1_000_000_000)
      duration = .steps(steps)
    case (let epochs?, nil):
      try check("--epochs", epochs, in: 1...100_000)
      duration = .epochs(epochs)
    case (nil, nil): break
    }
    try check("--evaluate-every", options.evaluateEvery ?? 1, in: 1...1_000_000_000)
    try check("--time-line", options.timeLine ?? 0, in: 0...1_000_000)
    let script =
      (try options.plan.map { (path) throws(Failure) in try Self.plan(path) } ?? []) + options.at
    for line in script {
      if case .set(let knob, let value, _, _) = line.command,
        let objection = knob.objection(to: value)
      {
        throw .usage("--at \(line.occasion): \(objection)")
      }
      switch line {
      case .intervention(let intervention): interventions.append(intervention)
      case .reaction(let reaction): reactions.append(reaction)
      }
    }
    let usual = checkpointRule ?? CheckpointRule()
    let rule = CheckpointRule(
      interval: options.checkpointEvery ?? usual.interval,
      count: options.keepCheckpoints ?? usual.count,
      mebibytes: options.checkpointSpace ?? usual.mebibytes)
    try check("--keep-checkpoints", rule.count, in: CheckpointRule.counts)
    try check("--checkpoint-space", rule.mebibytes, in: CheckpointRule.spaces)
    if rule != usual { checkpointRule = rule }
    evaluateEvery = options.evaluateEvery ?? evaluateEvery
    timeLine = options.timeLine ?? timeLine
  }

  /// Reads a plan, line by line.
  private static func plan(_ path: String) throws(Failure) -> [ScriptLine] {
    let text: String
    do {
      text = try InputFile.text(path)
    } catch {
      throw Failure(error)
    }
    var plan: [ScriptLine] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.prefix { $0 != "#" }.filter { !$0.isWhitespace }
      if words.isEmpty { continue }
      guard let scriptLine = ScriptLine(argument: words) else {
        throw Failure(
          "\(path): line \(number + 1), '\(line.prefix(80))': expected WHEN:COMMAND, such as "
            + "200:growth_rate=12", code: .badData)
      }
      plan.append(scriptLine)
    }
    return plan
  }

  /// Checks the options of training steps and puts them together: a run of ten epochs at a constant
  /// learning rate.
  ///
  /// - Parameter checkpoint: a file whose network is used where no option describes one.
  init(
    _ options: TrainingOptions, _ data: DataOptions, _ network: NetworkOptions,
    _ machine: MachineOptions, weights checkpoint: Checkpoint? = nil
  ) throws(Failure) {
    let optimizer = SGD(
      learningRate: options.learningRate ?? 0.1, momentum: options.momentum ?? 0.9,
      isNesterov: options.nesterov ?? true, weightDecay: options.weightDecay ?? 1e-4)
    let batchSize = options.batchSize ?? 64
    try data.checkValues()
    try check("--train-samples", options.trainSamples ?? 1, in: 1...Int.max)
    for (option, knob, value) in [
      ("--growth-rate", Knob.growthRate, Double(network.growthRate ?? 8)),
      ("--batch-size", .batchSize, Double(batchSize)),
      ("--learning-rate", .learningRate, optimizer.learningRate),
      ("--momentum", .momentum, optimizer.momentum),
      ("--dropout", .dropout, network.dropout ?? 0),
      ("--weight-decay", .weightDecay, optimizer.weightDecay),
    ] {
      if let objection = knob.objection(to: value) {
        throw .usage(
          "\(option) \(objection.dropFirst(knob.title.count + 1))")
      }
    }
    self.init(
      dataset: data.dataset ?? checkpoint?.origin?.dataset ?? Dataset.names[0],
      trainSamples: options.trainSamples,
      imageSize: data.imageSize(of: checkpoint), augmentation: options.augment ?? .off,
      network: try Architecture(network, resuming: checkpoint),
      initialization: options.initialization ?? .he, batchSize: batchSize, optimizer: optimizer,
      schedule: .constant, duration: .epochs(10), evaluateEvery: nil, seed: options.seed ?? 1,
      threads: try machine.threadCount(),
      instructionSet: try machine.instructions(), interventions: [])
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
