import ArgumentParser
import Samples

/// Which images.
struct DataOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Data set: a name, \(PublishedDataset.all.map(\.name).joined(separator: ", ")) (see datasets list), "
        + "or the path of a folder: MNIST's files (IDX), CIFAR-10 or CIFAR-100 in binary form, or "
        + "tables of pixels (CSV). "
        + "(default: \(Dataset.names[0]))",
      valueName: "name|path"))
  var dataset: String?

  /// Throws where a value makes no sense.
  func checkValues() throws(Failure) {
    if dataset == "" { throw .usage("--dataset '': expected a name or a path") }
  }
}
