import Foundation
import Training

/// What a run is started with: options, and the run or the file that `--resume` or `--weights` names.
struct RunStart {
  let settings: RunSettings
  let beginning: Beginning

  /// Checks every option and reads the file.
  init(_ options: RunOptions) throws {
    if options.resume != nil && options.weights != nil {
      throw Failure.usage("--resume and --weights: expected one of the two")
    }
    guard let path = options.resume ?? options.weights else {
      settings = try RunSettings(options, weights: nil)
      beginning = .initialWeights
      return
    }
    let folder = URL(fileURLWithPath: path)
    let isSameFolder =
      options.runDirectory.map {
        URL(fileURLWithPath: $0).standardizedFileURL.path == folder.standardizedFileURL.path
      } ?? true
    if options.resume != nil, isSameFolder, StoredRun.isThere(folder) {
      (settings, beginning) = try Self.goOn(StoredRun(folder), options)
      return
    }
    let file = try Checkpoint(contentsOf: path)
    if options.resume != nil, let remaining = file.settings {
      var settings = try RunSettings(options, resuming: remaining, at: file.origin?.step ?? 0)
      settings.resume = file.path
      (self.settings, beginning) = (settings, .checkpoint(file))
    } else {
      settings = try RunSettings(options, weights: file)
      beginning = .weights(file)
    }
  }

  /// A run in its own folder, whose `config.json` has from now on what options say of its end.
  private static func goOn(
    _ stored: StoredRun, _ options: RunOptions
  ) throws -> (RunSettings, Beginning) {
    let step = stored.checkpoint?.origin?.step ?? 0
    var stored = stored
    stored.settings = try RunSettings(options, resuming: stored.settings, at: step)
    return (stored.settings, .stored(stored))
  }

  /// Where the run's files go.
  ///
  /// - Parameter runDirectory: the folder that an option names.
  func folder(_ runDirectory: String?) -> URL {
    if case .stored(let run) = beginning { return run.folder }
    return RunDirectory.url(runDirectory, dataset: settings.dataset)
  }

  /// What is said of it before the run begins, a line each.
  var notices: [String] {
    switch beginning {
    case .initialWeights: return []
    case .weights(let file): return ["Beginning with the weights of \(file.path)"]
    case .checkpoint(let file):
      return ["Going on from \(file.path), step \(file.origin?.step ?? 0)"]
    case .stored(let run):
      let again = run.stepsLost == 0 ? "" : "; \(run.stepsLost) steps behind that are made again"
      return run.objections.map { "Passed over: \($0)" } + [
        run.checkpoint.map {
          "Going on in \(run.folder.relativePath) from step \($0.origin?.step ?? 0)\(again)"
        }
          ?? "Beginning again in \(run.folder.relativePath), where there is no checkpoint to go on from\(again)"
      ]
    }
  }
}
