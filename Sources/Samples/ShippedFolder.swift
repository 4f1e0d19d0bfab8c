import Foundation

/// Where something is that comes with the program: data sets, lessons.
public struct ShippedFolder: Sendable, Equatable {
  /// Folders that may hold it, the first choice first.
  public let roots: [String]

  /// Looks in these folders.
  public init(roots: [String]) { self.roots = roots }

  /// Looks in a folder of the repository that the program was built from; should that be gone, in one of
  /// its name beside the program and in each folder above it.
  /// - Parameters:
  ///   - name: of the folder.
  ///   - source: path of a file two folders below the repository's.
  ///   - executable: path of the program.
  public init(_ name: String, source: String, executable: String?) {
    let file = URL(fileURLWithPath: source).standardizedFileURL
    var parents = [
      file.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    ]
    if let executable {
      var folder = URL(fileURLWithPath: executable).standardizedFileURL
      while folder.path != "/" {
        folder.deleteLastPathComponent()
        parents.append(folder)
      }
    }
    var roots: [String] = []
    for root in parents.map({ $0.appendingPathComponent(name).path })
    where !roots.contains(root) {
      roots.append(root)
    }
    self.init(roots: roots)
  }

  /// The data sets of this build, whatever the working directory.
  public static let datasets = ShippedFolder(
    "Datasets", source: #filePath, executable: Bundle.main.executablePath)

  /// The lessons of this build.
  public static let lessons = ShippedFolder(
    "Lessons", source: #filePath, executable: Bundle.main.executablePath)

  /// The folder of a data set in it.
  public func folder(of name: String) throws(DatasetError) -> String {
    let folders = roots.map { $0 + "/" + name }
    guard let folder = folders.first(where: { InputFile.objectionToFolder($0) == nil }) else {
      throw DatasetError(
        .missing,
        "\(name): no such folder, looked for \(folders.joined(separator: ", ")); "
          + "a folder elsewhere can be given by its path")
    }
    return folder
  }
}
