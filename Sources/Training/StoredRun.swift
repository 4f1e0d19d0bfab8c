import Channel
import Foundation
import Networks

/// A run that has ended, or was killed, as its folder has it: what it needs to go on there, to the bit.
public struct StoredRun: Sendable {
  /// The run's folder.
  public let folder: URL
  /// The settings that it began with, or as they are from now on.
  public var settings: RunSettings
  /// The newest checkpoint at which it can go on; `nil` where it must begin again.
  public let checkpoint: Checkpoint?
  /// Steps of the log behind that, which are made again.
  public let stepsLost: Int
  /// Newer checkpoints that cannot be read, a line each.
  public let objections: [String]
  /// Where the log goes on.
  let position: LogPosition
  /// Bytes of the log up to there.
  private let length: Int
  /// Whether the log tells how the run ended.
  let hasEnded: Bool

  /// Whether a folder is a run's, in which it may go on.
  public static func isThere(_ folder: URL) -> Bool {
    let files = [RunFolder.logPath(folder), RunFolder.settingsPath(folder)]
    return files.allSatisfy(FileManager.default.fileExists)
  }

  /// Reads a run's folder. Nothing in it is trusted.
  ///
  /// - Throws: an error of kind `inputOutput` where another program is writing it, and of kind `data` where it
  ///   is another format's or cannot go on for what it holds.
  public init(_ folder: URL) throws(RunError) {
    self.folder = folder
    let logPath = RunFolder.logPath(folder)
    if LineFile.isBeingWritten(logPath) {
      throw RunError(
        .inputOutput,
        "\(folder.path) is being written by another program: expected a run that has ended")
    }
    settings = try Self.settings(folder)
    try RecordedRun.checkFormat(of: logPath)
    var objections: [String] = []
    var newest: (checkpoint: Checkpoint, position: LogPosition)?
    var length = 0
    var objectionToLog: RunError?
    let (candidates, unreadable) = Self.candidates(in: folder)
    objections += unreadable.map { "\($0): expected a checkpoint, the file is damaged" }
    for (path, position) in candidates {
      do throws(RunError) {
        let checkpoint = try Checkpoint(contentsOf: path)
        _ = try checkpoint.trainingState()
        do throws(RunError) {
          length = try Self.length(of: folder, lines: position.log)
        } catch {
          objectionToLog = objectionToLog ?? error
          throw error
        }
        newest = (checkpoint, position)
        break
      } catch {
        objections.append(error.description)
      }
    }
    // To begin again would cost more than a person may have known.
    if newest == nil, let objectionToLog { throw objectionToLog }
    self.objections = objections
    checkpoint = newest?.checkpoint
    position = newest?.position ?? LogPosition()
    self.length = length
    let behind = try Self.behind(length, in: logPath)
    (stepsLost, hasEnded) = (behind.steps, behind.hasEnded)
  }

  /// Goes through what the log tells up to where the run goes on.
  ///
  /// - Parameter body: takes each event.
  public func forEachEvent(_ body: (RunEvent) -> Void) throws(RunError) {
    guard length > 0 else { return }
    try RecordedRun(folder.path).forEachEvent(upTo: length) { (event, _) throws(RunError) in
      body(event)
    }
  }

  /// Checkpoints at which a run can go on, the newest first, as far as the beginnings of their files say; and
  /// files of which nothing can be read.
  private static func candidates(
    in folder: URL
  ) -> ([(path: String, position: LogPosition)], unreadable: [String]) {
    var candidates: [(path: String, position: LogPosition)] = []
    var unreadable: [String] = []
    for line in RunFolder.lines(in: folder) {
      let folder = line.appendingPathComponent(RunFolder.checkpoints)
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] {
        let path = folder.appendingPathComponent(name).path
        guard CheckpointName.step(of: name) != nil else { continue }
        switch Checkpoint.position(inFile: path) {
        case .some(let position?): candidates.append((path, position))
        // One at which no run can go on, or one of which that cannot be read any more.
        case .some(nil): if (try? Checkpoint(contentsOf: path)) == nil { unreadable.append(path) }
        case nil: unreadable.append(path)
        }
      }
    }
    return (
      candidates.sorted { ($1.position, $1.path) < ($0.position, $0.path) }, unreadable.sorted()
    )
  }

  static func settings(_ folder: URL) throws(RunError) -> RunSettings {
    let path = RunFolder.settingsPath(folder)
    let content = try InputFile.content(path, atMost: RecordedSettings.longestFile)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let settings = try? decoder.decode(RunSettings.self, from: content) else {
      throw RunError(.data, "\(path): expected the settings of a run of one network")
    }
    if let objection = settings.objection { throw RunError(.data, "\(path): \(objection)") }
    return settings
  }

  /// Bytes of so many lines of the log. Each must be an event: what a checkpoint counts are lines.
  private static func length(of folder: URL, lines: Int) throws(RunError) -> Int {
    let path = RunFolder.logPath(folder)
    let hint = "; from a checkpoint's file a run can go on in another folder"
    let log = try InputFile.handle(path)
    // The handle closes its file when it goes, which may be as soon as the number is known.
    let length = withExtendedLifetime(log) { LineFile.length(log.fileDescriptor, lines: lines) }
    guard let length else {
      throw RunError(
        .data, "\(path): expected at least \(lines) lines, as when a checkpoint was written\(hint)")
    }
    var events = 0
    if lines > 0 {
      try RecordedRun(folder.path).forEachEvent(upTo: length) { (_, _) throws(RunError) in
        events += 1
      }
    }
    guard events == lines else {
      throw RunError(
        .data,
        "\(path): \(lines - events) of the first \(lines) lines are no events of a run: expected the log as "
          + "when a checkpoint was written\(hint)")
    }
    return length
  }

  /// What a log tells of behind a place: how many steps, and whether the end.
  private static func behind(
    _ start: Int, in path: String
  ) throws(RunError) -> (steps: Int, hasEnded: Bool) {
    let log = try InputFile.handle(path)
    do {
      try log.seek(toOffset: UInt64(start))
      let (step, end) = (Data(#""event":"step""#.utf8), Data(#""event":"run_ended""#.utf8))
      var (steps, hasEnded, rest) = (0, false, Data())
      while let part = try log.read(upToCount: 1 << 20), !part.isEmpty {
        rest.append(part)
        if rest.firstRange(of: end) != nil { hasEnded = true }
        while let found = rest.firstRange(of: step) {
          steps += 1
          rest = rest[found.upperBound...]
        }
        // What is looked for may be in two parts.
        rest = Data(rest.suffix(end.count - 1))
      }
      return (steps, hasEnded)
    } catch {
      throw RunError(.inputOutput, "\(path): cannot be read: \(error.localizedDescription)")
    }
  }
}

extension Checkpoint {
  /// Where a file's beginning says that the log stood, if it says that; `nil` where it is no checkpoint.
  static func position(inFile path: String) -> LogPosition?? {
    guard let file = try? InputFile.handle(path),
      let metadata = SafetensorsFile.metadata({ try? file.read(upToCount: $0) })
    else { return nil }
    struct Place: Decodable { let position: LogPosition? }
    let run = Data((metadata["run"] ?? "{}").utf8)
    guard let place = try? JSONDecoder().decode(Place.self, from: run) else { return nil }
    return .some(place.position.flatMap { $0.objection == nil ? $0 : nil })
  }
}
