import Channel
import Foundation

/// The log of the only run in a folder of runs.
struct Log {
  let events: [RunEvent]

  init(in runs: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: runs.path)
    let file = runs.appendingPathComponent(names.first ?? "").appendingPathComponent("run.jsonl")
    try self.init(file)
  }

  init(_ file: URL) throws {
    let text = try String(contentsOf: file, encoding: .utf8)
    // The last line may be under way.
    events = text.split(separator: "\n").compactMap { try? RunEvent(jsonLine: String($0)) }
  }

  /// The log of a run under way, once it is as wished; after a minute as it is then.
  static func wait(for file: URL, until isWished: (Log) -> Bool) throws -> Log {
    let end = Date().addingTimeInterval(60)
    while Date() < end {
      if let log = try? Log(file), isWished(log) { return log }
      Thread.sleep(forTimeInterval: 0.05)
    }
    return try Log(file)
  }

  /// The lines of a log without the fields that depend on the clock or name the number of threads.
  static func comparable(_ log: String) -> [String] {
    log.split(separator: "\n").map { line in
      String(line).replacing(#/"(seconds|images_per_second|threads)":[0-9.e-]+,?/#, with: "")
    }
  }

  var steps: [StepMetrics] {
    events.compactMap { if case .step(let metrics) = $0 { metrics } else { nil } }
  }

  var applied: [CommandApplied] {
    events.compactMap { if case .commandApplied(let applied) = $0 { applied } else { nil } }
  }

  var evaluations: [Evaluation] {
    events.compactMap { if case .evaluation(let evaluation) = $0 { evaluation } else { nil } }
  }

  var last: (reason: String, step: Int)? {
    if case .runEnded(let end)? = events.last { (end.reason.rawValue, end.step) } else { nil }
  }
}
