import ArgumentParser
import Foundation
import Networks
import Samples
import Training

/// `benchmark`: how fast training is on this machine.
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure how fast training is, and what it spends its time on.",
    discussion: """
      Takes whole training steps: images, forward, backward, update, the numbers for the screen. \
      Beside images per second it shows what each kernel took, and a roofline: how long a step must \
      take at least on this machine, whose peak it measures. Operations are multiplications and \
      additions of convolutions and the classifier, counted as two, as direct convolution needs them.
      """)

  @OptionGroup(title: "Data options")
  var data: DataOptions

  @OptionGroup(title: "Network options")
  var network: NetworkOptions

  @OptionGroup var training: TrainingOptions

  @OptionGroup(title: "Machine options")
  var machine: MachineOptions

  @OptionGroup var input: InputOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How long to time training steps, 0.1…3600.", valueName: "seconds"))
  var seconds = 10.0

  @Flag(help: "Write one JSON object instead of text.")
  var json = false

  func run() throws {
    guard 0.1...3600 ~= seconds else {
      throw Failure.usage("--seconds \(seconds): expected 0.1…3600")
    }
    let settings = try RunSettings(training, data, network, machine)
    let report = try BenchmarkReport(settings, dataset: try dataset(settings), seconds: seconds)
    try StandardStream.output.writeOrFail(json ? try report.jsonLine() : report.text)
  }

  private func dataset(_ settings: RunSettings) throws -> Dataset {
    guard let shape = try input.shape(insteadOf: data, training) else {
      return try Dataset(settings)
    }
    let classes = try input.classCount(network)
    let configuration = NetworkConfiguration(settings.network, input: shape, classes: classes)
    if let objection = configuration.objection { throw Failure.usage(objection) }
    let memory = configuration.memoryRequired(
      batchCapacity: settings.batchSize, instructionSet: settings.instructionSet,
      threads: settings.threads)
    if let objection = memoryObjection(memory) {
      throw Failure(
        "\(configuration.name) \(objection): expected smaller images or a smaller batch",
        code: .failure)
    }
    return try reading { () throws(DatasetError) in
      try Dataset.noise(
        shape: (shape.channels, shape.height, shape.width), classes: classes,
        count: settings.batchSize)
    }
  }
}

extension BenchmarkReport {
  fileprivate var text: String {
    let batch = "batches of \(settings.batchSize)"
    let threads = "\(settings.threads) thread\(settings.threads == 1 ? "" : "s")"
    let input = configuration.input
    return """
      \(configuration.name), images of \(input.channels)×\(input.height)×\(input.width), \(batch), \
      \(threads), \(settings.instructionSet.rawValue)

      training    \(rate(imagesPerSecond)) images/s (median of \(steps) step\(steps == 1 ? "" : "s")), \
      \(rate(bestImagesPerSecond)) at best
      evaluation  \(rate(evaluationImagesPerSecond)) images/s, \
      \(rate(bestEvaluationImagesPerSecond)) at best
      arithmetic  \(rate(operationsPerSecond / 1e9)) GFLOP/s, \(percent(shareOfPeak)) of the peak of \
      \(rate(peak.operationsPerSecond / 1e9))\(savingsNote)
      memory      \(peakMemory / 0x100000) MiB at most

      What kernels took in a step, on all threads together; GFLOP/s and share of the peak per thread:
      \(kernelTable.text)

      What a step takes at least, with \(rate(peak.operationsPerSecond / 1e9)) GFLOP/s and \
      \(rate(peak.bytesPerSecond / 1e9)) GB/s from memory:
      \(roofline.text)
      """
  }

  private var savingsNote: String {
    layers.contains { $0.executedOperations < $0.operations }
      ? "; Winograd's filtering saves some of it" : ""
  }

  private var kernelTable: TextTable {
    var table = TextTable(
      heads: ["layer", "kernel", "pass", "calls", "ms", "share", "GFLOP/s", "of peak"],
      leftAligned: 3)
    // Rows that take less say nothing of what to improve.
    let isLarge = { (cost: KernelProfile.Cost) in cost.seconds >= 0.005 * profiledSeconds }
    for (work, cost) in kernels where isLarge(cost) {
      let rate = cost.operations / cost.seconds
      table.append([
        work.layer, work.kernel, work.part.rawValue, "\(cost.calls)",
        String(format: "%.2f", cost.seconds * 1e3), percent(cost.seconds / profiledSeconds),
        cost.operations == 0 ? "–" : String(format: "%.1f", rate / 1e9),
        cost.operations == 0 ? "–" : percent(shareOfPeak(cost)),
      ])
    }
    let small = kernels.filter { !isLarge($0.cost) }.reduce(0) { $0 + $1.cost.seconds }
    let rest = profiledSeconds - kernels.reduce(0) { $0 + $1.cost.seconds }
    for (name, seconds) in [
      ("other kernels", small), ("images, norms, update, waiting, other programs", rest),
    ] {
      table.append([
        name, "", "", "", String(format: "%.2f", seconds * 1e3),
        percent(seconds / profiledSeconds), "–", "–",
      ])
    }
    return table
  }

  private var roofline: TextTable {
    var table = TextTable(
      heads: ["layer", "GFLOP", "at least", "GB", "arithmetic ms", "traffic ms", "least ms"],
      leftAligned: 1)
    let images = Double(settings.batchSize)
    for layer in layers {
      table.append(
        [layer.layer]
          + [
            layer.operations * images / 1e9, layer.executedOperations * images / 1e9,
            layer.bytes * images / 1e9,
            arithmeticSeconds(layer) * 1e3, trafficSeconds(layer) * 1e3, leastSeconds(layer) * 1e3,
          ].map { String(format: "%.2f", $0) })
    }
    table.append([])
    table.append([
      "least", "", "", "", "", "", String(format: "%.2f", leastStepSeconds * 1e3),
    ])
    table.append([
      "measured", "", "", "", "", "", String(format: "%.2f", images / imagesPerSecond * 1e3),
    ])
    return table
  }

  private func rate(_ value: Double) -> String {
    String(format: value < 100 ? "%.1f" : "%.0f", value)
  }

  private func percent(_ share: Double) -> String { String(format: "%.1f %%", 100 * share) }
}
