import Channel
import Foundation
import Training

/// A run's folder with a log of invented events.
final class InventedLog {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  var log: String { folder.appendingPathComponent("run.jsonl").path }

  init(_ text: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("{\"seed\": 1}".utf8).write(to: folder.appendingPathComponent("config.json"))
    try Data(text.utf8).write(to: URL(fileURLWithPath: log))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func append(_ text: String) throws {
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// - Parameter labels: of networks that are compared; without any there is one.
  static func started(_ labels: [String] = []) -> RunEvent {
    let names: [String?] = labels.isEmpty ? [nil] : labels
    return .runStarted(
      RunStarted(
        seed: 1, batchSize: 64, threads: 1, instructionSet: "baseline",
        dataset: DatasetDescription(
          name: "digits", classes: ["0", "1"], trainSamples: 100, testSamples: 10, shape: [1, 8, 8]),
        optimizer: OptimizerDescription(
          learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 0, schedule: "step",
          steps: 40),
        networks: names.map { label in
          NetworkDescription(
            name: "DenseNet", architecture: "densenet", parameters: 10,
            layers: [
              LayerDescription(
                name: "features.conv0", kind: "convolution", block: nil, outputShape: [1, 8, 8],
                parameters: 10)
            ], label: label)
        }))
  }

  static func step(_ step: Int, network: Int = 0, loss: Double = 1) -> RunEvent {
    .step(
      StepMetrics(
        step: step, epoch: 1, network: network, loss: loss, accuracy: 0.5, learningRate: 0.1,
        gradientNorms: [0.25], updateRatios: [0.01], weightNorms: [2], seconds: Double(step),
        imagesPerSecond: 100))
  }

  static func evaluation(_ step: Int, network: Int = 0, accuracy: Double) -> RunEvent {
    .evaluation(Evaluation(step: step, network: network, loss: 1, accuracy: accuracy, samples: 10))
  }

  static func end(_ step: Int, _ reason: RunEnded.Reason = .finished) -> RunEvent {
    .runEnded(RunEnded(step: step, reason: reason, message: "The end."))
  }

  static func text(_ events: [RunEvent]) throws -> String {
    try events.map { try $0.jsonLine() + "\n" }.joined()
  }
}
