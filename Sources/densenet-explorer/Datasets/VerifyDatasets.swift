import ArgumentParser
import Samples
import Training

/// `datasets verify`: whether data are what they should be.
struct VerifyDatasets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check checksums of data sets, and read all of each.",
    discussion: """
      Checksums are those of SHA256SUMS in the data set's folder, which those have that come with the \
      program or were fetched; sha256sum makes and checks such a file too. Then every image and label is \
      read. Exit code 65 where something is wrong.
      """)

  @Argument(
    help: ArgumentHelp(
      "Names or folders. (default: every named data set that is there)", valueName: "name|path"))
  var datasets: [String] = []

  func run() throws {
    var names = datasets
    if names.isEmpty {
      names = PublishedDataset.all.filter { (try? $0.folder) != nil }.map(\.name)
    }
    var first: Failure?
    for name in names {
      do throws(RunError) {
        try verify(name)
      } catch {
        // The others are verified all the same.
        let failure = Failure(error)
        failure.report()
        first = first ?? Failure("", code: failure.code)
      }
    }
    if let first { throw first }
  }

  private func verify(_ name: String) throws(RunError) {
    let (folder, list) = try reading { () throws(DatasetError) in
      let folder = try Dataset.folderOfFiles(name)
      return (folder, try ChecksumList(ofFolder: folder))
    }
    for entry in list?.entries ?? [] {
      try reading { () throws(DatasetError) in
        try ChecksumList.check(entry, inFolder: folder)
      }
    }
    let dataset = try Dataset(name)
    let checksums = list.map { "\($0.entries.count) checksums right" }
    try StandardStream.output.writeOrFail(
      harmless(
        "\(name): \(checksums ?? "no \(ChecksumList.fileName)"), \(dataset.train.count) images to "
          + "train, \(dataset.test.count) to test, \(dataset.shapeText), "
          + "\(dataset.classes.count) classes"))
  }
}

extension Dataset {
  /// Channels, height and width: `1×28×28`.
  var shapeText: String { shape.map(String.init).joined(separator: "×") }
}
