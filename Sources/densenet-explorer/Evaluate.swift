import ArgumentParser
import Channel
import Foundation
import Networks
import Samples
import Terminal
import Training

/// `evaluate`: a network's weights on a data set's test part.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show how well a run or checkpoint knows test images.",
    discussion: """
      Loss, accuracy, the confusion matrix, precision, recall and F1 of each class, and the worst \
      mistakes as pictures. Reads the newest checkpoint of a run's folder, or a .safetensors file with torchvision's names. \
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Show so many of the worst mistakes, 0…1000.", valueName: "images"))
  var mistakes = 3

  @OptionGroup(title: "Picture options") var pictures: PictureOptions

  @OptionGroup(title: "Machine options") var machine: MachineOptions

  @Flag(help: "Write one JSON object instead of text.")
  var json = false

  func run() throws {
    try data.checkValues()
    if let objection = Knob.batchSize.objection(to: Double(batchSize)) {
      throw Failure.usage("--batch-size\(objection.dropFirst("batch size".count))")
    }
    try check("--mistakes", mistakes, in: 0...1000)
    let output = try pictures.output()
    let (instructionSet, threads) = (try machine.instructions(), try machine.threadCount())
    let checkpoint = try Checkpoint(contentsOf: path)
    let report = try TestReport(
      checkpoint, architecture: Architecture(network, resuming: checkpoint),
      dataset: data.dataset ?? checkpoint.origin?.dataset ?? Dataset.names[0],
      imageSize: data.imageSize(of: checkpoint), batchSize: batchSize,
      instructionSet: instructionSet, threads: threads, mistakes: mistakes)
    if json {
      try StandardStream.output.writeOrFail(try report.jsonLine())
    } else {
      try StandardStream.output.writeOrFail(text(report, of: checkpoint, output))
    }
  }

  private func text(
    _ report: TestReport, of checkpoint: Checkpoint, _ output: InlineText
  ) -> String {
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

      Precision: how many of the answers are right. Recall: how many images of the class are found.
      \(classTable(report).text)
      """ + pictures(report, output)
  }

  private func pictures(_ report: TestReport, _ output: InlineText) -> String {
    if report.mistakes.isEmpty { return "" }
    let count = report.mistakes.count
    return
      "\n\nThe worst mistake\(count == 1 ? "" : "s, \(count) of \(report.samples - report.correct)"):\n"
      + MistakePictures(report: report, output: output, columns: InlineText.columns).text
  }

  private func classTable(_ report: TestReport) -> TextTable {
    func share(_ value: Double?) -> String {
      value.map { String(format: "%.1f %%", 100 * $0) } ?? "–"
    }
    var table = TextTable(
      heads: ["class", "images", "precision", "recall", "F1"], leftAligned: 1)
    for (index, figures) in report.classFigures.enumerated() {
      table.append([
        name(index, report), "\(figures.images)", share(figures.precision), share(figures.recall),
        share(figures.f1),
      ])
    }
    table.append([])
    table.append([
      "mean of the classes", "\(report.samples)", share(report.mean(\.precision)),
      share(report.mean(\.recall)), share(report.mean(\.f1)),
    ])
    return table
  }

  /// A class by its number, and by its name where it has one.
  private func name(_ index: Int, _ report: TestReport) -> String {
    report.classes[index] == "\(index)" ? "\(index)" : "\(index) \(harmless(report.classes[index]))"
  }

  private func table(_ report: TestReport) -> TextTable {
    var table = TextTable(
      heads: ["true class"] + report.classes.indices.map { "\($0)" } + ["right"], leftAligned: 1)
    for (index, row) in report.confusion.enumerated() {
      let count = row.reduce(0, +)
      table.append(
        [name(index, report)]
          + row.map { $0 == 0 ? "·" : "\($0)" }
          + [count == 0 ? "–" : String(format: "%.1f %%", 100 * Double(row[index]) / Double(count))]
      )
    }
    return table
  }
}
