import Foundation
import Samples
import Synchronization

/// A file that comes bit by bit, and of which an earlier attempt may have left the beginning.
final class PartialFile: Sendable {
  let path: String
  /// Bytes of the whole.
  let expectedLength: Int
  private let descriptor: Int32
  private let state: Mutex<(length: Int, failure: String)>

  /// Opens the file, or makes it; one that is longer than it should be begins anew.
  init(_ path: String, expectedLength: Int) throws(DatasetError) {
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw DatasetError(
        .unreadable, "\(path): cannot be written: \(String(cString: strerror(errno)))")
    }
    let end = Int(lseek(descriptor, 0, SEEK_END))
    self.path = path
    self.expectedLength = expectedLength
    state = Mutex((max(end, 0), ""))
    if end < 0 || end > expectedLength { _ = begin(at: 0) }
  }

  deinit { close(descriptor) }

  /// Bytes that are there.
  var length: Int { state.withLock(\.length) }

  /// Why it cannot be written.
  var failure: String { state.withLock(\.failure) }

  /// Forgets what stands from an offset on; `false` where that fails.
  func begin(at offset: Int) -> Bool {
    state.withLock { state in
      guard ftruncate(descriptor, off_t(offset)) == 0 else {
        state.failure = String(cString: strerror(errno))
        return false
      }
      state.length = offset
      return true
    }
  }

  /// Adds bytes at the end; `false` where that fails.
  func append(_ data: Data) -> Bool {
    data.withUnsafeBytes { bytes in
      state.withLock { state in
        var done = 0
        while done < bytes.count {
          let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
          let count = pwrite(descriptor, rest.baseAddress, rest.count, off_t(state.length))
          if count < 0 && errno == EINTR { continue }
          guard count > 0 else {
            state.failure = String(cString: strerror(errno))
            return false
          }
          done += count
          state.length += count
        }
        return true
      }
    }
  }
}
