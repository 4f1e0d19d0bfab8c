import ArgumentParser

/// `train`: a run without a screen.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train without a screen: a progress line on standard error.")

  @OptionGroup var options: RunOptions

  @Flag(help: "Write the run's log to standard output too, one JSON object per line.")
  var json = false

  mutating func run() throws {
    let run = try HeadlessRun(PlannedRun(RunStart(options), options), options, writesJSON: json)
    if let failure = run.train().failure { throw failure }
  }
}
