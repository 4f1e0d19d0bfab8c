import Channel
import Screen

/// Which classes the network took for which at the last evaluation: a row for each class, a column for
/// each answer.
struct ConfusionView: Sendable {
  private var label = 0
  private var answer = 0

  func title(_ session: Session) -> String {
    guard let confusion = session.run.confusion else { return "confusion" }
    return "confusion at step \(confusion.step)"
  }

  let explanation =
    "Each row is a class, each column an answer, and a figure the percentage of the class's test images "
    + "that got the answer. What is right lies on the diagonal; a bright cell beside it is a pair of "
    + "classes that the network confuses. Colours grow with the square root, so that few are seen too."

  mutating func move(_ move: CursorMove, _ session: Session) {
    guard let size = session.run.confusion?.size else { return }
    switch move {
    case .left, .right, .home, .end: answer = answer.moved(move, count: size)
    case .up, .down, .pageUp, .pageDown: label = label.moved(move, count: size)
    }
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: Session) {
    guard let confusion = session.run.confusion else { return }
    let parts = Parts(confusion, in: area, cursor: cursor(confusion))
    let (row, column) = (
      row + area.row - parts.cells.row, column + area.column - parts.cells.column
    )
    guard row >= 0, column >= 0 else { return }
    let clicked = (parts.labels.lowerBound + row, parts.answers.lowerBound + column / parts.width)
    if parts.labels.contains(clicked.0), parts.answers.contains(clicked.1) {
      (label, answer) = clicked
    }
  }

  func reading(_ session: Session) -> [String] {
    guard let confusion = session.run.confusion else { return [] }
    let (label, answer) = cursor(confusion)
    return [confusion.sentence(label, answer)]
  }

  func details(_ session: Session) -> Opening {
    guard let confusion = session.run.confusion else { return .enlarge }
    let (label, _) = cursor(confusion)
    let order = confusion.counts.indices.sorted {
      confusion.counts[label][$0] > confusion.counts[label][$1]
    }
    return .details(
      "\(confusion.names[label]) and most frequent confusions",
      order.filter { confusion.counts[label][$0] > 0 }.map { confusion.sentence(label, $0) } + [""]
        + confusion.mistakes.prefix(20).map { confusion.sentence($0.label, $0.answer) })
  }

  /// The cursor, also where there are fewer classes than there were.
  private func cursor(_ confusion: Confusion) -> (label: Int, answer: Int) {
    (min(label, confusion.size - 1), min(answer, confusion.size - 1))
  }

  // MARK: Drawing

  /// Where everything stands.
  private struct Parts {
    let names: Area
    let numbers: Area
    let cells: Area
    /// The most frequent confusions; no columns or rows where there is no room.
    let list: Area
    let reading: Area
    /// Columns of a cell.
    let width: Int
    /// The classes in sight.
    let labels: Range<Int>
    let answers: Range<Int>

    init(_ confusion: Confusion, in area: Area, cursor: (label: Int, answer: Int)) {
      let size = confusion.size
      let digits = "\(size - 1)".count
      let (body, reading) = area.split(top: area.rows - 1)
      self.reading = reading
      let nameWidth = min(
        digits + 2 + (confusion.names.map(\.columns).max() ?? 0), max(area.columns / 3, digits + 1))
      let available = body.columns - nameWidth
      width = (1...6).last { $0 * size <= available } ?? 1
      let rows = max(body.rows - 1, 0)
      let columns = max(available / width, 0)
      let firstLabel = firstShown(cursor: cursor.label, count: size, shown: rows)
      let firstAnswer = firstShown(cursor: cursor.answer, count: size, shown: columns)
      labels = firstLabel..<min(firstLabel + rows, size)
      answers = firstAnswer..<min(firstAnswer + columns, size)
      let (left, right) = body.split(left: nameWidth)
      names = left.inset(top: 1)
      numbers = right
      cells = right.inset(top: 1)
      let (beside, below) = (
        cells.inset(left: answers.count * width + 3), body.inset(top: labels.count + 2)
      )
      list = beside.columns >= 48 ? beside : below
    }
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let theme = context.theme
    guard let confusion = context.session.run.confusion else {
      let evaluations = context.session.run.history.evaluations
      grid.writeCentred(
        evaluations.isEmpty
          ? context.session.run.expectationOfEvaluation : "evaluations did not count classes",
        in: area,
        row: area.rows / 2, style: theme.quiet)
      return
    }
    let cursor = cursor(confusion)
    let parts = Parts(confusion, in: area, cursor: cursor)
    drawNames(confusion, parts, cursor: cursor, of: &grid, context)
    HeatMap(
      shares: parts.labels.map { label in
        parts.answers.map { confusion.share(label, $0).map { $0.squareRoot() } }
      }, cellWidth: parts.width, scale: theme.scale,
      cursor: context.isFocused
        ? (cursor.label - parts.labels.lowerBound, cursor.answer - parts.answers.lowerBound) : nil
    ).draw(in: parts.cells, of: &grid, display: context.display)
    if parts.width >= 4 { writeFigures(confusion, parts, of: &grid, context) }
    drawList(confusion, in: parts.list, of: &grid, theme)
    // A narrow pane cuts the end: there the figures come first.
    let sentence = confusion.sentence(cursor.label, cursor.answer)
    let figures = confusion.figures(cursor.label, cursor.answer)
    grid.write(
      sentence.columns <= area.columns
        ? sentence
        : clipped(
          "\(figures): \(confusion.what(cursor.label, cursor.answer))", columns: area.columns),
      in: parts.reading)
  }

