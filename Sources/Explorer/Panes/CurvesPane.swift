import Foundation
import Screen

/// Loss, accuracy, learning rate, speed and memory over the steps: each step's value, the smoothed
/// line, the evaluations, and marks.
struct CurvesPane: Pane {
  static let name = "curves"

  /// The quantity of the uppermost chart.
  private var first = 0
  private var isLogarithmic = false
  private var smoothing = Smoothing()

  static let bindings: [KeyBinding<PaneAction<CurvesPane>>] = [
    KeyBinding([.character("m")], "m", "measure", "another quantity first: loss, accuracy, …") {
      pane, _ in
      pane.first = (pane.first + 1) % ChartQuantity.ofRun.count
    },
    KeyBinding([.character("y")], "y", "axis", "logarithmic or linear axis") { pane, _ in
      pane.isLogarithmic.toggle()
    },
    KeyBinding([.character("S")], "S", "smoothing", "smoothing: none, 0.6, 0.9, 0.98") {
      pane, session in
      pane.smoothing.strengthen(&session)
    },
  ]

  func title(_ session: Session) -> String {
    "Loss and accuracy" + session.shownStepsText
  }

  func explanation(_ session: Session) -> String {
    "Each step shows the network one batch. The loss is the mean of -log of the probability that it "
      + "gave the right class: 2.3 means guessing among ten, 0 certainty. The thin line is each step, "
      + "the thick one an average over some steps, the diamonds are measured on images that it never "
      + "learns from. Where these stop falling while training goes on falling, it learns by heart."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    session.moveAlongSteps(move)
  }

  mutating func open(_ session: inout Session) -> Opening {
    let marks = marks(session)
    guard !marks.isEmpty else { return .enlarge }
    let text = marks.flatMap { ["Step \($0.step): \($0.text)"] + $0.paragraphs + [""] }
    return .details(marks.count == 1 ? "Mark" : "Marks", text)
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    if let step = step(column: column, in: area, session) { session.goTo(step: step) }
  }

  func step(column: Int, in area: Area, _ session: Session) -> Int? {
    ChartAxes.step(column: column, columns: area.columns, session)
  }

  /// The marks under the cursor, or near it: within a column of a usual screen.
  private func marks(_ session: Session) -> [Mark] {
    let step = session.shownStep
    let reach = session.cursorStep == nil ? 0 : session.shownSteps.count / 60
    return session.run.history.marks.filter { abs($0.step - step) <= reach }
  }

