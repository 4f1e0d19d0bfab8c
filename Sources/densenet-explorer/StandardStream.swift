import Foundation

/// Standard output and standard error, unbuffered, for text.
enum StandardStream: Sendable {
  case output, error

  private var handle: FileHandle {
    switch self {
    case .output: .standardOutput
    case .error: .standardError
    }
  }

  /// Whether a person looks at it.
  var isTerminal: Bool { isatty(handle.fileDescriptor) == 1 }

  /// Writes text; on standard error, what nobody can read is not worth an error.
  func write(_ text: String) {
    try? handle.write(contentsOf: Data(text.utf8))
  }

  /// Writes a line that must arrive.
  func writeOrFail(_ line: String) throws(Failure) {
    do {
      try handle.write(contentsOf: Data((line + "\n").utf8))
    } catch {
      throw Failure("cannot write to standard output: its reader has gone", code: .inputOutput)
    }
  }
}
