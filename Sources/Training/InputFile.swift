import Foundation

/// Reading a file that a person named.
public enum InputFile {
  /// A file's bytes; a line with the reason where they can't be had.
  public static func content(_ path: String) throws(RunError) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw RunError(.missing, "\(path): no such file")
    }
    if isFolder.boolValue { throw RunError(.data, "\(path): a folder, expected a file") }
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .mappedIfSafe)
    } catch {
      throw RunError(
        .inputOutput, "\(path): cannot be read: \((error as NSError).localizedDescription)")
    }
  }
}
