import Channel
import Foundation
import Networks
import Testing
import Training

/// Weights out of a run, and into another.
struct CheckpointTests {
  private static let architectures: [String: Architecture] = [
    "densenet": .tinyDenseNet,
    "resnet": Architecture(.resnet(ResidualStructure(blocks: [1, 1, 1]))),
    "plain": Architecture(
      .plain(ResidualStructure(blocks: [1, 1])), normalization: .none, activation: .tanh),
  ]

  private func checkpoints(_ run: RunningRun) -> [CheckpointWritten] {
    run.events.compactMap {
      if case .checkpoint(let checkpoint) = $0 { checkpoint } else { nil }
    }
  }

  @Test(arguments: ["densenet", "resnet", "plain"])
  func aRunGoesOnFromTheWeightsOfAnother(family: String) throws {
    let architecture = try #require(Self.architectures[family])
    let first = RunningRun(
      .tiny(
        architecture, duration: .epochs(3),
        interventions: [Intervention(step: 4, command: .checkpoint)]))
    _ = try first.end()
    #expect(checkpoints(first).map(\.step) == [4, 21])
    let folder = first.folder.path
    let newest = try Checkpoint(contentsOf: folder)
    #expect(newest.origin?.step == 21 && newest.origin?.dataset == "digits")
    #expect(newest.origin?.configuration.architecture == architecture)

    // Evaluated apart from the run, the same figures.
    let report = try TestReport(
      newest, architecture: architecture, dataset: "digits", batchSize: 50,
      instructionSet: .best, threads: 1)
    let evaluation = try #require(first.events.evaluations.last)
    #expect(abs(report.loss - evaluation.loss) < 1e-6 && report.accuracy == evaluation.accuracy)
    #expect(report.samples == 297 && report.confusion.count == 10)

    // The same from the weights without the program's own metadata, as PyTorch would write them.
    let second = RunningRun(
      .tiny(architecture, duration: .steps(1), trainSamples: 200), from: .weights(newest))
    _ = try second.end()
    let loss = try #require(second.events.steps.first).loss
    #expect(loss < first.events.steps[0].loss)
  }

  @Test func whatDoesNotFitIsNamed() throws {
    let run = RunningRun(.tiny(duration: .steps(1)))
    _ = try run.end()
    let good = try Checkpoint(contentsOf: run.folder.path)
    func message(_ change: (inout [String: Tensor]) -> Void) -> String {
      var broken = good
      change(&broken.tensors)
      let second = RunningRun(.tiny(duration: .steps(1)), from: .weights(broken))
      let error = #expect(throws: RunError.self) { try second.end() }
      #expect(error?.kind == .data)
      return error?.description ?? ""
    }
    #expect(
      message { $0["features.norm5.running_var"] = nil }
        .contains("features.norm5.running_var is missing: expected a tensor of shape [14]"))
    #expect(
      message { $0["features.norm6.weight"] = Tensor(shape: [1], values: [0]) }
        .contains("\"features.norm6.weight\" is surplus: expected the tensors of DenseNet-BC"))
    #expect(
      message { $0["classifier.bias"] = Tensor(shape: [9], repeating: 0) }
        .contains("classifier.bias has the shape [9]: expected [10]"))
    let notANumber = message { $0["features.norm5.weight"]?.values[3] = .nan }
    #expect(notANumber.contains("features.norm5.weight holds nan: expected finite numbers"))
    let negative = message { $0["features.norm5.running_var"]?.values[0] = -1 }
    #expect(negative.contains("features.norm5.running_var holds -1.0: expected 0 or more"))
    // PyTorch's counters of batches are no surplus.
    var counted = good
    counted.tensors["features.norm5.num_batches_tracked"] = Tensor(shape: [], values: [3])
    let second = RunningRun(.tiny(duration: .steps(1)), from: .weights(counted))
    #expect(try second.end().reason == .finished)
  }

  @Test func filesThatAreNoCheckpointsAreRefused() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func error(_ path: String) -> RunError? {
      #expect(throws: RunError.self) { try Checkpoint(contentsOf: path) }
    }
    #expect(error(folder.path + "/nothing")?.kind == .missing)
    #expect(error(folder.path)?.description.contains("expected a run's folder") == true)
    let file = folder.appendingPathComponent("a.safetensors")
    for (metadata, message) in [
      (["format": "densenet-explorer-checkpoint/4"], "expected densenet-explorer-checkpoint/3"),
      (["format": "densenet-explorer-checkpoint/3"], "no checksum: expected one"),
      (["format": "densenet-explorer-checkpoint/1"], "the metadata: expected architecture"),
      (
        [
          "format": "densenet-explorer-checkpoint/1", "classes": "10", "dataset": "digits",
          "step": "9223372036854775807", "input": "1,8,8",
          "architecture": "{\"family\":\"resnet\",\"blocks\":[1]}",
        ], "the metadata: expected architecture"
      ),
      (
        [
          "format": "densenet-explorer-checkpoint/1", "classes": "10", "step": "1",
          "dataset": "digits", "input": "1,8,8",
          "architecture": "{\"family\":\"resnet\",\"blocks\":[0]}",
        ], "a stage of 0 blocks: expected 1…5000"
      ),
    ] {
      try SafetensorsFile(metadata: metadata, tensors: [:]).data.write(to: file)
      let error = error(file.path)
      #expect(error?.kind == .data && error?.description.contains(message) == true)
    }
    try Data([1, 2, 3]).write(to: file)
    #expect(error(file.path)?.kind == .data)
  }

  /// One bit that is not what it was, wherever, or an end that is missing.
  @Test func aDamagedCheckpointIsRefused() throws {
    let run = RunningRun(.tiny(duration: .steps(2)))
    _ = try run.end()
    let url = run.folder.appendingPathComponent("checkpoints/step-2.safetensors")
    let content = try Data(contentsOf: url)
    _ = try Checkpoint(contentsOf: url.path)
    var generator = SystemRandomNumberGenerator()
    let header = 0..<(content.firstIndex(of: UInt8(ascii: " ")) ?? 3000)
    for round in 0..<300 {
      var damaged = content
      let places = round % 2 == 0 ? 0..<content.count : header
      let (byte, bit) = (Int.random(in: places, using: &generator), Int.random(in: 0..<8))
      damaged[byte] ^= 1 << bit
      try damaged.write(to: url)
      #expect(throws: RunError.self, "byte \(byte), bit \(bit)") {
        try Checkpoint(contentsOf: url.path)
      }
    }
    for length in [0, 7, 8, 100, content.count / 2, content.count - 1] {
      try content.prefix(length).write(to: url)
      #expect(throws: RunError.self, "\(length) bytes") { try Checkpoint(contentsOf: url.path) }
    }
  }

  /// A checkpoint that cannot be written is refused, and the run goes on.
  @Test func aCheckpointThatCannotBeWrittenIsRefused() throws {
    let settings = RunSettings.tiny(
      duration: .steps(6), interventions: [Intervention(step: 3, command: .checkpoint)])
    let run = RunningRun(settings, start: false)
    try FileManager.default.createDirectory(at: run.folder, withIntermediateDirectories: true)
    let obstacle = run.folder.appendingPathComponent("checkpoints")
    try Data().write(to: obstacle)
    run.start(settings) { event in
      if case .commandRejected = event { try? FileManager.default.removeItem(at: obstacle) }
    }
    #expect(try run.end().step == 6)
    #expect(run.events.rejected.first?.reason.contains("cannot write the checkpoint") == true)
    #expect(checkpoints(run).map(\.step) == [6])
  }
}
