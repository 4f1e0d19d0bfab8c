import Channel
import Foundation

/// A run, or a comparison of several networks, as its folder or a log alone keeps it; it may still be under
/// way, or have been killed.
public struct RecordedRun: Sendable {
  /// The run's folder; `nil` where a log alone was named.
  public let folder: URL?
  /// Path of the log.
  public let log: String
  /// How the run began, with all its networks.
  public let started: RunStarted

  /// Finds a run and reads how it began.
  ///
  /// - Parameter path: a run's folder, or a log such as `train --json` writes.
  /// - Throws: where there is no log, or one that does not begin as a run's.
  public init(_ path: String) throws(RunError) {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    if exists && isFolder.boolValue {
      let folder = URL(fileURLWithPath: path)
      self.folder = folder
      log = folder.appendingPathComponent(RecordedRun.logName).relativePath
      guard FileManager.default.fileExists(atPath: log) else {
        throw RunError(.missing, "\(path): expected a run's folder, with \(Self.logName) in it")
      }
    } else {
      folder = nil
      log = path
    }
    guard case .runStarted(let started)? = try RunLogReader(log).next()?.event else {
      try Self.checkFormat(of: log)
      throw Self.noLog(log)
    }
    self.started = started
  }

  private static func noLog(_ path: String) -> RunError {
    RunError(
      .data,
      "\(path): does not begin as a run's log, expected run_started of "
        + "\(RunStarted.currentFormat) with 1…\(RunStarted.mostNetworks) networks")
  }

  /// Refuses a log whose first line names another format. Without a whole line a run has not begun.
  static func checkFormat(of path: String) throws(RunError) {
    let log = try InputFile.handle(path)
    let start = (try? log.read(upToCount: 1 << 20)) ?? Data()
    guard let end = start.firstIndex(of: UInt8(ascii: "\n")) else { return }
    // Whatever else a newer format has.
    struct Beginning: Decodable { let event, format: String }
    let beginning = try? JSONDecoder().decode(Beginning.self, from: start[..<end])
    guard let format = beginning?.format, beginning?.event == "run_started",
      format.hasPrefix("densenet-explorer-run/")
    else {
      throw noLog(path)
    }
    guard format == RunStarted.currentFormat else {
      throw RunError(
        .data,
        "\(path): format \(format.prefix(40)): expected \(RunStarted.currentFormat), this program may be older "
          + "than the run")
    }
  }

  /// Name of the log in a run's folder.
  public static let logName = "run.jsonl"
  /// Name of the file with the settings.
  public static let settingsName = "config.json"

  /// Whether several networks are compared.
  public var isComparison: Bool { started.networks.count > 1 }

  /// Names of the networks that can be names of files: the labels of a comparison.
  public var names: [String] {
    var taken: Set<String> = []
    return started.networks.enumerated().map { index, network in
      var name = network.label ?? ""
      if !ForkName.isName(name) || taken.contains(name) { name = "network-\(index + 1)" }
      taken.insert(name)
      return name
    }
  }

  /// A reader of the log, at its beginning.
  public func reader() throws(RunError) -> RunLogReader { try RunLogReader(log) }

  /// When the run began, as far as its files say; the log has no dates, so that two can be compared.
  public var beginning: Date {
    let files = [folder?.appendingPathComponent(Self.settingsName).path, log].compactMap(\.self)
    let dates = files.lazy.compactMap {
      try? FileManager.default.attributesOfItem(atPath: $0)[.modificationDate] as? Date
    }
    return dates.first ?? Date(timeIntervalSince1970: 0)
  }

  // MARK: Files of a network

  /// The folder of one of the networks, which for a run of one is the run's; `nil` where there is none.
  public func folder(ofNetwork index: Int) -> URL? {
    guard isComparison else { return folder }
    guard started.networks.indices.contains(index), let name = started.networks[index].label,
      ForkName.isName(name)
    else { return nil }
    return folder?.appendingPathComponent(name)
  }

  /// Reads a checkpoint of one of the networks.
  ///
  /// - Parameter step: updates before it; `nil` for the newest.
  public func checkpoint(ofNetwork index: Int = 0, step: Int? = nil) throws(RunError) -> Checkpoint
  {
    guard let folder = folder(ofNetwork: index) else {
      throw RunError(.missing, "\(log): a log has no weights, expected a run's folder")
    }
    guard let step else { return try Checkpoint(contentsOf: folder.relativePath) }
    let names = [
      (RunFolder.checkpoints, CheckpointName.asked),
      (RunFolder.checkpoints, CheckpointName.automatic),
      (RunFolder.timeLine, CheckpointName.asked), (RunFolder.checkpoints, CheckpointName.sound),
    ]
    .map { "\($0)/\($1(step))" }
    let files = names.map { folder.appendingPathComponent($0).relativePath }
    guard let file = files.first(where: FileManager.default.fileExists(atPath:)) else {
      throw RunError(
        .missing,
        "\(folder.relativePath): no checkpoint of step \(step), expected one of "
          + "\(Self.steps(of: folder))")
    }
    return try Checkpoint(contentsOf: file)
  }

  private static func steps(of folder: URL) -> String {
    let steps = [RunFolder.checkpoints, RunFolder.timeLine].flatMap { kind in
      (try? FileManager.default.contentsOfDirectory(
        atPath: folder.appendingPathComponent(kind).path)) ?? []
    }.compactMap(CheckpointName.step)
    let known = Set(steps).sorted().map(String.init)
    if known.isEmpty { return "none that is there" }
    return known.prefix(20).joined(separator: ", ") + (known.count > 20 ? ", …" : "")
  }
}
