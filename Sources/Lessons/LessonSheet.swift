/// A lesson on one page: what it asks, and what was measured.
public struct LessonSheet: Sendable {
  /// The lesson.
  public let lesson: Lesson
  /// What was known after each step, first step first; of steps that were not taken, nothing.
  public let figures: [LessonFigures]

  /// Describes a sheet.
  public init(_ lesson: Lesson, figures: [LessonFigures]) {
    self.lesson = lesson
    self.figures = figures
  }

  /// The sheet as Markdown. Without answers, questions are left open, and the table's values are blank,
  /// for a class to fill in: they would give the answers away.
  public func markdown(showsAnswers: Bool) -> String {
    var lines = ["# \(escaped(lesson.title))", "", escapedStart(escaped(lesson.summary))]
    for index in lesson.steps.indices {
      lines += ["", "## \(index + 1). \(escaped(lesson.steps[index].title))"]
      lines += questionLines(index, showsAnswers)
    }
    let rows = lesson.steps.indices.flatMap { tableRows($0, showsAnswers) }
    if !rows.isEmpty {
      lines += ["", "## Measured", "", "| Step | Figure | Value |", "| ---: | --- | ---: |"] + rows
    }
    var seen: Set<String> = []
    let sources = lesson.steps.flatMap(\.sources).filter { seen.insert($0).inserted }
    if !sources.isEmpty { lines += ["", "## Sources", ""] + sources.map { "- \(escaped($0))" } }
    return lines.joined(separator: "\n") + "\n"
  }

  private func questionLines(_ index: Int, _ showsAnswers: Bool) -> [String] {
    guard let question = lesson.steps[index].question else { return [] }
    // What is asked may name figures of earlier steps only: those of this step do not alter it.
    let figures = known(at: index) ?? (index > 0 ? known(at: index - 1) : nil) ?? LessonFigures()
    var lines = ["", question.text.markdown(figures.value(of:))]
    if !question.choices.isEmpty { lines.append("") }
    for (position, choice) in question.choices.enumerated() {
      lines.append("\(position + 1). \(choice.text.markdown(figures.value(of:)))")
    }
    if showsAnswers {
      lines += ["", "Answer: \(answer(to: question, figures))"]
    } else if question.choices.isEmpty {
      lines += ["", "Answer: ________"]
    }
    return lines
  }

  private func answer(to question: Question, _ figures: LessonFigures) -> String {
    do throws(AnswerError) {
      switch try Answer(to: question, figures.value(of:)) {
      case .choice(let index):
        return "\(index + 1). \(question.choices[index].text.markdown(figures.value(of:)))"
      case .number(let value, let tolerance):
        return "\(FigureFormat.readable.text(value)) (within \(tolerance))"
      }
    } catch .notMeasured {
      return TextBlock.gap
    } catch {
      return escaped("\(error)")
    }
  }

  /// What a step defines, and what else decides about its question.
  private func tableRows(_ index: Int, _ showsAnswers: Bool) -> [String] {
    let step = lesson.steps[index]
    let figures = known(at: index) ?? LessonFigures()
    var seen: Set<FigureReference> = []
    let own = Set(lesson.steps.flatMap(\.figures).map(\.name))
    let asked = (step.question?.expressions ?? []).flatMap(\.figures).filter {
      let isOwn = $0.network == nil && $0.arguments.isEmpty && own.contains($0.name)
      return !isOwn && seen.insert($0).inserted
    }
    let rows =
      step.figures.map { definition in
        let reference = FigureReference(name: definition.name)
        return ("\(definition.name) = \(definition.expression)", figures.value(of: reference))
      } + asked.map { ($0.description, figures.value(of: $0)) }
    return rows.map { figure, value in
      let text = value.map(FigureFormat.readable.text) ?? TextBlock.gap
      let code = codeMarkdown(figure).replacing("|", with: "\\|")
      return "| \(index + 1) | \(code) | \(showsAnswers ? text : " ") |"
    }
  }

  private func known(at step: Int) -> LessonFigures? {
    figures.indices.contains(step) ? figures[step] : nil
  }
}
