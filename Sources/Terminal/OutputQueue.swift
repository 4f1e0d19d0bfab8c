import Foundation

/// Bytes on their way to the terminal. One that is slow, or stopped, takes them when it likes: nobody
/// waits for it, nothing is lost, and the order stays.
@MainActor
final class OutputQueue {
  /// Where bytes go.
  let file: Int32
  private let isOwn: Bool
  private var waiting: ArraySlice<UInt8> = []

  /// Opens the terminal once more, for whether writing waits is a property of the opening that other
  /// programs, a shell for example, share with this one. Where it cannot be opened, writing waits.
  init(terminal: Int32) {
    let path = ttyname(terminal).map { String(cString: $0) }
    let own = path.map { open($0, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC) } ?? -1
    isOwn = own >= 0
    file = isOwn ? own : terminal
  }

  /// Whether all has been written.
  var isEmpty: Bool { waiting.isEmpty }

  /// Writes bytes, those that the terminal takes at once now and the others with `flush`.
  func write(_ bytes: [UInt8]) {
    if waiting.isEmpty { waiting = bytes[...] } else { waiting += bytes }
    flush()
  }

  /// Writes what waits, as far as the terminal takes it now.
  func flush() {
    while !waiting.isEmpty {
      let count = waiting.withUnsafeBytes { Foundation.write(file, $0.baseAddress, $0.count) }
      if count > 0 {
        waiting = waiting.dropFirst(count)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        // The terminal has gone; `poll` will say so.
        waiting = []
      }
    }
  }

  /// Gives the terminal a while to take what waits, and drops the rest. Returns whether there was none.
  func finish(withinMilliseconds limit: Int = 500) -> Bool {
    let end = ContinuousClock.now + .milliseconds(limit)
    flush()
    while !waiting.isEmpty && ContinuousClock.now < end {
      var output = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
      poll(&output, 1, 20)
      flush()
    }
    defer { waiting = [] }
    return waiting.isEmpty
  }

  /// Gives the file back that `init` opened.
  func close() {
    if isOwn { Foundation.close(file) }
  }
}
