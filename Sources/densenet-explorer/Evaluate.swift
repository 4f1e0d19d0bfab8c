import ArgumentParser
import Channel
import Foundation
import Networks
import Samples
import Training

/// `evaluate`: a network's weights on a data set's test part.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show loss, accuracy and confusion matrix of a run or checkpoint on test images.",
    discussion: """
      Reads the newest checkpoint of a run's folder, or a .safetensors file with torchvision's names. \
      The network and the data set are those that the file names; a file that names none, from \
      PyTorch for example, needs the network's options.
      """)

  @Argument(help: ArgumentHelp("A run's folder or a file.", valueName: "run-or-checkpoint"))
  var path: String

  @OptionGroup(title: "Data options") var data: DataOptions

  @OptionGroup(title: "Network options") var network: NetworkOptions

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Images at a time.", valueName: "images"))
  var batchSize = 64

  @OptionGroup(title: "Machine options") var machine: MachineOptions

  @Flag(help: "Write one JSON object instead of text.")
  var json = false

  func run() throws {
    try data.checkValues()
    if let objection = Knob.batchSize.objection(to: Double(batchSize)) {
      throw Failure.usage("--batch-size\(objection.dropFirst("batch size".count))")
    }
    let (instructionSet, threads) = (try machine.instructions(), try machine.threadCount())
    let checkpoint = try Checkpoint(contentsOf: path)
    let report = try TestReport(
      checkpoint, architecture: Architecture(network, resuming: checkpoint),
      dataset: data.dataset ?? checkpoint.origin?.dataset ?? Dataset.names[0],
      imageSize: data.imageSize(of: checkpoint),
      batchSize: batchSize, instructionSet: instructionSet, threads: threads)
    if json {
      try StandardStream.output.writeOrFail(try report.jsonLine())
    } else {
      try StandardStream.output.writeOrFail(text(report, of: checkpoint))
    }
  }

  private func text(_ report: TestReport, of checkpoint: Checkpoint) -> String {
    let step = checkpoint.origin?.step
    let loss = report.loss.isFinite ? String(format: "%.4f", report.loss) : "NaN"
    let accuracy = String(
      format: "%.2f %% (%d of %d images)", 100 * report.accuracy, report.correct, report.samples)
    return """
      \(report.configuration.name)\(step.map { ", step \($0)" } ?? ""), on \(harmless(report.dataset))
      \(harmless(checkpoint.path))
      test loss \(loss), test accuracy \(accuracy)

      Confusion matrix: a row for each true class, a column for each that was predicted.
      \(table(report).text)
      """
  }

  private func table(_ report: TestReport) -> TextTable {
    var table = TextTable(
      heads: ["true class"] + report.classes.indices.map { "\($0)" } + ["right"], leftAligned: 1)
    for (index, row) in report.confusion.enumerated() {
      let count = row.reduce(0, +)
      table.append(
        [
          report.classes[index] == "\(index)"
            ? "\(index)" : "\(index) \(harmless(report.classes[index]))"
        ]
          + row.map { $0 == 0 ? "·" : "\($0)" }
          + [count == 0 ? "–" : String(format: "%.1f %%", 100 * Double(row[index]) / Double(count))]
      )
    }
    return table
  }
}

extension TestReport {
  private struct JSON: Encodable {
    let network: String
    let dataset: String
    @Figure var loss: Double
    let accuracy: Double
    let samples: Int
    let classes: [String]
    let confusion: [[Int]]
  }

  /// One JSON object: `network`, `dataset`, `loss`, `accuracy`, `samples`, `classes`,
  /// `confusion` [true class][predicted class].
  fileprivate func jsonLine() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(
      decoding: try encoder.encode(
        JSON(
          network: configuration.name, dataset: dataset, loss: loss, accuracy: accuracy,
          samples: samples,
          classes: classes, confusion: confusion)), as: UTF8.self)
  }
}
