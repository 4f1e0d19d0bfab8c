import ArgumentParser
import Channel
import Networks
import Samples
import Training

/// What a training step does with images and network, whose options are groups of their own. The same for every
/// subcommand that takes steps or describes them. None has a value unless it was given, so that a run that
/// goes on can refuse what is decided already.
struct TrainingOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Train on the first so many images. (default: all)", valueName: "n"))
  var trainSamples: Int?

  @Option(
    help: ArgumentHelp(
      "What is done to training images, anew in each pass: nothing, or a move by up to "
        + "4 pixels each way, black pixels coming in, and mirroring of every other one. "
        + "(default: none)"))
  var augment: Augmentation?

  @Option(
    help: ArgumentHelp(
      "Weights at the start: He et al.'s normal ones, or PyTorch's U(±1/√fan-in), biases too. "
        + "(default: he)"))
  var initialization: Initialization?

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Images per step, a whole number. (default: 64)", valueName: "images"))
  var batchSize: Int?

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp(
      "Learning rate at the start, a number over 0. (default: 0.1)", valueName: "rate"))
  var learningRate: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Momentum, from 0 to below 1. (default: 0.9)", valueName: "share"))
  var momentum: Double?

  @Flag(inversion: .prefixedNo, help: "Nesterov's momentum. (default: yes)")
  var nesterov: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "L2 penalty on every parameter, 0…1. (default: 0.0001)", valueName: "factor"))
  var weightDecay: Double?

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp(
      "Fixes every random number: weights, order of images. A whole number from 0. (default: 1)",
      valueName: "number"))
  var seed: UInt64?

  /// The options that were given.
  var given: [String] {
    [
      ("--train-samples", trainSamples != nil), ("--augment", augment != nil),
      ("--initialization", initialization != nil), ("--batch-size", batchSize != nil),
      ("--learning-rate", learningRate != nil), ("--momentum", momentum != nil),
      ("--nesterov", nesterov != nil), ("--weight-decay", weightDecay != nil),
      ("--seed", seed != nil),
    ].filter(\.1).map(\.0)
  }
}
