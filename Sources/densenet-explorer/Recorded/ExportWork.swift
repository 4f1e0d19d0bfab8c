import Channel
import Explorer
import Export
import Foundation
import Report
import Training

/// What `export` has to do, once its options are understood.
struct ExportWork {
  /// What was written.
  struct Outcome {
    var files: [String] = []
    /// What a person should know, a sentence each.
    var remarks: [String] = []
  }

  private let path: String
  private let destination: ExportDestination
  private let step: Int?
  /// `nil` where only a checkpoint is known.
  private let run: RecordedRun?
  /// Networks that are exported, by their places in the run.
  private let networks: [Int]
  /// Whether files are named by networks.
  private let isMany: Bool
  private let isStopped: () -> Bool

  init(
    _ path: String, _ destination: ExportDestination, network: String?, step: Int?,
    isStopped: @escaping () -> Bool
  ) throws {
    (self.path, self.destination, self.step, self.isStopped) = (path, destination, step, isStopped)
    // Weights can be had without a log too.
    let known = Result { () throws(RunError) in try RecordedRun(path) }
    run = destination.format == .safetensors ? try? known.get() : try known.get()
    try destination.check(besides: run?.folder ?? URL(fileURLWithPath: path))
    if step != nil, destination.format != .safetensors && destination.format != .tensorboard {
      throw Failure.usage(
        "--checkpoint: \(destination.format.rawValue) has no weights, expected it with safetensors "
          + "or tensorboard")
    }
    guard let run, run.isComparison else {
      if let network {
        throw Failure.usage(
          "--network \(harmless(network)): expected it with a comparison of several networks")
      }
      (networks, isMany) = ([0], false)
      return
    }
    guard let network else {
      (networks, isMany) = (Array(run.names.indices), true)
      return
    }
    guard let index = run.names.firstIndex(of: network) else {
      throw Failure.usage(
        "--network \(harmless(network)): expected one of \(run.names.joined(separator: ", "))")
    }
    (networks, isMany) = ([index], false)
  }

  /// Writes everything; files appear when all of them are complete.
  func perform() throws -> Outcome {
    if isMany, destination.isFile, [.csv, .safetensors].contains(destination.format) {
      throw Failure.usage(
        "--to '\(harmless(destination.url.relativePath))': \(networks.count) networks need a file each, "
          + "expected a folder or --network")
    }
    var outcome = Outcome()
    let (files, remarks) = try written()
    for file in files {
      try file.keep()
      outcome.files.append(file.path)
    }
    outcome.remarks = remarks
    return outcome
  }

  private func written() throws -> (files: [StreamedFile], remarks: [String]) {
    if destination.format == .safetensors { return (try weights(), []) }
    guard let run else { return ([], []) }
    var files: [StreamedFile] = []
    var extent = LogExtent()
    let progress = ExportProgress(
      total: try run.reader().length, isStopped: isStopped)
    func add(_ part: (files: [StreamedFile], extent: LogExtent)) {
      files += part.files
      extent = part.extent
    }
    let watch = { (bytes: Int) throws(RunError) in try progress.watch(bytes) }
    var remarks: [String] = []
    switch destination.format {
    case .csv:
      for index in networks {
        let prefix = isMany ? "\(run.names[index])-" : ""
        let steps =
          destination.isFile ? destination.url.relativePath : destination.file("\(prefix)steps.csv")
        let evaluations =
          destination.isFile
          ? destination.beside("-evaluations") : destination.file("\(prefix)evaluations.csv")
        add(
          try CSVExport.write(
            run, network: index, steps: steps, evaluations: evaluations, watch: watch))
      }
    case .jsonl:
      let file =
        destination.isFile ? destination.url.relativePath : destination.file(RecordedRun.logName)
      let index = run.isComparison && !isMany ? networks.first : nil
      add(try LogExport.write(run, network: index, to: file, watch: watch))
    case .tensorboard:
      for index in networks {
        let (checkpoint, remark) = try shown(run, index)
        if let remark { remarks.append(remark) }
        let folder = isMany ? destination.file(run.names[index]) : destination.url.relativePath
        add(
          try TensorBoardExport.write(
            run, network: index, name: name(of: index, in: run), to: folder, checkpoint: checkpoint,
            watch: watch))
      }
    case .svg: add(try charts(of: run, watch: watch))
    case .safetensors: break
    }
    return (files, extent.remarks(on: run.log) + remarks)
  }

  /// The weights that TensorBoard shows; a run without any, such as one that was killed early, is shown
  /// without them.
  private func shown(
    _ run: RecordedRun, _ index: Int
  ) throws(RunError) -> (Checkpoint?, remark: String?) {
    guard run.folder != nil else { return (nil, nil) }
    do throws(RunError) {
      return (try run.checkpoint(ofNetwork: index, step: step), nil)
    } catch {
      if step != nil { throw error }
      return (nil, "no weights are shown: \(error.description)")
    }
  }

  private func name(of index: Int, in run: RecordedRun) -> String {
    let name = (run.folder ?? URL(fileURLWithPath: run.log)).lastPathComponent
    return run.isComparison ? "\(name)/\(run.names[index])" : name
  }

  private func weights() throws -> [StreamedFile] {
    try networks.map { index in
      let checkpoint: Checkpoint
      if let run, run.isComparison || step != nil {
        checkpoint = try run.checkpoint(ofNetwork: index, step: step)
      } else if step != nil {
        throw Failure.usage("--checkpoint: \(harmless(path)) is no run's folder, expected one")
      } else {
        checkpoint = try Checkpoint(contentsOf: path)
      }
      let name = isMany ? run?.names[index] ?? "weights" : "weights"
      let file =
        destination.isFile ? destination.url.relativePath : destination.file("\(name).safetensors")
      return try WeightsExport.write(checkpoint, to: file)
    }
  }

  private func charts(
    of run: RecordedRun, watch: (Int) throws(RunError) -> Void
  ) throws(RunError) -> (files: [StreamedFile], extent: LogExtent) {
    var record = ComparisonRecord()
    let index = run.isComparison && !isMany ? networks.first : nil
    let extent = try run.forEachEvent(ofNetwork: index) { (event, line) throws(RunError) in
      record.receive(event)
      try watch(line.offset)
    }
    if destination.isFile {
      let file = try StreamedFile(destination.url.relativePath)
      try file.write(record.sheet.svg())
      return ([file], extent)
    }
    var files: [StreamedFile] = []
    for (name, chart) in record.charts {
      let file = try StreamedFile(destination.file("\(name).svg"))
      try file.write(chart.svg(width: 720, height: 440))
      files.append(file)
    }
    return (files, extent)
  }
}
