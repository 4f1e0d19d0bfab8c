import Channel
import Foundation

/// Removing a run's folder: what runs write into it, and the folder, if nothing else is in it.
public struct RunRemoval: Sendable {
  /// The run's folder.
  public let folder: URL
  /// Folders of the networks that a comparison has in it.
  private let networks: [URL]

  /// What runs write, the log and the settings last: until these go, what is left is still a run.
  static let names = [
    "pictures", "plan.txt", RunFolder.forks, RunFolder.timeLine, RunFolder.checkpoints,
    RecordedRun.settingsName, RecordedRun.logName,
  ]

  /// Checks that a folder is a run's, and that nobody writes it.
  public init(_ folder: URL) throws(RunError) {
    self.folder = folder
    let name = folder.relativePath
    try Self.check(folder, name)
    // A log that was cut in its first line names no networks.
    let run = try? RecordedRun(folder.path)
    networks = (run?.isComparison == true ? run?.names ?? [] : []).map {
      folder.appendingPathComponent($0)
    }.filter { (try? Self.check($0, name)) != nil }
    for place in networks + [folder]
    where LineFile.isBeingWritten(RunFolder.logPath(place)) {
      throw RunError(.usage, "\(name): is being written, expected a run that has ended")
    }
  }

  /// Refuses what is no run's folder, or a link to one.
  private static func check(_ folder: URL, _ name: String) throws(RunError) {
    func kind(_ url: URL) -> mode_t? {
      var status = stat()
      return lstat(url.path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }
    guard let type = kind(folder) else { throw RunError(.missing, "\(name): no such run") }
    guard type == S_IFDIR else {
      throw RunError(
        .usage, "\(name): a \(type == S_IFLNK ? "link" : "file"), expected a run's folder itself")
    }
    for file in [RecordedRun.logName, RecordedRun.settingsName]
    where kind(folder.appendingPathComponent(file)) != S_IFREG {
      throw RunError(.usage, "\(name): has no \(file), expected a run's folder")
    }
  }

  /// Removes the run. Links in it are removed and not followed.
  ///
  /// - Returns: whether the folder is gone; it stays where it holds what no run has written.
  public func perform() throws(RunError) -> Bool {
    // A person may have taken long to answer.
    _ = try RunRemoval(folder)
    for network in networks { try Self.empty(network) }
    try Self.empty(folder)
    return !FileManager.default.fileExists(atPath: folder.path)
  }

  private static func empty(_ folder: URL) throws(RunError) {
    for name in names {
      let url = folder.appendingPathComponent(name)
      var status = stat()
      guard lstat(url.path, &status) == 0 else { continue }
      do {
        try FileManager.default.removeItem(at: url)
      } catch {
        throw RunError(
          .inputOutput, "\(url.relativePath): cannot be removed: \(error.localizedDescription)")
      }
    }
    WholeFile.removeUnfinished(in: folder)
    // Only where it is empty.
    rmdir(folder.path)
  }
}
