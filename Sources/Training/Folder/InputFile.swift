import Foundation

/// Reading a file that a person named.
public enum InputFile {
  /// Opens a regular file for reading; whoever asked closes it.
  static func open(_ path: String) throws(RunError) -> Int32 {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    let descriptor = Foundation.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      let kind: RunError.Kind = errno == ENOENT ? .missing : .inputOutput
      throw RunError(kind, "\(path): cannot be opened: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw RunError(.data, "\(path): not a file, expected a regular file")
    }
    return descriptor
  }

  /// The same as a handle, which closes it.
  static func handle(_ path: String) throws(RunError) -> FileHandle {
    FileHandle(fileDescriptor: try open(path), closeOnDealloc: true)
  }

  /// A regular file's bytes; a line with the system's reason where they can't be had.
  ///
  /// - Parameter limit: bytes that the file may have; `nil` for what memory can hold, with what is made of
  ///   them.
  public static func content(_ path: String, atMost limit: Int? = nil) throws(RunError) -> Data {
    let file = try handle(path)
    var status = stat()
    let limit = limit ?? availableMemory() / 4
    guard fstat(file.fileDescriptor, &status) == 0, status.st_size <= limit else {
      throw RunError(.data, "\(path): \(status.st_size) bytes, expected at most \(limit)")
    }
    do {
      return try file.readToEnd() ?? Data()
    } catch {
      throw RunError(
        .inputOutput, "\(path): cannot be read: \((error as NSError).localizedDescription)")
    }
  }

  /// Longer texts are not what a person has written.
  private static let longestText = 16 << 20

  /// A regular file's text, which must be UTF-8.
  public static func text(_ path: String) throws(RunError) -> String {
    guard let text = String(data: try content(path, atMost: longestText), encoding: .utf8) else {
      throw RunError(.data, "\(path): expected text in UTF-8")
    }
    return text
  }
}
