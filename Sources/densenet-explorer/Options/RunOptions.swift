import ArgumentParser
import Channel
import Foundation
import Networks
import Samples
import Training

/// The options of a run, the same for every subcommand that trains.
struct RunOptions: ParsableArguments {
  @OptionGroup(title: "Data options")
  var data: DataOptions

  @Option(help: ArgumentHelp("Train on the first so many images. (default: all)", valueName: "n"))
  var trainSamples: Int?

  @OptionGroup(title: "Network options")
  var network: NetworkOptions

  @Option(
    help: "Weights at the start: He et al.'s normal ones, or PyTorch's U(±1/√fan-in), biases too.")
  var initialization = Initialization.he

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

  @OptionGroup(title: "Machine options")
  var machine: MachineOptions

  @Option(
    help: ArgumentHelp(
      "New or empty folder for the run's files. (default: runs/DATE-DATASET)", valueName: "folder"))
  var runDirectory: String?

  @Option(
    help: ArgumentHelp(
      "Start from the weights of a run's newest checkpoint or of a .safetensors file with "
        + "torchvision's names; steps, schedule and momentum begin anew. Network (dropout included) "
        + "and data set are the file's own, where it says them and no option does.",
      valueName: "run|file"))
  var resume: String?

  @Flag(
    help: """
      Go on when a loss or gradient is not finite, without that step's update, instead of pausing \
      (without a screen: failing).
      """)
  var continueAfterWarnings = false

  @Option(
    help: ArgumentHelp(
      "Change a knob after so many updates, for example 100:growth_rate=12, or 100:undo, "
        + "100:checkpoint, 100:stop. "
        + "Knobs: \(Knob.allCases.map(\.rawValue).joined(separator: ", ")). May be repeated.",
      valueName: "step:knob=value"))
  var at: [ScriptedIntervention] = []

  /// The file that `--resume` names, read.
  func checkpoint() throws(RunError) -> Checkpoint? {
    try resume.map { (path) throws(RunError) in try Checkpoint(contentsOf: path) }
  }
}
