import ArgumentParser
import Training

/// `explore`: a run on the live screen.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train and watch and steer the training on the live screen (the default).")

  @OptionGroup var options: RunOptions

  mutating func run() throws {
    try HeadlessRun(settings: RunSettings(options), options: options, writesJSON: false).run()
  }
}
