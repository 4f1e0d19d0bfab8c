import ArgumentParser
import Downloads
import Foundation
import Samples
import Training

/// `datasets fetch`: data sets from the network.
struct FetchDatasets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Download data sets that a name stands for.",
    discussion: """
      They go into \(FetchedFolder.root), or that folder of $XDG_DATA_HOME, and are then found by their \
      names. A fetch that was interrupted goes on where it ended. Every file is held against the checksum \
      of the published one.
      """)

  @Argument(help: ArgumentHelp("Names; datasets list has them.", valueName: "name"))
  var names: [String]

  @Option(
    help: ArgumentHelp(
      "A mirror: the address of a folder that has the files. (default: where they are published)",
      valueName: "address"))
  var from: String?

  func run() throws {
    var datasets: [PublishedDataset] = []
    for name in names {
      guard let dataset = PublishedDataset.named(name) else {
        let known = PublishedDataset.all.map(\.name).joined(separator: ", ")
        throw Failure.usage("'\(harmless(name))': expected one of \(known)")
      }
      datasets.append(dataset)
    }
    for dataset in datasets { try fetch(dataset) }
  }

  private func fetch(_ dataset: PublishedDataset) throws(RunError) {
    if dataset.isShipped {
      try StandardStream.output.writeOrFail("\(dataset.name): comes with the program")
      return
    }
    let fetch = DatasetFetch(dataset, mirror: from)
    let wasThere = fetch.isThere
    var line = DownloadLine()
    defer { line.end() }
    try reading { () throws(DatasetError) in
      try fetch.run { file, done, length in
        line.show(file, done, length)
      } notice: {
        line.say($0)
      }
    }
    line.end()
    try StandardStream.output.writeOrFail(
      harmless("\(dataset.name): \(wasThere ? "is there already" : "fetched"), \(fetch.folder)"))
  }
}

/// How far a download is, on standard error: a line that changes, or where that is no terminal one now and
/// then.
private struct DownloadLine {
  private let isTerminal = StandardStream.error.isTerminal
  private let clock = ContinuousClock()
  private var isOpen = false
  private var file = ""
  private var last: ContinuousClock.Instant?
  /// Where this attempt began, for the rate.
  private var beginning: (time: ContinuousClock.Instant, bytes: Int)?

  mutating func show(_ file: String, _ done: Int, _ length: Int) {
    let now = clock.now
    if file != self.file {
      self.file = file
      (last, beginning) = (isTerminal ? nil : now, (now, done))
    }
    let interval = isTerminal ? 0.2 : 10
    if let last, now - last < .seconds(interval), done < length { return }
    last = now
    var text = "\(file)  \(mebibytes(done)) of \(mebibytes(length))"
    if let beginning, done > beginning.bytes {
      let seconds = max((now - beginning.time) / .seconds(1), 1e-3)
      let rate = Double(done - beginning.bytes) / seconds
      text += "  \(mebibytes(Int(rate)))/s"
      if done < length { text += "  \(Int((Double(length - done) / rate).rounded(.up))) s left" }
    }
    if isTerminal {
      StandardStream.error.write("\r\u{1B}[K\(text)")
      isOpen = true
    } else {
      StandardStream.error.line(text)
    }
  }

  mutating func say(_ text: String) {
    end()
    StandardStream.error.line(text)
  }

  mutating func end() {
    if isOpen { StandardStream.error.write("\n") }
    isOpen = false
  }
}
