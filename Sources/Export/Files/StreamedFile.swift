import Foundation
import Training

/// A file that is written bit by bit and appears whole or not at all: until `keep` it stands beside its
/// place under a name of its own, and goes with this object.
public final class StreamedFile {
  /// Where it is to stand.
  public let path: String
  private let temporary: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  /// Begins a file.
  ///
  /// - Throws: where its folder cannot be made or written.
  public init(_ path: String) throws(RunError) {
    self.path = path
    let url = URL(fileURLWithPath: path)
    let folder = url.deletingLastPathComponent()
    temporary = folder.appendingPathComponent(".export-\(UUID().uuidString)").path
    var isFolder: ObjCBool = false
    if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
      throw RunError(.inputOutput, "\(path): a folder, expected a name for a file")
    }
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.error(path, errno) }
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  /// Adds bytes.
  public func write(_ bytes: some Sequence<UInt8>) throws(RunError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= 1 << 18 { try flush() }
  }

  /// Adds text as UTF-8.
  public func write(_ text: String) throws(RunError) { try write(text.utf8) }

  /// Puts the file in its place, over another one that may be there.
  public func keep() throws(RunError) {
    try flush()
    guard fsync(descriptor) == 0, rename(temporary, path) == 0 else {
      throw Self.error(path, errno)
    }
    close(descriptor)
    descriptor = -1
  }

  private func flush() throws(RunError) {
    do throws(SystemError) {
      try WholeFile.append(Data(buffer), to: descriptor)
    } catch {
      throw Self.error(path, error.code)
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private static func error(_ path: String, _ code: Int32) -> RunError {
    RunError(.inputOutput, "\(path): cannot write the file: \(String(cString: strerror(code)))")
  }
}
