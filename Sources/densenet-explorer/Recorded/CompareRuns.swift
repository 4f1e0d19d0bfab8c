import ArgumentParser
import Channel
import Foundation
import Training

/// `runs compare`: settings that differ and results, side by side.
struct CompareRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Show in which settings runs differ, and what they have come to.",
    discussion: "A comparison's networks stand beside each other like runs of their own.")

  @Argument(help: ArgumentHelp("Folders of runs, or their names in runs/.", valueName: "run"))
  var runs: [String]

  @Flag(help: "Write one JSON object instead of text.")
  var json = false

  /// One network of one of the runs.
  private struct Column {
    let name: String
    let record: RunRecord
    let network: RunRecord.Network
    let settings: RecordedSettings
  }

  private struct JSON: Encodable {
    let runs: [RunJSON]
    /// Names of the columns of `settings`.
    let columns: [String]
    /// The settings that differ: a value for each column, `null` where it is not set.
    let settings: [String: [String?]]
  }

  func run() throws {
    let records = try runs.map { name in
      (name: name, record: try RunRecord(try RecordedRun(RunName.folder(name).relativePath)))
    }
    let columns = records.flatMap { name, record in
      record.networks.enumerated().map { index, network in
        let folder = record.run.folder(ofNetwork: index)
        let settings = folder.map(RecordedSettings.init(folder:))
        return Column(
          name: record.run.isComparison ? "\(name)/\(record.run.names[index])" : name,
          record: record, network: network,
          settings: settings.flatMap { $0.values.isEmpty ? nil : $0 }
            ?? RecordedSettings(record.run.started, network: index))
      }
    }
    let names = Set(columns.flatMap(\.settings.values.keys)).sorted()
    let differing = names.map { name in
      (name: name, values: columns.map { $0.settings.values[name]?.text })
    }.filter { Set($0.values).count > 1 }
    if json {
      let json = JSON(
        runs: records.map(RunJSON.init), columns: columns.map(\.name),
        settings: Dictionary(
          differing.map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first }))
      try StandardStream.output.writeOrFail(try JSONLine.text(of: json))
    } else {
      try StandardStream.output.writeOrFail(table(columns, differing).text)
    }
  }

  private func table(
    _ columns: [Column], _ differing: [(name: String, values: [String?])]
  ) -> TextTable {
    var table = TextTable(heads: ["setting"] + columns.map { harmless($0.name) }, leftAligned: 1)
    for (name, values) in differing {
      table.append(
        [RunText.name(name)] + values.map { $0.map(RunText.name) ?? "–" })
    }
    if differing.isEmpty { table.append(["(all the same)"]) }
    table.append([])
    func row(_ name: String, _ value: (Column) -> String) {
      table.append([name] + columns.map(value))
    }
    row("network") { RunText.name($0.network.name) }
    row("parameters") { grouped($0.network.parameters) }
    row("state") { $0.record.state.rawValue }
    row("steps") { "\($0.network.step)" }
    row("loss of the last step") { RunText.loss($0.network.loss) }
    row("best test accuracy") { RunText.share($0.network.bestAccuracy) }
    row("last test accuracy") { RunText.share($0.network.lastAccuracy) }
    row("seconds") { column in column.network.seconds.map { String(format: "%.1f", $0) } ?? "–" }
    return table
  }
}

/// What a person calls a run.
enum RunName {
  /// The folder of that path, or, where that holds no run, the one of that name in `runs`.
  static func folder(_ name: String) -> URL {
    func holdsRun(_ url: URL) -> Bool {
      FileManager.default.fileExists(
        atPath: url.appendingPathComponent(RecordedRun.logName).path)
    }
    let url = URL(fileURLWithPath: name)
    if holdsRun(url) || name.hasPrefix("/") || name.split(separator: "/").contains("..") {
      return url
    }
    let inRuns = URL(fileURLWithPath: "runs").appendingPathComponent(name)
    return holdsRun(inRuns) ? inRuns : url
  }
}
