import ArgumentParser
import Channel
import Samples
import Training

/// `datasets list`: those that have a name.
struct ListDatasets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the data sets that a name stands for (the default).")

  @Flag(help: "Write one JSON array instead of text.")
  var json = false

  func run() throws {
    if json {
      try StandardStream.output.writeOrFail(
        try JSONLine.text(of: PublishedDataset.all.map(NamedDatasetJSON.init)))
      return
    }
    var table = TextTable(heads: ["name", "data", "where"], leftAligned: 3)
    for dataset in PublishedDataset.all {
      table.append([dataset.name, dataset.summary, place(of: dataset)])
    }
    try StandardStream.output.writeOrFail(
      table.text + "\nAny other is given by the path of its folder: --dataset PATH")
  }

  private func place(of dataset: PublishedDataset) -> String {
    if let folder = try? dataset.folder {
      return dataset.isShipped ? "comes with the program" : harmless(folder)
    }
    return "not there; \(mebibytes(dataset.length)) to fetch"
  }
}
