import ArgumentParser
import Samples

/// Which images.
struct DataOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Data set: \(Dataset.names.joined(separator: " or ")), or the path of a folder of IDX files. "
        + "(default: \(Dataset.names[0]))",
      valueName: "name|path"))
  var dataset: String?

  /// Throws where a value makes no sense.
  func checkValues() throws(Failure) {
    if dataset == "" { throw .usage("--dataset '': expected a name or a path") }
  }
}
