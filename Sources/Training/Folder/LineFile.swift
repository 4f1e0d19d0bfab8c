import Foundation

/// A file of lines that are added at its end, whole ones only, by one program at a time: the log of a run, and
/// what was done in it.
///
/// Lines that cannot be written, because the disk is full for example, wait in memory until they can.
final class LineFile {
  /// Bytes that may wait.
  private static let mostWaiting = 256 << 20
  /// Between two attempts to write what waits.
  private static let interval = Swift.Duration.seconds(1)

  private let path: String
  private let file: Int32
  /// Bytes of whole lines in the file.
  private var written: Int
  private var waiting = Data()
  /// Lines so far, those that wait included.
  private(set) var count: Int
  private var lastAttempt: ContinuousClock.Instant?
  /// Why lines wait; `nil` where none do.
  private(set) var trouble: String?

  /// Makes a new file, or takes an empty one that no program writes. A device may be there instead, such as
  /// `/dev/null`.
  init(creating path: String) throws(SystemError) {
    let isNew = !Self.isDevice(path)
    self.path = path
    (written, count) = (0, 0)
    file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | (isNew ? O_CREAT : 0), 0o666)
    guard file >= 0 else { throw .last }
    guard isNew else { return }
    guard Self.lock(file) else { throw .last }
    // Of two programs that come in the same instant the other one may have been here, and have ended.
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size == 0 else { throw SystemError(EEXIST) }
  }

  /// Opens a file to go on with, once it is `cut`.
  ///
  /// - Parameter count: lines of it that stay.
  init(continuing path: String, lines count: Int) throws(RunError) {
    self.path = path
    self.count = count
    written = 0
    // What is behind the lines goes: never of a file elsewhere, to which a folder has a link.
    file = open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard file >= 0 else {
      throw RunError(.inputOutput, "\(path): cannot be opened: \(SystemError.last)")
    }
    guard Self.lock(file) else {
      throw RunError(
        .inputOutput, "\(path) is being written by another program: expected a run that has ended")
    }
    guard let length = Self.length(file, lines: count) else {
      throw RunError(
        .data, "\(path): expected at least \(count) lines, as when the checkpoint was written")
    }
    written = length
  }

  /// Takes away what is behind the lines that stay.
  func cut() throws(RunError) {
    guard ftruncate(file, off_t(written)) == 0 else {
      throw RunError(.inputOutput, "\(path): cannot be cut: \(SystemError.last)")
    }
  }

  deinit { if file >= 0 { close(file) } }

  /// Adds a line at once, so that a killed program loses none.
  ///
  /// - Throws: where more lines wait than there is room for.
  func append(_ line: String) throws(RunError) {
    waiting.append(contentsOf: line.utf8)
    waiting.append(UInt8(ascii: "\n"))
    count += 1
    let now = ContinuousClock.now
    if trouble == nil || lastAttempt.map({ now - $0 >= Self.interval }) ?? true {
      lastAttempt = now
      writeWaiting()
    }
    guard waiting.count <= Self.mostWaiting else { throw failure }
  }

  /// Writes what waits.
  ///
  /// - Throws: where that still cannot be done.
  func finish() throws(RunError) {
    writeWaiting()
    guard trouble == nil else { throw failure }
  }

  /// Lets other programs write the file.
  func unlock() { flock(file, LOCK_UN) }

  /// Makes sure that what was written survives the machine.
  func flush() { fsync(file) }

  private var failure: RunError {
    RunError(.inputOutput, "\(path): cannot be written: \(trouble ?? "")")
  }

  private func writeWaiting() {
    var status = stat()
    if fstat(file, &status) == 0, status.st_nlink == 0 {
      trouble = "it was removed during the run"
      return
    }
    do throws(SystemError) {
      try WholeFile.append(waiting, to: file)
      written += waiting.count
      waiting = Data()
      trouble = nil
    } catch {
      // No half lines: whoever reads finds whole ones only.
      ftruncate(file, off_t(written))
      trouble = error.description
    }
  }

  /// Whether a program is writing a file.
  static func isBeingWritten(_ path: String) -> Bool {
    // Without O_NONBLOCK, opening a pipe would wait for somebody to write into it.
    let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    return flock(file, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
  }

  /// Whether a file is some device, which has no length.
  static func isDevice(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFCHR
  }

  /// Bytes of so many lines at the beginning of a file; `nil` where it has fewer.
  static func length(_ file: Int32, lines: Int) -> Int? {
    var (found, start) = (0, 0)
    var part = Data(count: 1 << 20)
    while found < lines {
      let length = part.withUnsafeMutableBytes {
        pread(file, $0.baseAddress, $0.count, off_t(start))
      }
      guard length > 0 else { return nil }
      var end = 0
      part.withUnsafeBytes { bytes in
        while found < lines, end < length,
          let newline = memchr(bytes.baseAddress! + end, Int32(UInt8(ascii: "\n")), length - end)
        {
          found += 1
          end = bytes.baseAddress!.distance(to: UnsafeRawPointer(newline)) + 1
        }
      }
      if found == lines { return start + end }
      start += length
    }
    return 0
  }

  /// The system gives the lock up when the program ends, however it does.
  private static func lock(_ file: Int32) -> Bool {
    for _ in 0..<5 {
      if flock(file, LOCK_EX | LOCK_NB) == 0 { return true }
      // Whoever asks whether a run is being written holds the lock for an instant.
      usleep(10_000)
    }
    return false
  }
}
