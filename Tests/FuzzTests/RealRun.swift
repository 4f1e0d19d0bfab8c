import Channel
import Dispatch
import Foundation
import Networks
import Synchronization
import Testing
import Training

/// What real runs have left, made once: a log with events of every kind, checkpoints, settings, a plan.
enum RealRun {
  /// Files of a run's folder by their paths in it.
  typealias Files = [String: [UInt8]]

  /// A DenseNet that was changed on the way, undone, forked, with a second line of training.
  static let alone = Result { try files { try train(settings(.tiny, script: script), in: $0) } }

  /// A ResNet and two others in lockstep.
  static let comparison = Result {
    try files { folder in
      try wait { completion in
        let networks: [Architecture] = [
          .tiny, Architecture(.resnet(ResidualStructure(blocks: [1, 1], initialChannels: 4))),
          Architecture(
            .plain(ResidualStructure(blocks: [1], initialChannels: 4)), normalization: .none),
        ]
        Comparison.start(
          zip(["dense", "residual", "plain"], networks).map {
            Contestant(name: $0, settings: settings($1, script: []))
          }, folder: folder, channels: RunChannel.channels(3), completion: completion)
      }
    }
  }

  private static let script = [
    "1:growth_rate=3", "2:cut=block1/1->2", "2:checkpoint", "3:undo", "2:add_layer=block2",
    "3:evaluate", "3:learning_rate=-1", "4:fork=0/wider", "1:freeze=stem", "2:switch=main",
  ]

  static func settings(_ network: Architecture, script: [String]) -> RunSettings {
    RunSettings(
      dataset: "digits", trainSamples: 40, network: network, batchSize: 16,
      optimizer: SGD(learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 1e-4),
      schedule: .cosine, duration: .steps(5), evaluateEvery: 3, seed: 1, threads: 1,
      instructionSet: .best,
      interventions: script.compactMap { line in
        let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
        return Command(text: parts[1]).map { Intervention(step: Int(parts[0]) ?? 0, command: $0) }
      },
      checkpointRule: CheckpointRule(interval: .steps(2), count: 2))
  }

  static func train(_ settings: RunSettings, in folder: URL) throws {
    try wait { completion in
      TrainingRun.start(
        settings, folder: folder, channel: RunChannel(), warningPolicy: .goOn,
        completion: completion)
    }
  }

  /// Waits for a run that `start` starts, and for its end.
  @discardableResult
  static func wait(
    _ start: (@escaping @Sendable (Result<RunEnded, RunError>) -> Void) -> Void
  ) throws -> RunEnded {
    let ended = DispatchSemaphore(value: 0)
    let result = Mutex<Result<RunEnded, RunError>?>(nil)
    start { end in
      result.withLock { $0 = end }
      ended.signal()
    }
    try #require(ended.wait(timeout: .now() + .seconds(120)) == .success, "the run did not end")
    return try #require(try result.withLock { try $0?.get() })
  }

  /// What a new folder holds when `make` is done with it.
  private static func files(_ make: (URL) throws -> Void) throws -> Files {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try make(folder)
    var files: Files = [:]
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String }
    for name in names ?? [] {
      let file = folder.appendingPathComponent(name)
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      files[name] = try [UInt8](Data(contentsOf: file))
    }
    return files
  }
}

extension Architecture {
  /// A DenseNet of few values.
  static let tiny = Architecture(
    .densenet(
      DenseNetStructure(
        blocks: [2, 1], growthRate: 2, hasBottleneck: false, compression: 0.5, initialChannels: 2)))
}

extension RealRun.Files {
  /// A file as text.
  func text(_ name: String) -> String { String(decoding: self[name] ?? [], as: UTF8.self) }

  /// Events of the log.
  var events: [RunEvent] {
    text("run.jsonl").split(separator: "\n").compactMap { try? RunEvent(jsonLine: String($0)) }
  }

  /// Paths of checkpoints.
  var checkpoints: [String] { keys.filter { $0.hasSuffix(".safetensors") }.sorted() }
}
