import Foundation

/// Where data sets are that were fetched.
public enum FetchedFolder {
  /// The folder of all of them: `densenet-explorer/datasets` in `$XDG_DATA_HOME`, or in `~/.local/share`
  /// (XDG Base Directory Specification).
  public static var root: String { root(ProcessInfo.processInfo.environment) }

  /// The same in another environment.
  static func root(_ environment: [String: String]) -> String {
    // The specification wants relative paths to be ignored.
    let base =
      environment["XDG_DATA_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? FileManager.default.homeDirectoryForCurrentUser.path + "/.local/share"
    return base + "/densenet-explorer/datasets"
  }

  /// The folder of one.
  public static func path(of dataset: PublishedDataset) -> String { root + "/" + dataset.name }
}

extension PublishedDataset {
  /// The folder that has it.
  public var folder: String {
    get throws(DatasetError) {
      if isShipped { return try ShippedFolder.datasets.folder(of: name) }
      let path = FetchedFolder.path(of: self)
      guard InputFile.objectionToFolder(path) == nil else {
        throw DatasetError(
          .missing,
          "\(name): not there yet, expected it in \(path): densenet-explorer datasets fetch \(name)"
        )
      }
      return path
    }
  }
}

extension Dataset {
  /// The folder of a data set.
  /// - Parameter nameOrPath: as `load` takes it.
  public static func folder(of nameOrPath: String) throws(DatasetError) -> String {
    guard let published = PublishedDataset.named(nameOrPath) else { return nameOrPath }
    return try published.folder
  }

  /// The same, or the folder below it that has the files.
  public static func folderOfFiles(_ nameOrPath: String) throws(DatasetError) -> String {
    try DatasetFormat(folder(of: nameOrPath)).folder
  }
}
