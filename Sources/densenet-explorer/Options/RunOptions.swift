import ArgumentParser
import Channel
import Foundation
import Networks
import Training

/// The options of a run, the same for every subcommand that trains.
struct RunOptions: ParsableArguments {
  @OptionGroup var training: TrainingOptions

  @Option(
    help: ArgumentHelp(
      "Learning rate over the run: constant, divided by 10 at 1/2 and 3/4, or half a cosine to 0."))
  var schedule = Schedule.step

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
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Do something after so many updates, for example 100:\(Command.textForms[0]). Commands: "
        + Command.textForms.joined(separator: ", ")
        + ". Knobs: \(Knob.allCases.map(\.rawValue).joined(separator: ", ")). May be repeated.",
      valueName: "step:command"))
  var at: [ScriptedIntervention] = []

  @Option(
    help: ArgumentHelp(
      "File of lines STEP:COMMAND, as --at takes them, such as the plan.txt of a run's folder; what "
        + "follows a # is a comment.", valueName: "file"))
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "How maps are judged where a growth rate is lowered: by the weights that read them, or by what "
        + "the loss on the next batch would change without them.", valueName: "criterion"))
  var removeMapsBy = MapCriterion.weight

  /// The file that `--resume` names, read.
  func checkpoint() throws(RunError) -> Checkpoint? {
    try resume.map { (path) throws(RunError) in try Checkpoint(contentsOf: path) }
  }
}
