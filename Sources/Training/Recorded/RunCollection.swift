import Foundation

/// A folder of runs.
public struct RunCollection: Sendable {
  /// A run's folder and its name in the collection: `2026-01-31-120000-digits`, of a sweep `sweep/depth-8`.
  public struct Entry: Sendable {
    /// From the collection's folder on.
    public var name: String
    /// The run's folder.
    public var url: URL
  }

  /// Folders with a log, sorted by their names.
  public let entries: [Entry]

  /// Looks for runs in a folder, and in folders in it that hold no run themselves. A folder that holds a
  /// run is a collection of it alone.
  ///
  /// - Throws: where there is no such folder, or it cannot be read.
  public init(_ path: String) throws(RunError) {
    let folder = URL(fileURLWithPath: path)
    if Self.holdsRun(folder) {
      entries = [Entry(name: folder.lastPathComponent, url: folder)]
      return
    }
    guard let names = Self.folders(in: folder) else {
      let exists = FileManager.default.fileExists(atPath: path)
      throw RunError(
        exists ? .inputOutput : .missing,
        "\(path): \(exists ? "cannot be read" : "no such folder"), expected a folder of runs")
    }
    entries = names.flatMap { name in
      let url = folder.appendingPathComponent(name)
      if Self.holdsRun(url) { return [Entry(name: name, url: url)] }
      return (Self.folders(in: url) ?? []).compactMap { inner in
        let deeper = url.appendingPathComponent(inner)
        return Self.holdsRun(deeper) ? Entry(name: "\(name)/\(inner)", url: deeper) : nil
      }
    }
  }

  private static func holdsRun(_ folder: URL) -> Bool {
    FileManager.default.fileExists(
      atPath: folder.appendingPathComponent(RecordedRun.logName).path)
  }

  /// Names of the folders in a folder, sorted; `nil` where it cannot be read.
  private static func folders(in folder: URL) -> [String]? {
    (try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: [.isDirectoryKey], options: .skipsHiddenFiles))?
      .filter { (try? $0.resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true }
      .map(\.lastPathComponent).sorted()
  }
}
