import ArgumentParser
import Explorer
import Foundation
import Synchronization
import Training

/// `compare`: several networks in lockstep.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train several networks in lockstep on the same batches, and compare them.",
    discussion: """
      Without --network: a DenseNet-BC, a ResNet and a plain network. All see the same batches in the \
      same order and begin from the same seed.
      """)

  @OptionGroup(title: "Comparison options")
  var comparison: ComparisonOptions

  @OptionGroup var options: RunOptions

  @OptionGroup(title: "Screen options")
  var screen: ScreenOptions

  mutating func run() throws {
    let report = try comparison.report.map { path throws(Failure) in try ReportFile(path) }
    if let depths = comparison.depths?.depths { return try sweep(depths, report) }
    let contestants = try Contestants.of(options, comparison)
    let folder = RunDirectory.url(options.runDirectory, dataset: contestants[0].settings.dataset)
    let run = PlannedRun(comparing: contestants, in: folder)
    let (options, screen, comparison) = (self.options, self.screen, self.comparison)
    let record: ComparisonRecord
    if comparison.headless || comparison.json {
      record = try headless(run, keepsRecord: report != nil)
    } else {
      record =
        try MainActor.assumeIsolated {
          try Watching(run, options, screen).start()?.comparisonRecord
        } ?? headless(run, keepsRecord: report != nil)
    }
    let settings = folder.appendingPathComponent("config.json")
    try report?.write(
      record.report(
        command: ReportFile.command,
        settings: (try? String(contentsOf: settings, encoding: .utf8)) ?? ""))
  }

  /// Trains without a screen.
  ///
  /// - Parameter keepsRecord: whether what the networks have come to is wanted.
  private func headless(_ run: PlannedRun, keepsRecord: Bool) throws -> ComparisonRecord {
    let record = Mutex(ComparisonRecord())
    try HeadlessRun(run, options, writesJSON: comparison.json).train { event in
      if keepsRecord { record.withLock { $0.receive(event) } }
    }
    return record.withLock(\.self)
  }

  /// One comparison at each depth, without a screen.
  private func sweep(_ depths: [Int], _ report: ReportFile?) throws {
    guard depths.count > 1, depths.allSatisfy({ 1...6000 ~= $0 }), Set(depths).count == depths.count
    else {
      throw Failure.usage(
        "--depths \(depths.map(String.init).joined(separator: ",")): expected two or more depths "
          + "in 1…6000, each once")
    }
    // All are checked before the first is trained.
    let planned = try depths.map { try ($0, Contestants.of(options, comparison, depth: $0)) }
    let folder = RunDirectory.url(
      options.runDirectory, dataset: planned[0].1[0].settings.dataset)
    var sweep = DepthSweep()
    for (depth, contestants) in planned {
      StandardStream.error.line("Depth \(depth)")
      let run = PlannedRun(
        comparing: contestants, in: folder.appendingPathComponent("depth-\(depth)"))
      sweep.add(try headless(run, keepsRecord: true), depth: depth)
    }
    if !comparison.json {
      var table = TextTable(heads: DepthSweep.heads, leftAligned: 1)
      for row in sweep.rows { table.append(row) }
      let picture = sweep.picture(columns: 76, rows: 20, hasUnicode: true)
      try StandardStream.output.writeOrFail(
        ([table.text, "", picture, ""] + sweep.conclusions).joined(separator: "\n"))
    }
    try report?.write(sweep.report(command: ReportFile.command))
  }
}