  // MARK: Drawing

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    guard area.rows >= 4 && area.columns >= 16 else { return }
    // The value is never cut off: a narrow pane writes it over some rows.
    let valueLines = joined(
      reading(context.session, isNarrow: area.columns < 56), columns: area.columns)
    let valueRows = area.rows < 8 ? 1 : area.columns >= 130 ? 1 : area.rows < 16 ? 2 : 3
    let legendRows = area.rows >= 8 ? 1 : 0
    let (charts, rows) = area.split(top: area.rows - valueRows - legendRows)
    let (legend, value) = rows.split(top: legendRows)
    if legendRows > 0 { drawLegend(in: legend, of: &grid, context) }
    for (row, line) in valueLines.prefix(valueRows).enumerated() {
      grid.write(line, in: value, row: row)
    }
    var rest = charts
    for (index, share) in shares(rows: charts.rows).enumerated() {
      let chart: Area
      (chart, rest) = rest.split(top: share)
      let quantities = ChartQuantity.ofRun
      CurveChart(
        quantity: quantities[(first + index) % quantities.count], isLogarithmic: isLogarithmic,
        smoothing: smoothing, hasStepAxis: rest.rows == 0 && chart.rows >= 4,
        context: context
      ).draw(in: chart, of: &grid)
    }
  }

  /// Rows of each chart that can be read: the first has the most.
  private func shares(rows: Int) -> [Int] {
    let count = rows >= 28 ? ChartQuantity.ofRun.count : rows >= 9 ? 2 : 1
    if count == 1 { return [rows] }
    if count == 2 { return [(rows + 1) / 2, rows / 2] }
    let small = rows / (count + 2)
    let large = (rows - (count - 2) * small) / 2
    return [rows - (count - 2) * small - large, large]
      + Array(repeating: small, count: count - 2)
  }

  private func drawLegend(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    let (theme, display) = (context.theme, context.display)
    let line = display.hasUnicode ? "─" : "."
    let factor = smoothing.share
    var entries = [(line, "step", theme.raw)]
    if factor > 0 {
      entries.append((display.hasUnicode ? "━" : "*", "smoothed \(factor)", theme.smoothed))
    }
    let branches = context.session.run.branches
    let names = branches.compactMap(\.name).joined(separator: ", ")
    if !branches.isEmpty {
      let unnamed = context.session.timeLine == nil ? "before going back" : "later"
      let words = names.isEmpty ? unnamed : names
      entries.append((display.hasUnicode ? "─" : ",", words, theme.quiet))
    }
    entries += [
      (String(Self.evaluationSign(display)), "test", theme.evaluation),
      (String(Mark.Kind.change.sign(display)), "change", theme.mark),
      (String(Mark.Kind.checkpoint.sign(display)), "checkpoint", theme.quiet),
      ("!", "warning", theme.warning),
    ]
    var column = 0
    for (sign, text, style) in entries where column + text.count + 2 <= area.columns {
      column += grid.write("\(sign) \(text)  ", in: area, column: column, style: style)
    }
  }

  static func evaluationSign(_ display: Display) -> Character { display.hasUnicode ? "◆" : "o" }

  // MARK: Reading

  func reading(_ session: Session) -> [String] { reading(session, isNarrow: false) }

  private func reading(_ session: Session, isNarrow: Bool) -> [String] {
    let history = session.run.history
    let step = session.shownStep
    guard let (steps, loss) = history.loss.stretch(at: step), let mean = loss.mean else {
      return []
    }
    var parts = ["\(session.name(of: steps)): loss \(decimal(mean))"]
    let (low, high) = (decimal(Double(loss.minimum)), decimal(Double(loss.maximum)))
    if mean.isFinite && low != high && !isNarrow { parts[0] += " (\(low)–\(high))" }
    if let accuracy = history.accuracy.value(at: step) {
      parts.append("\(isNarrow ? "acc" : "accuracy") \(percent(accuracy))")
    }
    if !isNarrow, let epoch = history.epochs.value(at: step) {
      parts.append(String(format: "epoch %.0f", epoch))
    }
    for quantity in [ChartQuantity.learningRate, .speed, .memory] {
      guard let value = quantity.series(history)?.value(at: step) else { continue }
      parts.append(
        quantity == .speed
          ? "\(quantity.text(value)) images/s" : "\(quantity.title) \(quantity.text(value))")
    }
    if let test = history.evaluations.last(where: { $0.step <= step }) {
      let when = isNarrow ? "" : " at step \(test.step)"
      parts.append("test loss \(decimal(test.loss)) \(percent(test.accuracy))\(when)")
    }
    let marked = marks(session)
    if let mark = marked.last {
      parts.append(mark.text + (marked.count > 1 ? " and \(marked.count - 1) more" : ""))
    }
    return parts
  }
}

extension Mark {
  /// What there is to say about it beside its text.
  var paragraphs: [String] {
    var paragraphs = details
    if !isUndone { paragraphs += effects.map(\.words) }
    if let effect { paragraphs.append(effect) }
    return paragraphs
  }

  /// What the change did to the loss, once it can be told.
  var effect: String? {
    if isUndone { return "It was undone." }
    guard kind == .change, let lossBefore else { return nil }
    guard let lossAfter else {
      return "The smoothed loss was \(decimal(lossBefore)) before it."
    }
    return "The smoothed loss was \(decimal(lossBefore)) before it and \(decimal(lossAfter)) "
      + "\(Mark.horizon) steps later."
  }
}
