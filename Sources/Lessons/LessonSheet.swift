/// A lesson on one page: what it asks, what the learner predicted, what was measured, and what that means.
public struct LessonSheet: Sendable {
  private let lesson: Lesson
  /// What was known after each step, by the steps that were made.
  private let figures: [Int: LessonFigures]
  /// What was predicted, by the steps that asked.
  private let predictions: [Int: Prediction]

  /// Describes a sheet. Steps are counted from 0.
  public init(
    _ lesson: Lesson, figures: [Int: LessonFigures], predictions: [Int: Prediction] = [:]
  ) {
    (self.lesson, self.figures, self.predictions) = (lesson, figures, predictions)
  }

  /// The sheet as Markdown. Of steps that were not made it has the questions alone.
  public var markdown: String {
    var blocks = ["# \(escaped(lesson.title))", escapedStart(escaped(lesson.summary))]
    for (index, step) in lesson.steps.enumerated() {
      blocks.append("## \(index + 1). \(escaped(step.title))")
      if let question = step.question { blocks += questionBlocks(index, question) }
      guard let figures = figures[index] else { continue }
      blocks += step.after.map { $0.markdown(figures.value(of:)) }
    }
    var seen: Set<String> = []
    let sources = lesson.steps.flatMap(\.sources).filter { seen.insert($0).inserted }
    if !sources.isEmpty {
      blocks += ["## Sources", sources.map { "- \(escaped($0))" }.joined(separator: "\n")]
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  /// What is asked, what can be said, and what was.
  private func questionBlocks(_ index: Int, _ question: Question) -> [String] {
    // What is asked may name figures of earlier steps only: those of this step do not alter it.
    let known = figures[index] ?? figures[index - 1] ?? LessonFigures()
    let choices = question.choices.indices.map { choice($0, of: question, known) }
    var lines: [String] = []
    switch predictions[index] {
    case .choice(let index) where choices.indices.contains(index):
      lines.append("- Predicted: \(choices[index])")
    case .number(let text): lines.append("- Predicted: \(escaped(text))")
    case .choice, nil: break
    }
    if let figures = figures[index] { lines.append("- Measured: \(answer(to: question, figures))") }
    return [question.text.markdown(known.value(of:))]
      + [choices, lines].filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
  }

  private func choice(_ index: Int, of question: Question, _ figures: LessonFigures) -> String {
    "\(index + 1). \(question.choices[index].text.markdown(figures.value(of:)))"
  }

  private func answer(to question: Question, _ figures: LessonFigures) -> String {
    do throws(AnswerError) {
      switch try Answer(to: question, figures.value(of:)) {
      case .choice(let index): return choice(index, of: question, figures)
      case .number(let value, let tolerance):
        return "\(FigureFormat.readable.text(value)) (within \(tolerance) counts as right)"
      }
    } catch .notMeasured {
      return TextBlock.gap
    } catch {
      return escaped("\(error)")
    }
  }
}
