import ArgumentParser
import Channel
import Networks
import Samples
import Training

/// What a training step consists of: images, network, optimiser, machine. The same for every
/// subcommand that takes steps or describes them.
struct TrainingOptions: ParsableArguments {
  @OptionGroup(title: "Data options")
  var data: DataOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Train on the first so many images. (default: all)", valueName: "n"))
  var trainSamples: Int?

  @OptionGroup(title: "Network options")
  var network: NetworkOptions

  @Option(
    help: "Weights at the start: He et al.'s normal ones, or PyTorch's U(±1/√fan-in), biases too.")
  var initialization = Initialization.he

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Images per step, a whole number.", valueName: "images"))
  var batchSize = 64

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Learning rate at the start, a number over 0.", valueName: "rate"))
  var learningRate = 0.1

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Momentum, from 0 to below 1.", valueName: "share"))
  var momentum = 0.9

  @Flag(inversion: .prefixedNo, help: "Nesterov's momentum.")
  var nesterov = true

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("L2 penalty on every parameter, 0…1.", valueName: "factor"))
  var weightDecay = 1e-4

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp(
      "Fixes every random number: weights, order of images. A whole number from 0.",
      valueName: "number"))
  var seed: UInt64 = 1

  @OptionGroup(title: "Machine options")
  var machine: MachineOptions
}
