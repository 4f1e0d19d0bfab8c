import ArgumentParser
import Foundation
import Synchronization
import Training

/// `export`: a run for other programs.
struct ExportRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run for other programs: tables, TensorBoard, PyTorch, charts.",
    discussion: """
      Takes a run that has ended, one that is still written, or one that was killed, and a comparison \
      with all its networks. csv: a row a step, with the figures of each layer, and a second table of \
      evaluations. jsonl: the log, whole lines and known events only. tensorboard: event files with \
      scalars, histograms, pictures and settings. safetensors: the weights of a checkpoint, for \
      load_state_dict. svg: charts, on one sheet or each in a file.
      """)

  @Argument(
    help: ArgumentHelp(
      "A run's folder, a log (.jsonl), or for safetensors a checkpoint.", valueName: "run"))
  var path: String

  @Option(
    help: ArgumentHelp(
      "A file whose name ends as its format's do, or a folder.", valueName: "file|folder"))
  var to: String

  @Option(help: "What to write. (default: what the name of the file says)")
  var format: ExportFormat?

  @Option(help: ArgumentHelp("One network of a comparison. (default: all)", valueName: "name"))
  var network: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Step of the checkpoint whose weights are written. (default: the newest)", valueName: "step"))
  var checkpoint: Int?

  func run() throws {
    let destination = try ExportDestination(to, format: format)
    if let checkpoint { try check("--checkpoint", checkpoint, in: 0...1_000_000_000) }
    let stop = Mutex<Int32?>(nil)
    try withStopSignals { number in
      stop.withLock { $0 = $0 ?? number }
    } during: {
      let work = try ExportWork(
        path, destination, network: network, step: checkpoint,
        isStopped: { stop.withLock { $0 != nil } })
      let result = Result { try work.perform() }
      if let number = stop.withLock(\.self) { throw Failure(signal: number) }
      let outcome = try result.get()
      for remark in outcome.remarks { StandardStream.error.line("Warning: \(remark)") }
      for file in outcome.files { StandardStream.error.line("Wrote \(file)") }
    }
  }
}
