import Channel
import Screen

/// An image, its class and the answers that the network finds most probable.
struct SampleView {
  let sample: SamplePicture
  let dataset: DatasetDescription?
  let display: Display
  let theme: Theme

  func draw(in area: Area, of grid: inout Grid) {
    let answers = answers(atMost: area.rows >= 20 ? 5 : 3)
    let lines = [place, truth, verdict]
    if area.rows == 1 {
      grid.write("\(name(sample.label)), \(verdict.text)", in: area, style: verdict.style)
      return
    }
    // The words come first; of the answers as many as leave the image room.
    let answerRows = min(answers.count, max(area.rows - lines.count - 6, 0))
    let image = area.inset(bottom: lines.count + answerRows)
    var text = area.inset(top: image.rows)
    if image.rows >= 2, let first = sample.channels.first {
      let covered = PixelPicture(width: first.width, height: first.height, planes: planes)
        .draw(in: image, of: &grid, display: display)
      text = area.inset(top: covered.rows)
    }
    for (row, line) in lines.enumerated() {
      grid.write(
        clipped(line.text, columns: text.columns), in: text, row: row, style: line.style)
    }
    let width = min(answers.prefix(answerRows).map(\.name.columns).max() ?? 0, text.columns - 7)
    for (row, answer) in answers.prefix(answerRows).enumerated() {
      draw(answer, nameWidth: width, in: text.inset(top: lines.count + row), of: &grid)
    }
  }

  /// The channels, each brought back from its own range to that of all: red stays red.
  private var planes: [[UInt8]] {
    let channels = sample.channels.count == 3 ? sample.channels : Array(sample.channels.prefix(1))
    return channels.brightnessInCommonRange
  }

  private typealias Line = (text: String, style: Style)

  private var place: Line {
    let image = "image \(sample.index + 1)"
    guard case .mistake(let number) = sample.sample, let mistakes = sample.mistakes, mistakes > 0
    else { return ("test \(image)", theme.quiet) }
    let place = (number % mistakes + mistakes) % mistakes + 1
    return ("mistake \(place) of \(mistakes), \(image)", theme.quiet)
  }

  private var truth: Line { ("it is: \(name(sample.label))", theme.strong) }

  private var verdict: Line {
    guard let answer = answers(atMost: 1).first else { return ("no answer", theme.quiet) }
    return answer.index == sample.label
      ? ("right: \(percent(answer.probability)) \(answer.name)", theme.running)
      : ("wrong: \(percent(answer.probability)) \(answer.name)", theme.warning)
  }

  private func name(_ label: Int) -> String {
    guard let classes = dataset?.classes, classes.indices.contains(label) else {
      return "class \(label)"
    }
    return classes[label]
  }

  private typealias Answer = (index: Int, name: String, probability: Double)

  /// The most probable ones, the most probable one first.
  private func answers(atMost count: Int) -> [Answer] {
    let probabilities = sample.probabilities.map { $0.isFinite ? Double($0) : 0 }
    let order = probabilities.indices.sorted { probabilities[$0] > probabilities[$1] }
    return order.prefix(count).map { ($0, name($0), probabilities[$0]) }
  }

  private func draw(_ answer: Answer, nameWidth: Int, in area: Area, of grid: inout Grid) {
    let isTrue = answer.index == sample.label
    grid.write(
      answer.name, in: area.split(left: nameWidth).0,
      style: isTrue ? theme.strong : theme.quiet)
    let figure = percent(answer.probability)
    let bar = area.inset(left: nameWidth + 1, right: figure.count + 1)
    grid.writeRight(figure, in: area)
    guard bar.columns >= 4 else { return }
    let length = Int((min(max(answer.probability, 0), 1) * Double(bar.columns)).rounded())
    grid.write(
      String(repeating: display.hasUnicode ? "█" : "#", count: length), in: bar,
      style: isTrue ? theme.running : theme.smoothed)
  }
}

extension [SamplePicture.Picture] {
  /// Values 0…255 from the least to the greatest of all pictures, where each has a range of its own.
  var brightnessInCommonRange: [[UInt8]] {
    let low = map(\.minimum).filter(\.isFinite).min() ?? 0
    let high = map(\.maximum).filter(\.isFinite).max() ?? 0
    guard high > low else { return map(\.values) }
    return map { picture in
      let span = picture.maximum - picture.minimum
      return picture.values.map { value in
        let number = picture.minimum + span * Float(value) / 255
        let share = (number - low) / (high - low)
        return share.isFinite ? UInt8(Swift.min(Swift.max(share, 0), 1) * 255) : 0
      }
    }
  }
}
