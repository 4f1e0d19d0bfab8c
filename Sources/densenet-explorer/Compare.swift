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
    let (options, screen) = (self.options, self.screen)
    let watched =
      comparison.headless || comparison.json
      ? nil : try MainActor.assumeIsolated { try Watching(run, options, screen).start() }
    let (record, failure): (ComparisonRecord, Failure?)
    if let watched {
      (record, failure) = (watched.state.comparisonRecord, watched.failure)
    } else {
      let (seen, end) = headless(run, keepsRecord: report != nil)
      (record, failure) = (seen, end.failure)
    }
    try finish(failure) { () throws(Failure) in
      // What was stopped, or has failed in part, has its report too.
      guard record.hasBegun else { return }
      try report?.write(
        record.report(command: ReportFile.command, settings: Self.settings(folder)))
    }
  }

  /// The settings that a folder keeps, as they stand there.
  private static func settings(_ folder: URL) -> String {
    let file = folder.appendingPathComponent("config.json")
    return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  }

  /// Writes what there is to write, whatever has ended the training, and ends with that.
  private func finish(_ failure: Failure?, write: () throws(Failure) -> Void) throws(Failure) {
    do throws(Failure) {
      try write()
    } catch {
      guard failure != nil else { throw error }
      error.report()
    }
    if let failure { throw failure }
  }

  /// Trains without a screen.
  ///
  /// - Parameter keepsRecord: whether what the networks have come to is wanted.
  private func headless(
    _ run: PlannedRun, keepsRecord: Bool
  ) -> (ComparisonRecord, HeadlessRun.End) {
    let record = Mutex(ComparisonRecord())
    let end = HeadlessRun(run, options, writesJSON: comparison.json).train { event in
      if keepsRecord { record.withLock { $0.receive(event) } }
    }
    return (record.withLock(\.self), end)
  }

  /// One comparison at each depth, without a screen.
  private func sweep(_ depths: [Int], _ report: ReportFile?) throws {
    let range = Depths.range
    guard depths.count > 1, depths.allSatisfy(range.contains), Set(depths).count == depths.count
    else {
      throw Failure.usage(
        "--depths \(depths.map(String.init).joined(separator: ",")): expected two or more depths "
          + "in \(range.lowerBound)…\(range.upperBound), each once")
    }
    if options.network.blocks != nil || options.network.depth != nil {
      throw Failure.usage("--depths: expected neither --depth nor --blocks beside it")
    }
    // All are checked before the first is trained.
    let planned = try depths.map { try ($0, Contestants.of(options, comparison, depth: $0)) }
    do throws(RunError) {
      try Comparison.check(planned.map { ("depth \($0)", $1) })
    } catch {
      throw Failure(error)
    }
    let folder = RunDirectory.url(
      options.runDirectory, dataset: planned[0].1[0].settings.dataset)
    var sweep = DepthSweep(depths: depths)
    var failure: Failure?
    for (depth, contestants) in planned {
      StandardStream.error.line("Depth \(depth)")
      let run = PlannedRun(
        comparing: contestants, in: folder.appendingPathComponent("depth-\(depth)"))
      let (record, end) = headless(run, keepsRecord: true)
      sweep.add(record, depth: depth)
      if case .stopped(let reason) = end {
        failure = reason
        break
      }
      // That networks diverge at a depth is what a sweep is to find out; what kept them from beginning is not.
      if case .failed(let reason) = end {
        reason.report()
        if !record.hasBegun { failure = Failure("", code: reason.code) }
      }
    }
    let first = folder.appendingPathComponent("depth-\(depths[0])")
    try finish(failure) { () throws(Failure) in
      try show(sweep, report, settings: Self.settings(first))
    }
  }

  /// Says what a sweep has found, and writes its report; of one without results there is nothing to say.
  private func show(
    _ sweep: DepthSweep, _ report: ReportFile?, settings: String
  ) throws(Failure) {
    guard !sweep.rows.isEmpty else { return }
    if !comparison.json {
      var table = TextTable(heads: DepthSweep.heads, leftAligned: 1)
      for row in sweep.rows { table.append(row) }
      let picture = sweep.picture(columns: 76, rows: 20, hasUnicode: true)
      do {
        try StandardStream.output.writeOrFail(
          ([table.text, "", picture, ""] + sweep.conclusions).joined(separator: "\n"))
      } catch {
        throw Failure(error)
      }
    }
    try report?.write(sweep.report(command: ReportFile.command, settings: settings))
  }
}
