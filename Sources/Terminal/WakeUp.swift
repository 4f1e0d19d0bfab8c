import Foundation

/// Wakes the thread that waits for the terminal, from any thread: a byte in a pipe.
public final class WakeUp: Sendable {
  let readEnd: Int32
  private let writeEnd: Int32

  /// Opens the pipe; `nil` if the system has no file descriptors left.
  public init?() {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    (readEnd, writeEnd) = (ends[0], ends[1])
  }

  deinit {
    close(readEnd)
    close(writeEnd)
  }

  /// Wakes the waiting thread. Never blocks: a full pipe wakes as well as one byte more.
  public func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes out what is in the pipe, and tells whether there was anything.
  func drain() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 256)
    var hasWoken = false
    while read(readEnd, &bytes, bytes.count) > 0 { hasWoken = true }
    return hasWoken
  }
}
