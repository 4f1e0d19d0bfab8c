import ArgumentParser
import Testing

@testable import densenet_explorer

/// What the help says of options.
struct HelpTests {
  @Test func itNamesEveryOptionWithItsDefault() {
    let help = Train.helpMessage()
    for option in [
      "--dataset", "--train-samples", "--augment", "--image-size", "--architecture", "--depth",
      "--growth-rate", "--blocks", "--no-bottleneck", "--compression", "--initial-channels",
      "--batch-size", "--learning-rate", "--momentum", "--no-nesterov", "--weight-decay",
      "--schedule", "--epochs", "--steps", "--evaluate-every", "--seed", "--threads",
      "--instruction-set", "--run-directory", "--at", "--json",
    ] {
      #expect(help.contains(option), "\(option)")
    }
    #expect(help.contains("(default: 64)"))
  }

  /// Options of a whole run have no meaning where steps are timed.
  @Test func benchmarkOffersNoMoreThanItTakes() {
    let help = Benchmark.helpMessage()
    for option in ["--seconds", "--input-shape", "--batch-size", "--depth", "--threads"] {
      #expect(help.contains(option), "\(option)")
    }
    for option in [
      "--epochs", "--steps", "--at", "--resume", "--run-directory", "--evaluate-every",
      "--continue-after-warnings", "--schedule",
    ] {
      #expect(!help.contains(option), "\(option)")
    }
  }
}
