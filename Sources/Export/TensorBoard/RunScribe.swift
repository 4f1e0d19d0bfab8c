import Channel
import Foundation
import Training

/// Turns the events of a network into those of TensorBoard.
struct RunScribe {
  /// Forks that have files of their own; more would take more open files than a process may have.
  private static let mostForks = 32

  private let beginning: Date
  private let folder: String
  private let planned: Int
  /// One file for each line of training, by its name.
  private var lines: [String: EventFile] = [:]
  /// The line of training that events are about.
  var line = ForkName.main
  /// Names of the layers as they are now.
  var layers: [String]
  private var seconds = 0.0
  /// The last step.
  var step = 0
  private var end: RunEnded.Reason?
  /// The last picture of each tag, and whether it was written.
  private var pictures: [String: (step: Int, picture: () -> RasterPicture, isWritten: Bool)] = [:]
  /// The step at which each tag was written last.
  private var written: [String: Int] = [:]

  init(
    _ run: RecordedRun, network index: Int, name: String, folder: String
  ) throws(RunError) {
    beginning = run.beginning
    self.folder = folder
    planned = run.started.optimizer.steps
    layers = run.started.networks[index].layers.map(\.name)
    let settings = run.folder(ofNetwork: index).map(RecordedSettings.init(folder:))
    let known = settings.flatMap { $0.values.isEmpty ? nil : $0 }
    let main = try EventFile(in: folder, beginning: beginning)
    lines[ForkName.main] = main
    try main.write(
      [
        .sessionStart(
          known ?? RecordedSettings(run.started, network: index), name: name, beginning: beginning)
      ], step: 0, seconds: 0)
  }

  var files: [StreamedFile] { lines.sorted { $0.key < $1.key }.map(\.value.file) }

  // MARK: Events

  mutating func take(_ event: RunEvent) throws(RunError) {
    switch event {
    case .step(let metrics): try take(metrics)
    case .evaluation(let evaluation):
      line = evaluation.fork ?? ForkName.main
      try write(
        [
          ("loss/test", evaluation.loss), ("accuracy/test", evaluation.accuracy),
        ].map { SummaryValue($0.0, scalar: $0.1) }, step: evaluation.step)
      if let confusion = evaluation.confusion {
        try show("confusion", step: evaluation.step) { RasterPicture(confusion: confusion) }
      }
    case .reuse(let reuse):
      try show("reuse/block\(reuse.block)", step: reuse.step) { RasterPicture(reuse) }
    case .layerStatistics(let statistics):
      try write(
        perLayer("output_gradient", statistics.outputGradients)
          + perLayer("dead_share", statistics.deadShares), step: statistics.step)
    case .shortcuts(let shortcuts):
      try write(
        shortcuts.blocks.compactMap { block in
          block.share.map { SummaryValue("shortcut_share/\(block.name)", scalar: $0) }
        }, step: shortcuts.step)
    case .networkChanged(let change):
      layers = change.description.layers.map(\.name)
    case .commandApplied(let applied): try take(applied)
    case .warning(let warning):
      try write([SummaryValue("warnings", text: warning.message)], step: warning.step)
    case .runEnded(let ended):
      end = ended.reason
      try write([SummaryValue("end", text: ended.message)], step: ended.step)
    case .runStarted, .checkpoint, .changeEffect, .commandRejected: break
    }
  }

  private mutating func take(_ metrics: StepMetrics) throws(RunError) {
    line = metrics.fork ?? ForkName.main
    step = metrics.step
    seconds = metrics.seconds
    var values = [
      ("loss/train", metrics.loss), ("accuracy/train", metrics.accuracy),
      ("learning_rate", metrics.learningRate), ("epoch", Double(metrics.epoch)),
      ("images_per_second", metrics.imagesPerSecond),
    ].map { SummaryValue($0.0, scalar: $0.1) }
    if isTime("layers", of: step, times: 10_000) {
      values +=
        perLayer("gradient_norm", metrics.gradientNorms)
        + perLayer("update_ratio", metrics.updateRatios)
        + perLayer("weight_norm", metrics.weightNorms)
    }
    let norms = metrics.gradientNorms.lazy.filter { $0 > 0 }.map(log10)
    if isTime("histograms", of: step, times: 200), let histogram = Histogram(norms, buckets: 30) {
      values.append(SummaryValue("log10_gradient_norm_of_layers", histogram))
    }
    try write(values, step: step)
  }

  private mutating func take(_ applied: CommandApplied) throws(RunError) {
    if let fork = applied.fork {
      line = fork
    } else if let restored = applied.restoredStep, restored < applied.step {
      for tag in written.keys where written[tag] ?? 0 > restored { written[tag] = restored }
      try file(line)?.restart(at: restored + 1, seconds: seconds)
    }
    var values: [SummaryValue] = []
    if let text = applied.command.text { values.append(SummaryValue("changes", text: text)) }
    if let knob = applied.knob, let after = applied.after {
      values.append(SummaryValue("knob/\(knob.rawValue)", scalar: after))
    }
    try write(values, step: applied.restoredStep ?? applied.step)
  }

  private func perLayer(_ measure: String, _ values: [Double?]) -> [SummaryValue] {
    zip(layers, values).compactMap { layer, value in
      value.map { SummaryValue("\(measure)/\(layer)", scalar: $0) }
    }
  }

  /// Whether something that is worth writing about so many times in the whole run is to be written now.
  private mutating func isTime(_ tag: String, of step: Int, times: Int) -> Bool {
    if let last = written["\(line)/\(tag)"], step >= last,
      step - last < (planned + times - 1) / times
    {
      return false
    }
    written["\(line)/\(tag)"] = step
    return true
  }

  // MARK: Writing

  /// The file of a line of training; `nil` where there are too many.
  private mutating func file(_ name: String) throws(RunError) -> EventFile? {
    if let file = lines[name] { return file }
    guard lines.count <= Self.mostForks, ForkName.isName(name) else { return nil }
    let file = try EventFile(in: "\(folder)/forks/\(name)", beginning: beginning)
    lines[name] = file
    return file
  }

  /// Writes values into the file of the line of training.
  mutating func write(_ values: [SummaryValue], step: Int) throws(RunError) {
    try file(line)?.write(values, step: step, seconds: seconds)
  }

  /// Writes a picture now and then; the last one is written in any case.
  private mutating func show(
    _ tag: String, step: Int, _ picture: @escaping () -> RasterPicture
  ) throws(RunError) {
    guard pictures.count < 1000 || pictures[tag] != nil else { return }
    let isWritten = isTime(tag, of: step, times: 20)
    pictures[tag] = (step, picture, isWritten)
    if isWritten { try write([SummaryValue(tag, picture())], step: step) }
  }

  /// Writes what waits for the end.
  mutating func finish() throws(RunError) {
    for (tag, last) in pictures.sorted(by: { $0.key < $1.key }) where !last.isWritten {
      try write([SummaryValue(tag, last.picture())], step: last.step)
    }
    line = ForkName.main
    try write(
      [.sessionEnd(end, seconds: beginning.timeIntervalSince1970 + seconds)], step: step)
  }
}
