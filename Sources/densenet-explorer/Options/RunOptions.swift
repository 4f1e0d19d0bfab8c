import ArgumentParser
import Channel
import Foundation
import Networks
import Samples
import Training

/// The options of a run, the same for every subcommand that trains.
struct RunOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Data set: \(Dataset.names.joined(separator: " or ")), or the path of a folder of IDX files.",
      valueName: "name|path"))
  var dataset = Dataset.names[0]

  @Option(help: ArgumentHelp("Train on the first so many images. (default: all)", valueName: "n"))
  var trainSamples: Int?

  @Option(
    help: "Kind of network; a number is that of torchvision's DenseNet for images of 224×224.")
  var architecture = ArchitectureChoice.densenet

  @Option(
    help: ArgumentHelp(
      "Convolutions and classifier of a network with three blocks: a DenseNet's 3n + 4, with "
        + "bottlenecks 6n + 4, a resnet's or plain network's 6n + 2. "
        + "(default: 22, without bottlenecks 13; resnet and plain 20)", valueName: "layers"))
  var depth: Int?

  @Option(
    name: [.customShort("k"), .long],
    help: ArgumentHelp(
      "Feature maps that each dense layer adds, 1…256. (default: 8)", valueName: "maps"))
  var growthRate: Int?

  @Option(
    help: ArgumentHelp(
      "Dense layers of each block, for example 3,3,3, instead of a depth.", valueName: "layers,…"))
  var blocks: Blocks?

  @Flag(
    inversion: .prefixedNo,
    help: "A 1×1 convolution to 4k maps before each dense layer's 3×3 convolution. (default: yes)")
  var bottleneck: Bool?

  @Option(
    help: ArgumentHelp(
      "Share of the maps that a transition keeps, up to 1. (default: 0.5)", valueName: "share"))
  var compression: Double?

  @Option(
    help: ArgumentHelp(
      "Feature maps of the first convolution. "
        + "(default: 2k with bottlenecks and compression, else 16)", valueName: "maps"))
  var initialChannels: Int?

  @Option(
    help: ArgumentHelp(
      "What stands before the first block: a 3×3 convolution, or a 7×7 one and max pooling, which "
        + "reduce images to a quarter. (default: small)"))
  var stem: Stem?

  @Option(
    help: "Batch normalization before each activation, or none; convolutions have a bias then.")
  var normalization = Normalization.batch

  @Option(help: "Function before each convolution.")
  var activation = Activation.relu

  @Option(
    help: "Weights at the start: He et al.'s normal ones, or PyTorch's U(±1/√fan-in), biases too.")
  var initialization = Initialization.he

  @Option(
    help: ArgumentHelp(
      "Share of the outputs of each convolution but the first that training sets to 0, from 0 to "
        + "below 1.", valueName: "share"))
  var dropout = 0.0

  @Option(name: .shortAndLong, help: ArgumentHelp("Images per step.", valueName: "images"))
  var batchSize = 64

  @Option(name: .shortAndLong, help: ArgumentHelp("Learning rate at the start.", valueName: "rate"))
  var learningRate = 0.1

  @Option(help: ArgumentHelp("Momentum, from 0 to below 1.", valueName: "share"))
  var momentum = 0.9

  @Flag(inversion: .prefixedNo, help: "Nesterov's momentum.")
  var nesterov = true

  @Option(
    help: ArgumentHelp("L2 penalty on every parameter, 0…1.", valueName: "factor"))
  var weightDecay = 1e-4

  @Option(
    help: ArgumentHelp(
      "Learning rate over the run: constant, divided by 10 at 1/2 and 3/4, or half a cosine to 0."))
  var schedule = ScheduleChoice.step

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Passes over the training images. (default: 10)", valueName: "passes"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Updates, instead of epochs.", valueName: "updates"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Evaluate after every so many updates, beside the end of each epoch. (default: never)",
      valueName: "updates"))
  var evaluateEvery: Int?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Fixes every random number: weights, order of images.", valueName: "number"))
  var seed: UInt64 = 1

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Threads that compute. (default: one per processor)", valueName: "threads"))
  var threads: Int?

  @Option(help: "Instructions that the kernels use; auto is the fastest that the machine has.")
  var instructionSet = InstructionSetChoice.auto

  @Option(
    help: ArgumentHelp(
      "New or empty folder for the run's files. (default: runs/DATE-DATASET)", valueName: "folder"))
  var runDirectory: String?

  @Option(
    help: ArgumentHelp(
      "Change a knob after so many updates, for example 100:growth_rate=12, or 100:undo, 100:stop. "
        + "Knobs: \(Knob.allCases.map(\.rawValue).joined(separator: ", ")). May be repeated.",
      valueName: "step:knob=value"))
  var at: [ScriptedIntervention] = []
}
