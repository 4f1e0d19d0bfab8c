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
      ("--growth-rate", Knob.growthRate, Double(options.growthRate)),
      ("--batch-size", .batchSize, Double(options.batchSize)),
      ("--learning-rate", .learningRate, options.learningRate),
      ("--momentum", .momentum, options.momentum),
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
      network: try NetworkSettings(options), batchSize: options.batchSize,
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

extension NetworkSettings {
  fileprivate init(_ options: RunOptions) throws(Failure) {
    guard options.compression > 0 && options.compression <= 1 else {
      throw .usage("--compression \(options.compression): expected a number over 0, at most 1")
    }
    try check("--initial-channels", options.initialChannels ?? 1, in: 1...4096)
    let isBC = options.bottleneck && options.compression < 1
    self.init(
      blocks: try Self.blocks(options), growthRate: options.growthRate,
      bottleneck: options.bottleneck, compression: options.compression,
      initialChannels: options.initialChannels ?? (isBC ? 2 * options.growthRate : 16))
  }

  private static func blocks(_ options: RunOptions) throws(Failure) -> [Int] {
    if let blocks = options.blocks?.layers {
      guard options.depth == nil else {
        throw .usage("--depth and --blocks: expected one of the two")
      }
      guard 1...8 ~= blocks.count, blocks.allSatisfy({ 1...1000 ~= $0 }) else {
        throw .usage(
          "--blocks \(blocks.map(String.init).joined(separator: ",")): "
            + "expected 1…8 blocks of 1…1000 layers each")
      }
      return blocks
    }
    guard let depth = options.depth else { return [3, 3, 3] }
    try check("--depth", depth, in: 1...6004)
    switch Depth.layersPerBlock(depth: depth, hasBottleneck: options.bottleneck) {
    case .fits(let layers): return [layers, layers, layers]
    case .nearest(let depths):
      throw .usage(
        "--depth \(depth): expected \(options.bottleneck ? "6n + 4" : "3n + 4"), the nearest "
          + "\(depths.count == 1 ? "is" : "are") \(depths.map(String.init).joined(separator: " and "))"
      )
    }
  }
}

extension InstructionSet {
  fileprivate init(_ choice: InstructionSetChoice) throws(Failure) {
    self = InstructionSet(rawValue: choice.rawValue) ?? .best
    guard isAvailable else {
      let available = InstructionSet.allCases.filter(\.isAvailable).map(\.rawValue)
      throw .usage(
        "--instruction-set \(choice.rawValue): this machine does not have it, "
          + "expected auto or \(available.joined(separator: " or "))")
    }
  }
}

extension Failure {
  /// Options that make no sense.
  static func usage(_ message: String) -> Failure { Failure(message, code: .usage) }
}

private func check(_ option: String, _ value: Int, in range: ClosedRange<Int>) throws(Failure) {
  guard range ~= value else {
    let expected =
      range.upperBound == Int.max
      ? "at least \(range.lowerBound)" : "\(range.lowerBound)…\(range.upperBound)"
    throw .usage("\(option) \(value): expected \(expected)")
  }
}
