import Foundation
import Training

/// A file that a person asked for.
enum OutputFile {
  /// Checks that a file can be written there, before what it is to hold takes its time.
  ///
  /// - Parameter option: the one that names it.
  static func check(_ path: String, option: String) throws(Failure) {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard !path.isEmpty, !isDirectory(path), isDirectory(folder),
      FileManager.default.isWritableFile(atPath: folder)
    else {
      throw Failure(
        "\(option) '\(harmless(path))': expected a file in a folder that can be written",
        code: .inputOutput)
    }
  }

  private static func isDirectory(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      && isDirectory.boolValue
  }

  /// Writes text whole or not at all.
  static func write(_ text: String, to path: String) throws(Failure) {
    do {
      try WholeFile.write(Data(text.utf8), to: path)
    } catch {
      throw Failure("\(path): cannot write the file: \(error)", code: .inputOutput)
    }
  }
}
