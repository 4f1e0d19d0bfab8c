import Foundation

/// Whether somebody writes a run.
public enum RunWriter {
  /// Whether some process, of this or another program, has a log open for writing; `nil` where that cannot
  /// be found out.
  ///
  /// Linux says which files a process has open (proc(5), `/proc/PID/fd` and `fdinfo`); of other users'
  /// processes, and of other machines that share the folder, nothing is known.
  public static func isAtWork(on log: String) -> Bool? {
    #if os(Linux)
      var file = stat()
      guard stat(log, &file) == 0 else { return false }
      guard let processes = try? FileManager.default.contentsOfDirectory(atPath: "/proc") else {
        return nil
      }
      for process in processes where process.allSatisfy(\.isNumber) {
        let folder = "/proc/\(process)/fd"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
          var other = stat()
          guard stat("\(folder)/\(name)", &other) == 0, other.st_dev == file.st_dev,
            other.st_ino == file.st_ino
          else { continue }
          if isForWriting("/proc/\(process)/fdinfo/\(name)") { return true }
        }
      }
      return false
    #else
      return nil
    #endif
  }

  /// Whether an open file's flags, which stand there in octal digits, allow writing.
  private static func isForWriting(_ info: String) -> Bool {
    guard let text = try? String(contentsOfFile: info, encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
      let flags = Int32(line.dropFirst("flags:".count).trimmingPrefix { $0.isWhitespace }, radix: 8)
    else { return false }
    return flags & O_ACCMODE != O_RDONLY
  }
}
