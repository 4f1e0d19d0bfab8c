import Foundation
import Training

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

  /// Writes one line, whatever characters a path or a name in it has.
  func line(_ text: String) { write(harmless(text) + "\n") }

  /// Waits until somebody reads; `false` if that is given up.
  func waitForReader(unless isGivenUp: () -> Bool) -> Bool {
    var file = pollfd(fd: handle.fileDescriptor, events: Int16(POLLOUT), revents: 0)
    while poll(&file, 1, 100) == 0 {
      if isGivenUp() { return false }
    }
    return true
  }

  /// Writes lines that must arrive.
  func writeOrFail(_ lines: String) throws(RunError) {
    do {
      try handle.write(contentsOf: Data((lines + "\n").utf8))
    } catch {
      let reason =
        ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)?.code ?? Int(EPIPE)
      throw RunError(
        .inputOutput, "cannot write to standard output: \(String(cString: strerror(Int32(reason))))"
      )
    }
  }
}