  /// Numbers and names of the classes at the left, numbers of the answers on top.
  private func drawNames(
    _ confusion: Confusion, _ parts: Parts, cursor: (label: Int, answer: Int),
    of grid: inout Grid, _ context: PaneContext
  ) {
    func style(_ isUnderCursor: Bool) -> Style {
      isUnderCursor && context.isFocused ? context.theme.focus : context.theme.quiet
    }
    let digits = "\(confusion.size - 1)".count
    for (row, label) in parts.labels.enumerated() {
      let number = String(repeating: " ", count: digits - "\(label)".count) + "\(label)"
      grid.write(
        clipped("\(number) \(confusion.names[label])", columns: parts.names.columns - 1),
        in: parts.names.inset(right: 1), row: row, style: style(label == cursor.label))
    }
    let stride = (digits + parts.width) / parts.width
    for (column, answer) in parts.answers.enumerated() where answer % stride == 0 {
      let text = "\(answer)"
      let place = column * parts.width + max(parts.width - text.count, 0)
      grid.write(text, in: parts.numbers, column: place, style: style(answer == cursor.answer))
    }
  }

  /// Percentages over the colours, whose lightness the figures stand out from.
  private func writeFigures(
    _ confusion: Confusion, _ parts: Parts, of grid: inout Grid, _ context: PaneContext
  ) {
    for (row, label) in parts.labels.enumerated() where row < parts.cells.rows {
      for (column, answer) in parts.answers.enumerated() {
        guard let share = confusion.share(label, answer), share > 0 else { continue }
        let percents = 100 * share
        let figure =
          (context.display.hasColorScale ? "" : " ")
          + (percents < 0.5 ? "<1" : "\(Int(percents.rounded()))")
        let end = (column + 1) * parts.width
        for (offset, character) in figure.enumerated() {
          let place = (
            parts.cells.row + row, parts.cells.column + end - figure.count + offset
          )
          guard end <= parts.cells.columns else { continue }
          grid[place.0, place.1].character = character
          if context.display.hasColorScale {
            grid[place.0, place.1].style.foreground =
              isLight(share.squareRoot(), context.theme) ? .rgb(0, 0, 0) : .rgb(255, 255, 255)
          }
        }
      }
    }
  }

  private func isLight(_ share: Double, _ theme: Theme) -> Bool {
    theme.scale == ColorScale.viridis ? share > 0.5 : share < 0.5
  }

  private func drawList(
    _ confusion: Confusion, in area: Area, of grid: inout Grid, _ theme: Theme
  ) {
    let mistakes = confusion.mistakes.prefix(min(max(area.rows - 1, 0), 10))
    guard area.columns >= 24, !mistakes.isEmpty else { return }
    grid.write("most frequent confusions", in: area, style: theme.strong)
    for (row, mistake) in mistakes.enumerated() {
      grid.write(
        clipped(confusion.sentence(mistake.label, mistake.answer), columns: area.columns), in: area,
        row: row + 1)
    }
  }
}
