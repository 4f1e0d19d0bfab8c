import ArgumentParser
import Channel
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

  @Flag(help: "Write one JSON array instead of text.")
  var json = false

  func run() throws {
    var names = datasets
    if names.isEmpty {
      names = PublishedDataset.all.filter { (try? $0.folder) != nil }.map(\.name)
    }
    var found: [VerifiedDatasetJSON] = []
    var first: Failure?
    for name in names {
      do throws(RunError) {
        let (dataset, checksums) = try verified(name)
        if json {
          found.append(VerifiedDatasetJSON(name, dataset, checksums: checksums))
        } else {
          try StandardStream.output.writeOrFail(line(name, dataset, checksums))
        }
      } catch {
        // The others are verified all the same.
        let failure = Failure(error)
        failure.report()
        found.append(VerifiedDatasetJSON(name, error: error))
        first = first ?? Failure("", code: failure.code)
      }
    }
    if json { try StandardStream.output.writeOrFail(try JSONLine.text(of: found)) }
    if let first { throw first }
  }

  /// Reads all of a data set, and checks the checksums that there are.
  private func verified(_ name: String) throws(RunError) -> (Dataset, checksums: Int?) {
    let (folder, list) = try reading { () throws(DatasetError) in
      let folder = try Dataset.folderOfFiles(name)
      return (folder, try ChecksumList(ofFolder: folder))
    }
    for entry in list?.entries ?? [] {
      try reading { () throws(DatasetError) in
        try ChecksumList.check(entry, inFolder: folder)
      }
    }
    return (try Dataset(name), list?.entries.count)
  }

  private func line(_ name: String, _ dataset: Dataset, _ checksums: Int?) -> String {
    harmless(
      "\(name): \(checksums.map { "\($0) checksums right" } ?? "no \(ChecksumList.fileName)"), "
        + "\(dataset.train.count) images to train, \(dataset.test.count) to test, "
        + "\(dataset.shapeText), \(dataset.classes.count) classes")
  }
}

extension Dataset {
  /// Channels, height and width: `1×28×28`.
  var shapeText: String { shape.map(String.init).joined(separator: "×") }
}
