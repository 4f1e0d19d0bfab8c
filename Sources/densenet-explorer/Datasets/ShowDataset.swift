import ArgumentParser
import Foundation
import Samples
import Screen
import Terminal
import Training

/// `datasets show`: what a network would learn from.
struct ShowDataset: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show a data set: counts by class, and a sheet of samples.")

  @Argument(help: ArgumentHelp("Its name or folder.", valueName: "name|path"))
  var dataset: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Samples of each class, 0…1000; 0 shows counts alone. (default: what fills a line; of more than 20 "
        + "classes 1)", valueName: "n"))
  var samples: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Rows and columns that pictures are brought to.", valueName: "pixels"))
  var imageSize: Int?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Lines of a picture, 2…64.", valueName: "lines"))
  var height = 6

  @Option(
    help: ArgumentHelp(
      "Colours of pictures. Unless given, NO_COLOR, COLORTERM and the terminal's type decide.",
      valueName: "colors"))
  var color = ColorChoice.auto

  @Option(
    help: ArgumentHelp("Characters of pictures. (default: the best that the terminal has)"))
  var glyphs: Glyphs?

  func run() throws {
    try check("--samples", samples ?? 1, in: 0...1000)
    try check("--height", height, in: 2...64)
    let dataset = try Dataset(dataset, imageSize: imageSize)
    let sheet = try MainActor.assumeIsolated {
      let printed = PrintedGrid(colors: color, glyphs: glyphs)
      let sheet = try ContactSheet(
        dataset, samples: samples, height: height, columns: printed.columns)
      return sheet.grid(printed.display).map { [""] + printed.lines($0) } ?? []
    }
    try StandardStream.output.writeOrFail(
      ([summary(dataset), "", table(dataset).text] + sheet).joined(separator: "\n"))
  }

  private func summary(_ dataset: Dataset) -> String {
    func list(_ values: [Float]) -> String {
      values.prefix(8).map { String(format: "%.4f", $0) }.joined(separator: ", ")
        + (values.count > 8 ? ", …" : "")
    }
    return harmless(
      "\(dataset.name): \(dataset.train.count) images to train, \(dataset.test.count) to test, "
        + "\(dataset.shapeText), \(dataset.classes.count) classes")
      + "\nmean \(list(dataset.mean)), standard deviation \(list(dataset.standardDeviation)), "
      + "by channel, of pixels / 255"
  }

  private func table(_ dataset: Dataset) -> TextTable {
    var table = TextTable(heads: ["class", "name", "train", "test"], leftAligned: 2)
    let (train, test) = (counts(dataset.train, dataset), counts(dataset.test, dataset))
    for (index, name) in dataset.classes.enumerated() {
      table.append(["\(index)", harmless(name), grouped(train[index]), grouped(test[index])])
    }
    table.append([])
    table.append(["", "", grouped(dataset.train.count), grouped(dataset.test.count)])
    return table
  }

  private func counts(_ part: SampleSet, _ dataset: Dataset) -> [Int] {
    var counts = [Int](repeating: 0, count: dataset.classes.count)
    for label in part.labels { counts[Int(label)] += 1 }
    return counts
  }
}
