import ArgumentParser

/// `explore`: a run on the live screen.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train and watch and steer the training on the live screen (the default).")

  @OptionGroup var options: RunOptions

  @OptionGroup(title: "Screen options")
  var screen: ScreenOptions

  mutating func run() throws {
    let (options, screen) = (self.options, self.screen)
    let planned = try PlannedRun(RunStart(options), options)
    let watched = try MainActor.assumeIsolated { try Watching(planned, options, screen).start() }
    let failure =
      if let watched { watched.failure } else {
        HeadlessRun(planned, options, writesJSON: false).train().failure
      }
    if let failure { throw failure }
  }
}
