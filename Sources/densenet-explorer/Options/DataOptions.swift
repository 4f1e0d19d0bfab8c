import ArgumentParser
import Samples
import Training

/// Which images.
struct DataOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Data set: a name, \(PublishedDataset.all.map(\.name).joined(separator: ", ")) (see datasets list), "
        + "or the path of a folder: MNIST's files (IDX), CIFAR-10 or CIFAR-100 in binary form, SVHN, "
        + "tables of pixels (CSV), or a folder of pictures for each class. "
        + "(default: \(Dataset.names[0]))",
      valueName: "name|path"))
  var dataset: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Rows and columns that the pictures of a folder are brought to, 4…4096. (default: their own size "
        + "where all have the same one, else 64)", valueName: "pixels"))
  var imageSize: Int?

  /// The size of pictures: the option's, or that of the run that wrote a checkpoint, where the data set is its too.
  func imageSize(of checkpoint: Checkpoint?) -> Int? {
    imageSize ?? (dataset == nil ? checkpoint?.settings?.imageSize : nil)
  }

  /// The options that were given.
  var given: [String] {
    [("--dataset", dataset != nil), ("--image-size", imageSize != nil)].filter(\.1).map(\.0)
  }

  /// Throws where a value makes no sense.
  func checkValues() throws(Failure) {
    if dataset == "" { throw .usage("--dataset '': expected a name or a path") }
    try check("--image-size", imageSize ?? 64, in: 4...4096)
  }
}
