import ArgumentParser
import Foundation
import Networks
import Samples
import Training

/// `benchmark`: how fast training is on this machine.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Measure how fast training is.")

  @OptionGroup var options: RunOptions

  @Option(
    help: ArgumentHelp(
      "Channels, height and width of random images, instead of a data set.", valueName: "c,h,w"))
  var inputShape: InputShape?

  @Option(help: ArgumentHelp("How long to measure.", valueName: "seconds"))
  var seconds = 5.0

  func run() throws {
    var settings = try RunSettings(options, resuming: try options.checkpoint())
    settings.duration = .steps(1_000_000)
    let dataset: Dataset
    if let shape = inputShape?.shape {
      let isImagenet = options.network.architecture?.imagenetDepth != nil
      dataset = .noise(
        shape: (shape.channels, shape.height, shape.width), classes: isImagenet ? 256 : 10,
        count: settings.batchSize * 2)
    } else {
      dataset = try Dataset(settings.dataset, trainSamples: settings.trainSamples)
    }
    let report = try BenchmarkReport(settings, dataset: dataset, seconds: seconds)
    var table = TextTable(
      heads: ["kernel", "part", "calls", "ms", "share", "GFLOP/s"], leftAligned: 2)
    let total = report.stepSeconds * Double(settings.threads)
    for (work, cost) in report.kernels {
      table.append([
        work.kernel, work.part.rawValue, "\(cost.calls)",
        String(format: "%.2f", cost.seconds * 1e3),
        String(format: "%.1f %%", 100 * cost.seconds / total),
        cost.operations == 0 ? "–" : String(format: "%.1f", cost.operations / cost.seconds / 1e9),
      ])
    }
    let busy = report.kernels.reduce(0) { $0 + $1.cost.seconds }
    table.append([
      "outside", "", "", String(format: "%.2f", (total - busy) * 1e3),
      String(format: "%.1f %%", 100 * (total - busy) / total),
    ])
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    try StandardStream.output.writeOrFail(
      """
      \(report.configuration.name)
      \(table.text)
      """
        + String(
          format: "\n%.1f images/s (best %.1f), evaluation %.1f, %.0f MiB, %d threads\n",
          report.imagesPerSecond, report.bestImagesPerSecond, report.evaluationImagesPerSecond,
          Double(usage.ru_maxrss) / 1024, settings.threads))
  }
}
