import Channel
import Foundation

/// A run's folder: `config.json`, the log `run.jsonl`, appended line by line, and checkpoints, those of
/// forks in `forks/NAME`.
final class RunFolder {
  /// Name of the folder with the checkpoints.
  static let checkpoints = "checkpoints"
  /// Name of the folder with those of the time line.
  static let timeLine = "time-line"

  /// Name of the folder with a folder for each fork.
  static let forks = "forks"

  /// Name of a fork's or the run's own folder within the run's, with a `/` behind it; empty of the run's own.
  static func line(_ fork: String) -> String { fork == ForkName.main ? "" : "\(forks)/\(fork)/" }

  /// Where the folder is.
  let url: URL
  private let log: LineFile
  /// `nil` before there is something in it.
  private var plan: LineFile?

  /// Makes the folder of a run that begins, and writes `config.json`.
  init(_ url: URL, settings: some Encodable) throws(RunError) {
    self.url = url
    let logPath = Self.logPath(url)
    let isTaken = RunError(
      .usage,
      "\(url.path) already holds a run: expected a folder without one, or --resume to go on with it"
    )
    guard !FileManager.default.fileExists(atPath: Self.planPath(url)) else { throw isTaken }
    func failure(_ error: SystemError) -> RunError {
      RunError(.inputOutput, "\(url.path): cannot write the run's folder: \(error)")
    }
    do { try Self.makeFolder(url.path) } catch { throw failure(error) }
    do {
      // First, for its lock says whose folder it is.
      log = try LineFile(creating: logPath)
    } catch {
      throw [EEXIST, EWOULDBLOCK].contains(error.code) ? isTaken : failure(error)
    }
    do { try Self.write(settings, to: url) } catch { throw failure(error) }
  }

  /// Opens the folder of a run that goes on: what its log and its plan have behind a position goes.
  init(continuing url: URL, at position: LogPosition, settings: RunSettings) throws(RunError) {
    self.url = url
    log = try LineFile(continuing: Self.logPath(url), lines: position.log)
    if position.plan > 0 {
      plan = try LineFile(continuing: Self.planPath(url), lines: position.plan)
    }
    // What a killed program left, which may be in the way.
    WholeFile.removeUnfinished(in: url)
    // Before anything goes: a folder that cannot be written stays what it is.
    do throws(SystemError) {
      try Self.write(settings, to: url)
    } catch {
      throw RunError(.inputOutput, "\(url.path): cannot write the run's folder: \(error)")
    }
    try log.cut()
    if let plan { try plan.cut() } else { unlink(Self.planPath(url)) }
    for line in Self.lines(in: url) {
      for kind in [Self.checkpoints, Self.timeLine] {
        WholeFile.removeUnfinished(in: line.appendingPathComponent(kind))
      }
    }
  }

  /// The path of a run's log.
  static func logPath(_ url: URL) -> String { url.appendingPathComponent(RecordedRun.logName).path }

  /// The path of what was done in a run.
  static func planPath(_ url: URL) -> String { url.appendingPathComponent("plan.txt").path }

  /// The path of a run's settings.
  static func settingsPath(_ url: URL) -> String {
    url.appendingPathComponent(RecordedRun.settingsName).path
  }

  private static func write(_ settings: some Encodable, to url: URL) throws(SystemError) {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    // Settings hold numbers that are finite, and texts.
    let content = (try? encoder.encode(settings)) ?? Data()
    try WholeFile.write(content, to: settingsPath(url))
  }

  // MARK: Log and plan

  /// Where log and plan stand now.
  ///
  /// - Parameters:
  ///   - fork: the line of training that is followed.
  ///   - forks: all lines.
  func position(fork: String, forks: [String]) -> LogPosition {
    LogPosition(log: log.count, plan: plan?.count ?? 0, fork: fork, forks: forks)
  }

  /// Adds one event to the log, and returns its line.
  func append(_ event: RunEvent) throws(RunError) -> String {
    let line: String
    do {
      line = try event.jsonLine()
    } catch {
      throw RunError(.other, "cannot write an event as JSON: \(error)")
    }
    try append(line)
    return line
  }

  /// Adds one event's line to the log.
  func append(_ line: String) throws(RunError) {
    let wasWell = log.trouble == nil
    try log.append(line)
    guard wasWell, log.trouble != nil else { return }
    // The log is worth more than the time line.
    removeTimeLines()
    try? log.finish()
  }

  /// Why lines of the log wait in memory; `nil` where all are written.
  var logTrouble: String? { log.trouble }

  /// Makes sure that the log as it is survives the machine.
  func flushLog() { log.flush() }

  /// Writes what waits; throws where that cannot be done.
  func finish() throws(RunError) {
    try log.finish()
    try plan?.finish()
  }

  /// Says that nothing will be written any more.
  func close() {
    log.unlock()
    plan?.unlock()
  }

  /// Adds one line to the plan of what was done, `plan.txt`, which `--plan` takes.
  func appendToPlan(_ line: String) throws(RunError) {
    if plan == nil {
      do throws(SystemError) {
        plan = try LineFile(creating: Self.planPath(url))
      } catch {
        // As long as there is no file there is none to go on with: the log says all that was done.
        return
      }
    }
    try plan?.append(line)
  }

  // MARK: Checkpoints

  /// Writes a checkpoint whole or not at all; returns its path from the run's folder on.
  ///
  /// - Parameters:
  ///   - name: the file's.
  ///   - fork: the line of training that it belongs to.
  ///   - kind: name of the folder for such checkpoints.
  func writeCheckpoint(
    _ content: Data, name: String, fork: String, in kind: String = checkpoints
  ) throws(RunError) -> String {
    let path = "\(Self.line(fork))\(kind)/\(name)"
    let file = url.appendingPathComponent(path)
    func write() throws(SystemError) {
      try Self.makeFolder(file.deletingLastPathComponent().path)
      try WholeFile.write(content, to: file.path)
    }
    do throws(SystemError) {
      do throws(SystemError) {
        try write()
      } catch {
        // Worth more than the time line.
        guard kind == Self.checkpoints && error.isFull else { throw error }
        removeTimeLines()
        try write()
      }
    } catch {
      throw RunError(.inputOutput, "\(file.path): cannot write the checkpoint: \(error)")
    }
    return path
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Removes a checkpoint, if it is still there.
  func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

  private func removeTimeLines() {
    for line in Self.lines(in: url) {
      try? FileManager.default.removeItem(at: line.appendingPathComponent(Self.timeLine))
    }
  }

  /// The run's folder and those of its forks.
  static func lines(in url: URL) -> [URL] {
    let folder = url.appendingPathComponent(forks)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return [url]
      + names.filter(ForkName.isName).sorted().map { folder.appendingPathComponent($0) }
  }

  /// Makes a folder and those above it; unlike Foundation's own way, with the system's reason where
  /// that fails.
  private static func makeFolder(_ path: String) throws(SystemError) {
    var folder = ""
    for name in path.split(separator: "/") {
      folder += "/" + name
      guard mkdir(folder, 0o777) != 0 else { continue }
      // Read at once: asking whether the folder is there sets it anew.
      let error = SystemError.last
      var status = stat()
      guard stat(folder, &status) == 0 else { throw error }
      guard status.st_mode & S_IFMT == S_IFDIR else { throw SystemError(ENOTDIR) }
    }
  }
}
