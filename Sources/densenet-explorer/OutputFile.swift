import Foundation

/// A file that a person asked for.
enum OutputFile {
  /// Writes text whole or not at all.
  static func write(_ text: String, to path: String) throws(Failure) {
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Failure(
        "\(path): cannot write the file: \(error.localizedDescription)", code: .inputOutput)
    }
  }
}
