import Foundation
import Screen

/// The figures of all networks that are compared, side by side.
struct ScoresPane: Pane {
  static let name = "scores"

  private var isDifference = false

  static let bindings: [KeyBinding<PaneAction<ScoresPane>>] = [
    KeyBinding(
      [.character("d")], "d", "difference",
      "what the other networks have more than the selected one, or the figures themselves"
    ) { pane, _ in
      pane.isDifference.toggle()
    }
  ]

  func title(_ session: Session) -> String {
    let step = session.cursorStep.map { " at step \($0)" } ?? ""
    return isDifference
      ? "Scores\(step), others by what they have more than \(session.name(of: session.selected))"
      : "Scores\(step)"
  }

  func explanation(_ session: Session) -> String {
    "What each network costs and what it has learned for it. Loss, accuracy, time and gradients are means "
      + "of the last 20 steps. A gradient first:last near 1 says that the first layer is told as much as "
      + "the last one; thousands or thousandths that it is not. 'Images to 80 %' are those that were "
      + "learned from, repetitions included, until an evaluation had that accuracy: it is as fine as "
      + "evaluations are frequent, and – until one has it."
  }

  mutating func move(_ move: CursorMove, _ session: inout Session) {
    switch move {
    case .left, .right: session.moveAlongSteps(move)
    case .up, .down, .pageUp, .pageDown, .home, .end:
      let next = session.selected.moved(move, count: session.networks.count)
      if next != session.selected { session.select(next) }
    }
  }

  mutating func open(_ session: inout Session) -> Opening {
    .details(session.name(of: session.selected), session.scores(of: session.selected).paragraphs)
  }

  mutating func click(row: Int, column: Int, in area: Area, _ session: inout Session) {
    let table = ScoreTable(session, isDifference: isDifference, display: Display())
    if let network = table.network(table.plan(area), row: row, column: column),
      network != session.selected
    {
      session.select(network)
    }
  }

  func draw(in area: Area, of grid: inout Grid, _ context: PaneContext) {
    guard area.rows >= 3 && area.columns >= 16 else { return }
    let table = ScoreTable(
      context.session, isDifference: isDifference, display: context.display)
    let plan = table.plan(area)
    table.draw(plan, in: area, of: &grid, context)
    let rest = area.inset(top: table.height(plan) + 1)
    let lines = wrapped(notes(plan), columns: rest.columns)
    guard lines.count <= rest.rows else { return }
    for (row, line) in lines.enumerated() {
      grid.write(line, in: rest, row: row, style: context.theme.quiet)
    }
  }

  /// What the figures are, as far as they are shown.
  private func notes(_ plan: ScoreTable.Plan) -> String {
    let isCut = plan.figures.count < ScoreFigure.all.count
    return
      "Loss, accuracy, time, gradient: means of 20 steps. To 80 %: images learned from until an "
      + "evaluation had that accuracy. "
      + (isDifference ? "pp are percentage points. " : "")
      + (isCut ? "Enter: all figures in words; e: more of them." : "Enter: all in words.")
  }

  func reading(_ session: Session) -> [String] {
    let scores = session.scores(of: session.selected)
    guard scores.step >= 1 else { return [] }
    return ["\(session.name(of: session.selected)) at step \(scores.step)"]
      + ScoreFigure.all.map { "\($0.name) \($0.text(scores))" }
  }
}

extension Scores {
  /// Every figure in words.
  var paragraphs: [String] {
    var paragraphs = [
      "\(run.network?.name ?? "") at step \(max(step, 0)), after "
        + "\(String(format: "%.0f", images)) images, each counted as often as it was seen.",
      "\(parameters.map(String.init) ?? "–") parameters. \(multiplyAdds.map(String.init) ?? "–") "
        + "multiplications with an addition take one image to its answer. The layers' maps, weights, "
        + "gradients and momenta take \(memory.map { byteText(Double($0)) } ?? "–") in a step; what threads "
        + "compute in is not in it.",
    ]
    if let loss, let accuracy, let secondsPerStep {
      paragraphs.append(
        "Mean of the last steps, \(RunHistory.recentSteps) at most: loss \(decimal(loss)), accuracy "
          + "\(percent(accuracy)), \(shortDecimal(1000 * secondsPerStep)) ms a step.")
    }
    paragraphs.append(
      test.map {
        "Test after step \($0.step): loss \(decimal($0.loss)), accuracy \(percent($0.accuracy)) of "
          + "\($0.samples) images."
      } ?? "There is \(run.expectationOfEvaluation).")
    if let gradientRatio {
      paragraphs.append(
        "The first layer's gradient has \(multiple(gradientRatio)) times the norm of the last one's, means of "
          + "the same steps.")
    }
    paragraphs += ScoreFigure.goals.map { goal in
      let images = images(until: Double(goal) / 100).map { String(format: "%.0f", $0) }
      return images.map { "\(goal) % of the test images were right first after \($0) images." }
        ?? "No evaluation has had \(goal) % right yet."
    }
    return paragraphs + [
      "Between two evaluations nobody looked: these counts are as fine as they are frequent."
    ]
  }
}
