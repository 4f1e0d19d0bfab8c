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

  /// Name of a checkpoint's file. What a run that stops being finite keeps of before has a name of its
  /// own: it is no replacement for a checkpoint that was asked for.
  static func checkpointName(step: Int, isRescue: Bool) -> String {
    "\(isRescue ? "sound-" : "")step-\(step).safetensors"
  }

  /// The step that a checkpoint's name says; `nil` of any other file.
  static func step(ofCheckpoint name: String) -> Int? {
    guard let match = name.wholeMatch(of: /(?:sound-)?step-([0-9]+)\.safetensors/) else {
      return nil
    }
    return Int(match.1)
  }

  private let folder: URL
  private let log: FileHandle
  private let logPath: String
  private var plan: FileHandle?

  /// Makes the folder, and writes `config.json` whole or not at all.
  init(_ folder: URL, settings: some Encodable) throws(RunError) {
    self.folder = folder
    logPath = folder.appendingPathComponent("run.jsonl").path
    guard !FileManager.default.fileExists(atPath: logPath) || Self.isDevice(logPath) else {
      throw RunError(
        .usage, "\(folder.path) already holds a run: expected a folder without one")
    }
    do {
      try Self.makeFolder(folder.path)
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
      try encoder.encode(settings).write(
        to: folder.appendingPathComponent("config.json"), options: .atomic)
      if !Self.isDevice(logPath) { try Data().write(to: URL(fileURLWithPath: logPath)) }
      log = try FileHandle(forWritingTo: URL(fileURLWithPath: logPath))
    } catch {
      throw RunError(
        .inputOutput, "\(folder.path): cannot write the run's folder: \(Self.reason(error))")
    }
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

  /// Adds one event's line to the log at once, so that a killed program loses none.
  func append(_ line: String) throws(RunError) {
    var status = stat()
    if fstat(log.fileDescriptor, &status) == 0, status.st_nlink == 0 {
      throw RunError(.inputOutput, "\(logPath): the log was removed during the run")
    }
    do {
      try log.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      // No half lines: whoever reads the log finds whole ones only.
      try? log.truncate(atOffset: UInt64(max(status.st_size, 0)))
      _ = try? log.seekToEnd()
      // The run ends by that: its last checkpoint and its last line are worth more than the time line.
      if Self.isFull(error) { removeTimeLines() }
      throw RunError(.inputOutput, "\(logPath): cannot write the log: \(Self.reason(error))")
    }
  }

  /// Adds one line to the plan of what was done, `plan.txt`, which `--plan` takes.
  func appendToPlan(_ line: String) throws(RunError) {
    let url = folder.appendingPathComponent("plan.txt")
    do {
      if plan == nil {
        try Data().write(to: url)
        plan = try FileHandle(forWritingTo: url)
      }
      try plan?.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw RunError(.inputOutput, "\(url.path): cannot write the plan: \(Self.reason(error))")
    }
  }

  /// Writes a checkpoint whole or not at all; returns its path from the run's folder on.
  ///
  /// - Parameters:
  ///   - fork: the line of training that it belongs to.
  ///   - kind: name of the folder for such checkpoints.
  func writeCheckpoint(
    _ content: Data, step: Int, isRescue: Bool = false, fork: String, in kind: String = checkpoints
  ) throws(RunError) -> String {
    let line = fork == ForkName.main ? "" : "\(Self.forks)/\(fork)/"
    let path = "\(line)\(kind)/\(Self.checkpointName(step: step, isRescue: isRescue))"
    let url = folder.appendingPathComponent(path)
    do {
      try Self.makeFolder(url.deletingLastPathComponent().path)
      do {
        try content.write(to: url, options: .atomic)
      } catch  where kind == Self.checkpoints && Self.isFull(error) {
        // Worth more than the time line.
        removeTimeLines()
        try content.write(to: url, options: .atomic)
      }
    } catch {
      throw RunError(
        .inputOutput, "\(url.path): cannot write the checkpoint: \(Self.reason(error))")
    }
    return path
  }

  /// The path of a file in the folder.
  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  /// Removes a checkpoint, if it is still there.
  func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

  private func removeTimeLines() {
    let forks = (try? FileManager.default.contentsOfDirectory(atPath: path(Self.forks))) ?? []
    for line in [""] + forks.map({ "\(Self.forks)/\($0)/" }) { remove(line + Self.timeLine) }
  }

  private static func isFull(_ error: any Error) -> Bool {
    let code = systemError(error)
    return code == ENOSPC || code == EDQUOT
  }

  /// Makes a folder and those above it; unlike Foundation's own way, with the system's reason where
  /// that fails.
  private static func makeFolder(_ path: String) throws {
    var folder = ""
    for name in path.split(separator: "/") {
      folder += "/" + name
      guard mkdir(folder, 0o777) != 0 else { continue }
      // Read at once: asking whether the folder is there sets it anew.
      let code = errno
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else {
        throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO)
      }
      guard isFolder.boolValue else { throw POSIXError(.ENOTDIR) }
    }
  }

  private static func isDevice(_ path: String) -> Bool {
    let type = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)[.type]
    return type as? FileAttributeType == .typeCharacterSpecial
  }

  private static func reason(_ error: any Error) -> String {
    systemError(error).map { String(cString: strerror($0)) }
      ?? (error as NSError).localizedDescription
  }

  /// The system's number for what went wrong; `nil` where it was something else.
  private static func systemError(_ error: any Error) -> Int32? {
    let cocoa = error as NSError
    let underlying = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError ?? cocoa
    return underlying.domain == NSPOSIXErrorDomain ? Int32(underlying.code) : nil
  }
}
