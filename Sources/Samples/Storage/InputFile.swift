import Foundation

/// A regular file, open for reading from its beginning to its end, or here and there.
final class InputFile: Sendable {
  let path: String
  /// Length in bytes when the file was opened.
  let length: Int
  private let descriptor: Int32

  init(_ path: String) throws(DatasetError) {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw DatasetError(.missing, "\(path): cannot be opened: \(Self.reason())")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = Self.reason()
      close(descriptor)
      throw DatasetError(.unreadable, "\(path): cannot be read: \(reason)")
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw DatasetError(.missing, "\(path): not a file, expected a regular file")
    }
    self.path = path
    self.descriptor = descriptor
    length = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills the buffer; fewer bytes than it holds only at the file's end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = Foundation.read(descriptor, rest.baseAddress, rest.count)
      if count > 0 {
        filled += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        throw DatasetError(.unreadable, "\(path): reading failed: \(Self.reason())")
      }
    }
    return filled
  }

  /// The rest of it, for files that were found to be short.
  func bytes() throws(DatasetError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: length)
    let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(DatasetError) in
      try read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    return Array(bytes[..<count])
  }

  /// Fills the buffer with what stands from an offset on, whatever was read before; from any thread.
  func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int
  ) throws(DatasetError) {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      if count > 0 {
        filled += count
      } else if count == 0 {
        throw .malformed(
          path, "cut short while it was used: expected the \(length) bytes that it had before")
      } else if errno != EINTR {
        throw DatasetError(.unreadable, "\(path): reading failed: \(Self.reason())")
      }
    }
  }

  /// Whether something is there that `init` may be able to open, or can explain why not.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 || errno != ENOENT
  }

  /// What keeps a path from being a folder's; nil if nothing does.
  static func objectionToFolder(_ path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return errno == ENOENT ? "no such folder" : reason() }
    return status.st_mode & S_IFMT == S_IFDIR ? nil : "not a folder"
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
