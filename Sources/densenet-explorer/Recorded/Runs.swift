import ArgumentParser
import Channel
import Foundation
import Training

/// `runs`: the runs of a folder.
struct Runs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the runs of a folder, compare them, delete them.",
    subcommands: [ListRuns.self, CompareRuns.self, DeleteRuns.self],
    defaultSubcommand: ListRuns.self)
}

/// `runs list`: a table.
struct ListRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List the runs of a folder.",
    discussion: """
      A run is running, finished, stopped, failed, or killed: without an end, and written by nobody. \
      The loss is that of the last step, accuracies are those of the best and of the last evaluation.
      """)

  @Argument(help: ArgumentHelp("The folder.", valueName: "folder"))
  var folder = "runs"

  @Flag(help: "Write one JSON array instead of text.")
  var json = false

  func run() throws {
    let entries = try RunCollection(folder).entries
    var records: [(name: String, record: RunRecord)] = []
    for entry in entries {
      do throws(RunError) {
        records.append((entry.name, try RunRecord(try RecordedRun(entry.url.relativePath))))
      } catch {
        // The others are listed all the same.
        StandardStream.error.line("Warning: \(error.description)")
      }
    }
    records.sort { ($0.record.run.beginning, $0.name) < ($1.record.run.beginning, $1.name) }
    if json {
      try StandardStream.output.writeOrFail(try JSONLine.text(of: records.map(RunJSON.init)))
      return
    }
    guard !records.isEmpty else {
      StandardStream.error.line("No runs in \(folder)")
      return
    }
    var table = TextTable(
      heads: [
        "name", "network", "data set", "state", "steps", "loss", "best test", "last test", "begun",
        "size",
      ], leftAligned: 4)
    for (name, record) in records { for row in rows(name, record) { table.append(row) } }
    try StandardStream.output.writeOrFail(table.text)
  }

  /// A row of a run; of a comparison, one more for each network.
  private func rows(_ name: String, _ record: RunRecord) -> [[String]] {
    let begun = record.run.beginning.formatted(
      Date.ISO8601FormatStyle(dateTimeSeparator: .space, timeZone: .current)
        .year().month().day().time(includingFractionalSeconds: false))
    let count = record.networks.count
    let head = [
      harmless(name), count == 1 ? RunText.name(record.networks[0].name) : "\(count) networks",
      RunText.name(record.run.started.dataset.name), record.state.rawValue,
    ]
    let tail = [begun, megabytes(record.size)]
    let planned = record.run.started.optimizer.steps
    let steps = record.step == planned ? "\(planned)" : "\(record.step) of \(planned)"
    if count == 1 {
      return [head + [steps] + figures(record.networks[0]).dropFirst() + tail]
    }
    return [head + [steps, "", "", ""] + tail]
      + record.networks.map { network in
        ["  \(RunText.name(network.label ?? ""))", RunText.name(network.name), "", ""]
          + figures(network)
      }
  }

  private func figures(_ network: RunRecord.Network) -> [String] {
    [
      "\(network.step)", RunText.loss(network.loss), RunText.share(network.bestAccuracy),
      RunText.share(network.lastAccuracy),
    ]
  }

  private func megabytes(_ bytes: Int) -> String {
    bytes < 1 << 30 ? String(format: "%.1f MiB", Double(bytes) / 0x1p20) : gibibytes(bytes)
  }
}

/// Figures of runs in tables.
enum RunText {
  /// A name that a log gives, which may be anything.
  static func name(_ text: String) -> String {
    harmless(text.count > 40 ? text.prefix(39) + "…" : text)
  }

  static func loss(_ value: Double?) -> String {
    value.map { $0.isFinite ? String(format: "%.4f", $0) : "NaN" } ?? "–"
  }

  static func share(_ value: Double?) -> String {
    value.map { String(format: "%.2f %%", 100 * $0) } ?? "–"
  }
}
