import Foundation
import Testing

@testable import Training

/// Folders of runs that somebody has prepared.
struct HostileFolderTests {
  /// A run in a folder of its own, its log alone in it, and a file beside the folder that is none of its
  /// business.
  private final class Prepared {
    let log: InventedLog
    let stranger: URL
    var folder: URL { log.folder }

    init() throws {
      log = try InventedLog(
        InventedLog.text([InventedLog.started(), InventedLog.step(1), InventedLog.end(1)]))
      stranger = log.folder.deletingLastPathComponent().appendingPathComponent(UUID().uuidString)
      try Data("1\n2\n3\n".utf8).write(to: stranger)
      try FileManager.default.removeItem(at: log.folder.appendingPathComponent("config.json"))
    }

    deinit { try? FileManager.default.removeItem(at: stranger) }

    func write(_ settings: RunSettings) throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      try encoder.encode(settings).write(to: folder.appendingPathComponent("config.json"))
    }

    func link(_ name: String) throws {
      let place = folder.appendingPathComponent(name)
      try? FileManager.default.removeItem(at: place)
      try FileManager.default.createSymbolicLink(at: place, withDestinationURL: stranger)
    }

    func pipe(_ name: String) throws {
      let place = folder.appendingPathComponent(name).path
      unlink(place)
      try #require(mkfifo(place, 0o600) == 0)
    }

    func goOn() throws -> RunFolder {
      try RunFolder(
        continuing: folder, at: LogPosition(log: 1, plan: 1), settings: .tiny())
    }

    func expectStrangerUntouched() throws {
      #expect(try Data(contentsOf: stranger) == Data("1\n2\n3\n".utf8))
    }
  }

  /// A run that goes on cuts its log and its plan where its checkpoint says, and writes settings beside
  /// those that are there: never through a link out of its folder.
  @Test(arguments: ["run.jsonl", "plan.txt", "config.json.partial"])
  func linksOutOfTheFolderAreNotWrittenThrough(name: String) throws {
    let prepared = try Prepared()
    try Data("0:stop\n".utf8).write(to: prepared.folder.appendingPathComponent("plan.txt"))
    try prepared.link(name)
    do {
      _ = try prepared.goOn()
      // What a killed program left is removed first.
      #expect(name == "config.json.partial")
    } catch let error as RunError {
      #expect(error.description.contains(name))
    }
    try prepared.expectStrangerUntouched()
  }

  @Test func filesAreNotWrittenThroughLinks() throws {
    let prepared = try Prepared()
    try prepared.link("x.partial")
    #expect(throws: SystemError.self) {
      try WholeFile.write(Data("y".utf8), to: prepared.folder.appendingPathComponent("x").path)
    }
    try prepared.expectStrangerUntouched()
  }

  /// Whoever opens a pipe waits for somebody to write into it.
  @Test(arguments: ["run.jsonl", "config.json", "checkpoints/step-1.safetensors"])
  func pipesAreRefused(name: String) throws {
    let prepared = try Prepared()
    try FileManager.default.createDirectory(
      at: prepared.folder.appendingPathComponent("checkpoints"),
      withIntermediateDirectories: false)
    try prepared.write(.tiny())
    try prepared.pipe(name)
    if name.hasPrefix("checkpoints") {
      let stored = try StoredRun(prepared.folder)
      #expect(stored.checkpoint == nil && stored.objections.count == 1)
    } else {
      let error = #expect(throws: RunError.self) { try StoredRun(prepared.folder) }
      #expect(error?.description.hasSuffix("not a file, expected a regular file") == true)
    }
    #expect(throws: RunError.self) { try Checkpoint(contentsOf: prepared.folder.path) }
  }

  /// Files that are longer than any of their kind are not read: the length costs nobody anything.
  @Test func filesOfAnyLengthAreRefused() throws {
    let prepared = try Prepared()
    for (name, length) in [("config.json", RecordedSettings.longestFile + 1), ("x.md", 1 << 40)] {
      let path = prepared.folder.appendingPathComponent(name).path
      try #require(FileManager.default.createFile(atPath: path, contents: nil))
      try #require(truncate(path, off_t(length)) == 0)
    }
    let config = #expect(throws: RunError.self) { try StoredRun(prepared.folder) }
    #expect(config?.description.contains("4194305 bytes, expected at most 4194304") == true)
    #expect(RecordedSettings(folder: prepared.folder).values.isEmpty)
    let long = prepared.folder.appendingPathComponent("x.md").path
    let text = #expect(throws: RunError.self) { try InputFile.text(long) }
    #expect(text?.description.hasSuffix("1099511627776 bytes, expected at most 16777216") == true)
    #expect(throws: RunError.self) { try Checkpoint(contentsOf: long) }
  }
}
