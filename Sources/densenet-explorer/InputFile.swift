import ArgumentParser
import Foundation

/// Reading a file that the command line names.
enum InputFile {
  /// A file's bytes; the system's reason where they can't be had.
  static func content(_ path: String) throws(Failure) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw Failure("\(path): no such file", code: .missingFile)
    }
    if isFolder.boolValue {
      throw Failure("\(path): a folder, expected a file", code: .badData)
    }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw Failure(
        "\(path): cannot be read: \((error as NSError).localizedDescription)",
        code: .inputOutput)
    }
  }
}
