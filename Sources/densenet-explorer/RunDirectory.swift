import Foundation

/// Where a run's files go.
enum RunDirectory {
  /// The folder that was asked for, or else a new one, `runs/2026-01-31-235959-fashion-mnist`.
  static func url(_ path: String?, dataset: String, date: Date = Date()) -> URL {
    if let path { return URL(fileURLWithPath: path) }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.dateFormat = "yyyy-MM-dd-HHmmss"
    let name =
      "\(formatter.string(from: date))-\(URL(fileURLWithPath: dataset).lastPathComponent)"
    let names = [name] + (2...99).map { "\(name)-\($0)" }
    let runs = URL(fileURLWithPath: "runs")
    let free = names.first {
      !FileManager.default.fileExists(atPath: runs.appendingPathComponent($0).path)
    }
    return runs.appendingPathComponent(free ?? name)
  }
}
