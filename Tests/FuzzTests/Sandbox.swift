import Foundation
import Testing

/// A folder within a folder for one reader's files, in memory where the system has such a place, and proof that
/// nothing is written beside it.
final class Sandbox {
  /// Where files are put.
  let path: String
  private let parent: String

  init() throws {
    let places = ["/dev/shm", FileManager.default.temporaryDirectory.path]
    let place = places.first { access($0, W_OK) == 0 } ?? "/tmp"
    parent = place + "/fuzz-" + UUID().uuidString
    path = parent + "/folder"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: parent) }

  /// A path in the folder.
  func callAsFunction(_ name: String) -> String { path + "/" + name }

  /// Writes a file and folders on the way to it.
  func write(_ bytes: some Collection<UInt8>, to name: String) throws {
    let path = self(name)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if file < 0, name.contains("/") {
      try FileManager.default.createDirectory(
        atPath: URL(fileURLWithPath: path).deletingLastPathComponent().path,
        withIntermediateDirectories: true)
      return try write(bytes, to: name)
    }
    try #require(file >= 0, "\(path) cannot be opened")
    defer { close(file) }
    let bytes = ContiguousArray(bytes)
    #expect(
      bytes.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) } == bytes.count)
  }

  /// Writes files by their names.
  func write(_ files: [String: [UInt8]]) throws {
    for (name, bytes) in files { try write(bytes, to: name) }
  }

  /// Removes what is in the folder.
  func empty() throws {
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  /// Names of what is in the folder, sub-folders' content too.
  var names: [String] {
    (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).sorted()
  }

  /// Notes where something else than the folder stands beside it.
  func expectNothingOutside(_ number: Int) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    if names != ["folder"] { Issue.record("case \(number): the folder was left: \(names)") }
  }
}
