import Channel
import Foundation
import Testing

@testable import Training

/// Deleting runs, and nothing else.
struct RunRemovalTests {
  private func make(_ path: String, in folder: URL) throws {
    let url = folder.appendingPathComponent(path)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data("x".utf8).write(to: url)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func whatARunHasWrittenGoes() throws {
    let log = try InventedLog(InventedLog.text([InventedLog.started(["a", "b"])]))
    for path in [
      "plan.txt", "checkpoints/step-1.safetensors", "time-line/x", "forks/f/checkpoints/x",
      "pictures/p.svg", "a/run.jsonl", "a/config.json", "a/checkpoints/x",
    ] { try make(path, in: log.folder) }
    #expect(try RunRemoval(log.folder).perform())
    #expect(!FileManager.default.fileExists(atPath: log.folder.path))
  }

  @Test func whatElseIsThereStays() throws {
    let log = try InventedLog(InventedLog.text([InventedLog.started(["a", "b"])]))
    let elsewhere = try InventedLog("precious")
    try make("thesis.tex", in: log.folder)
    // No run's folder, though it is called as one of the networks.
    try make("b/photo.jpg", in: log.folder)
    try FileManager.default.createSymbolicLink(
      at: log.folder.appendingPathComponent("checkpoints"),
      withDestinationURL: elsewhere.folder)
    #expect(try !RunRemoval(log.folder).perform())
    #expect(try names(log.folder) == ["b", "thesis.tex"])
    #expect(try names(elsewhere.folder) == ["config.json", "run.jsonl"])
  }

  @Test func whatIsNoRunsFolderIsRefused() throws {
    let log = try InventedLog(InventedLog.text([InventedLog.started()]))
    let link = log.folder.appendingPathComponent("link")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: log.folder)
    let other = FileManager.default.temporaryDirectory
    let missing = log.folder.appendingPathComponent("nothing")
    for (folder, words) in [
      (link, "a link, expected"), (other, "has no run.jsonl"), (missing, "no such run"),
      (URL(fileURLWithPath: log.log), "a file, expected"),
    ] {
      let error = try #require(throws: RunError.self) { try RunRemoval(folder) }
      #expect(error.description.contains(words))
    }
    #expect(try names(log.folder) == ["config.json", "link", "run.jsonl"])
  }

  @Test func aRunThatIsWrittenStays() throws {
    let log = try InventedLog(InventedLog.text([InventedLog.started(), InventedLog.end(0)]))
    let writer = try LineFile(continuing: log.log, lines: 2)
    let error = try #require(throws: RunError.self) { try RunRemoval(log.folder) }
    #expect(error.description.hasSuffix("is being written, expected a run that has ended"))
    writer.unlock()
    #expect(try RunRemoval(log.folder).perform())
  }
}
