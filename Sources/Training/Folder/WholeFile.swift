import Foundation

/// Files that appear whole or not at all, whenever the program or the machine stops: written beside, flushed to
/// disk, renamed.
public enum WholeFile {
  /// How the name of a file ends that is being written.
  static let partial = ".partial"

  /// Writes a file, in the place of one that is there.
  public static func write(_ content: Data, to path: String) throws(SystemError) {
    let unfinished = path + partial
    let file = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw .last }
    do throws(SystemError) {
      try append(content, to: file)
      guard fsync(file) == 0 else { throw .last }
    } catch {
      close(file)
      unlink(unfinished)
      throw error
    }
    guard close(file) == 0, rename(unfinished, path) == 0 else {
      let error = SystemError.last
      unlink(unfinished)
      throw error
    }
    // That the name is on the disk too; where folders cannot be flushed, nothing more can be done.
    let folder = open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY)
    guard folder >= 0 else { return }
    fsync(folder)
    close(folder)
  }

  /// Writes bytes at a file's end, all of them.
  public static func append(_ content: Data, to file: Int32) throws(SystemError) {
    var start = content.startIndex
    while start < content.endIndex {
      let count = content[start...].withUnsafeBytes {
        Foundation.write(file, $0.baseAddress, $0.count)
      }
      if count > 0 {
        start += count
      } else if count == 0 || errno != EINTR {
        throw count == 0 ? SystemError(ENOSPC) : .last
      }
    }
  }

  /// Removes what a program that was killed has left unfinished in a folder.
  static func removeUnfinished(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasSuffix(partial) {
      unlink(folder.appendingPathComponent(name).path)
    }
  }
}
