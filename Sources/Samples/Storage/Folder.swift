import Foundation

/// What is in a folder, sorted, without hidden things.
struct Folder {
  /// More than any data set has at one level.
  private static let mostEntries = 2_000_000

  let path: String
  let names: [String]

  init(_ path: String) throws(DatasetError) {
    guard let folder = opendir(path) else {
      throw DatasetError(.missing, "\(path): cannot be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      names.append(name)
      guard names.count <= Self.mostEntries else {
        throw .malformed(path, "more than \(Self.mostEntries) files, expected fewer")
      }
    }
    self.path = path
    // By bytes, so that the order is the same in every locale.
    self.names = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Names of the folders in it.
  var subfolders: [String] {
    names.filter { InputFile.objectionToFolder(path + "/" + $0) == nil }
  }
}
