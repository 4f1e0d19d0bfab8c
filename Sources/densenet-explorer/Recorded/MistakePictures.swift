import Screen
import Terminal
import Training

/// Images that were taken for something else, side by side.
struct MistakePictures {
  let report: TestReport
  let output: InlineText
  /// Columns that there are.
  let columns: Int

  /// Columns of a picture with its words, and rows of a picture.
  private static let (width, rows) = (24, 12)
  private static let gap = 2

  /// Rows of pictures with what each is, what it was taken for, and how surely.
  var text: String {
    let across = max((columns + Self.gap) / (Self.width + Self.gap), 1)
    let mistakes = report.mistakes
    return stride(from: 0, to: mistakes.count, by: across).map { start in
      row(Array(mistakes[start..<min(start + across, mistakes.count)]))
    }.joined(separator: "\n\n")
  }

  private func row(_ mistakes: [TestMistake]) -> String {
    let words = mistakes.map(words)
    let height = words.map(\.count).max() ?? 0
    var grid = Grid(
      size: Grid.Size(
        rows: Self.rows + height, columns: mistakes.count * (Self.width + Self.gap) - Self.gap))
    for (place, (mistake, words)) in zip(mistakes, words).enumerated() {
      let area = Area(
        row: 0, column: place * (Self.width + Self.gap), rows: Self.rows + height,
        columns: Self.width)
      PixelPicture(width: mistake.width, height: mistake.height, planes: Self.planes(mistake))
        .draw(in: area.inset(bottom: height), of: &grid, display: output.display)
      for (line, word) in words.enumerated() {
        grid.write(word, in: area, row: Self.rows + line)
      }
    }
    return output.text(grid)
  }

  /// Grey, or colours where there are three channels, from the image's darkest to its brightest pixel.
  private static func planes(_ mistake: TestMistake) -> [[UInt8]] {
    let planes = mistake.planes.count == 3 ? mistake.planes : Array(mistake.planes.prefix(1))
    let least = Int(planes.joined().min() ?? 0)
    let range = Int(planes.joined().max() ?? 0) - least
    guard range > 0 else { return planes }
    return planes.map { plane in plane.map { UInt8((Int($0) - least) * 255 / range) } }
  }

  private func words(_ mistake: TestMistake) -> [String] {
    func share(_ probability: Float) -> String {
      probability.isNaN ? "NaN" : String(format: "%.1f %%", 100 * probability)
    }
    func name(_ label: Int) -> String { harmless(report.classes[label]) }
    return [
      "#\(mistake.index): \(name(mistake.label))", "  \(share(mistake.labelProbability))",
      "taken for \(name(mistake.answer))", "  \(share(mistake.answerProbability))",
    ]
  }
}
