import ArgumentParser
import Foundation
import Terminal
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
    let (options, comparison, screen) = (self.options, self.comparison, self.screen)
    try MainActor.assumeIsolated {
      let contestants = try Contestants.of(options, comparison)
      let folder = RunDirectory.url(
        options.runDirectory, dataset: contestants[0].settings.dataset)
      let run = PlannedRun(comparing: contestants, in: folder)
      if comparison.headless || comparison.json {
        try HeadlessRun(run, options, writesJSON: comparison.json).train()
      } else {
        try Watching(run, options, screen).start()
      }
    }
  }
}
