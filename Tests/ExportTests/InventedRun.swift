import Channel
import Foundation
import Training

/// A folder for exports, and in it `run.jsonl` with invented events.
final class InventedRun {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  let run: RecordedRun

  init(_ events: [RunEvent], rest: String = "") throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let lines = try events.map { try $0.jsonLine() + "\n" }.joined()
    let log = folder.appendingPathComponent("run.jsonl")
    try Data((lines + rest).utf8).write(to: log)
    do {
      run = try RecordedRun(log.path)
    } catch {
      try? FileManager.default.removeItem(at: folder)
      throw error
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The path of a file or folder.
  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  /// Names of what is in the folder beside the log.
  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
      .filter { $0 != "run.jsonl" }.sorted()
  }

  static func network(_ layers: [String], label: String? = nil) -> NetworkDescription {
    NetworkDescription(
      name: "DenseNet", architecture: "densenet", parameters: 10,
      layers: layers.map {
        LayerDescription(
          name: $0, kind: "convolution", block: nil, outputShape: [1, 8, 8], parameters: 1)
      }, label: label)
  }

  static func started(_ networks: [NetworkDescription], steps: Int = 40) -> RunEvent {
    .runStarted(
      RunStarted(
        seed: 1, batchSize: 64, threads: 1, instructionSet: "baseline",
        dataset: DatasetDescription(
          name: "digits", classes: ["0", "1"], trainSamples: 100, testSamples: 10, shape: [1, 8, 8]),
        optimizer: OptimizerDescription(
          learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0, schedule: "step",
          steps: steps), networks: networks))
  }

  static func step(
    _ step: Int, network: Int = 0, loss: Double = 1, norms: [Double], fork: String? = nil
  ) -> RunEvent {
    .step(
      StepMetrics(
        step: step, epoch: 1, network: network, loss: loss, accuracy: 0.5, learningRate: 0.1,
        gradientNorms: norms, updateRatios: norms.map { $0 / 8 }, weightNorms: [], seconds: 0.5,
        imagesPerSecond: 100, fork: fork))
  }
}
