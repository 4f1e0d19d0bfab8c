import ArgumentParser
import Channel
import Foundation
import Networks
import Training

/// The options of a run, the same for every subcommand that trains.
struct RunOptions: ParsableArguments {
  // Groups side by side, none within another: in debug builds the argument parser tries every group five times
  // for each time that it tries what the group stands in.
  @OptionGroup(title: "Data options")
  var data: DataOptions

  @OptionGroup(title: "Network options")
  var network: NetworkOptions

  @OptionGroup var training: TrainingOptions

  @OptionGroup(title: "Machine options")
  var machine: MachineOptions

  @Option(
    help: ArgumentHelp(
      "Learning rate over the run: constant, divided by 10 at 1/2 and 3/4, or half a cosine to 0. "
        + "(default: step)"))
  var schedule: Schedule?

  @Option(
    name: .shortAndLong, parsing: .unconditional,
    help: ArgumentHelp("Passes over the training images. (default: 10)", valueName: "passes"))
  var epochs: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Updates, instead of epochs.", valueName: "updates"))
  var steps: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Evaluate after every so many updates, beside the end of each epoch. (default: never)",
      valueName: "updates"))
  var evaluateEvery: Int?

  @Option(
    help: ArgumentHelp(
      "Folder for the run's files, which holds no run yet. (default: runs/DATE-DATASET)",
      valueName: "folder"))
  var runDirectory: String?

  @Option(
    help: ArgumentHelp(
      "Go on with a run that has ended or was killed, to the bit, in its own folder; from a checkpoint's "
        + "file, or with --run-directory, in a new one. Options may say when the run ends and how it "
        + "computes; all else is the run's. A file of weights alone, from PyTorch for example, is taken as "
        + "with --weights.",
      valueName: "run|file"))
  var resume: String?

  @Option(
    help: ArgumentHelp(
      "Begin with the weights of a run's newest checkpoint or of a .safetensors file with "
        + "torchvision's names. Network (dropout included) and data set are the file's own, where it "
        + "says them and no option does.",
      valueName: "run|file"))
  var weights: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Mebibytes that the checkpoints of the time line may take, a quarter of them in memory, the rest "
        + "in the run's folder; 0 keeps none. (default: 512)", valueName: "mebibytes"))
  var timeLine: Int?

  @Option(
    help: ArgumentHelp(
      "Write a checkpoint after so many updates, 500, or minutes, 2min, or never. (default: 2min)",
      valueName: "updates|minutes"))
  var checkpointEvery: CheckpointRule.Interval?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many of these checkpoints stay, the newest; the one with the best test accuracy does too. "
        + "(default: 3)", valueName: "number"))
  var keepCheckpoints: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Mebibytes that they may take; the newest stays in any case. (default: 1024)",
      valueName: "mebibytes"))
  var checkpointSpace: Int?

  @Flag(
    help: """
      Go on when a loss or gradient is not finite, without that step's update, instead of pausing \
      (without a screen: failing).
      """)
  var continueAfterWarnings = false

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Do something after so many updates, for example 100:\(Command.textForms[0]), or once a figure is "
        + "reached: loss<0.5, loss>2, test_accuracy>0.9 before the colon. Commands: "
        + Command.textForms.joined(separator: ", ")
        + ". Knobs: \(Knob.allCases.map(\.rawValue).joined(separator: ", ")). May be repeated.",
      valueName: "when:command"))
  var at: [ScriptLine] = []

  @Option(
    help: ArgumentHelp(
      "File of lines WHEN:COMMAND, as --at takes them, such as the plan.txt of a run's folder; what "
        + "follows a # is a comment.", valueName: "file"))
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "How maps are judged where a growth rate is lowered: by the weights that read them, or by what "
        + "the loss on the next batch would change without them. (default: weight)",
      valueName: "criterion"))
  var removeMapsBy: MapCriterion?

  /// The options that decide what a run does, but for when it ends and what is done on the way.
  var given: [String] {
    data.given + network.given + training.given + (schedule == nil ? [] : ["--schedule"])
      + (removeMapsBy == nil ? [] : ["--remove-maps-by"])
  }
}
