import Lessons
import Screen

/// What a lesson says where the learner is: its rows, and the keys that go on.
struct LessonText {
  let lesson: LessonProgress
  private let figures: LessonFigures
  private let session: Session
  private let theme: Theme
  private let rows: StyledLines

  /// What stands before the choice that was made, and before a number that is typed.
  static let answerSign = "> "

  /// - Parameter columns: of a row.
  init(_ state: ExplorerState, _ lesson: LessonProgress, columns: Int) {
    self.lesson = lesson
    session = state.session
    theme = state.theme
    let index = lesson.index ?? lesson.lesson.steps.count
    figures =
      lesson.phase == .result
      ? lesson.figures[index] ?? LessonFigures() : state.measured(before: index)
    rows = StyledLines(columns: columns, code: theme.evaluation)
  }

  var title: String {
    let name = "Lesson \(lesson.lesson.number)"
    let track = lesson.isOnTrack ? "" : ", off the track"
    switch lesson.place {
    case .introduction: return "\(name): \(lesson.lesson.title)\(track)"
    case .step(let index):
      return "\(name), step \(index + 1) of \(lesson.lesson.steps.count)\(track)"
    case .end: return "\(name): the end\(track)"
    }
  }

  /// What is said.
  var lines: [StyledLine] {
    let lines: [StyledLine] =
      switch lesson.place {
      case .introduction: heading(lesson.lesson.title) + blocks(lesson.lesson.introduction)
      case .step: stepLines
      case .end: endLines
      }
    // A row between two lines, so that a class can read it.
    return lesson.isTeaching ? lines.flatMap { $0.isEmpty ? [$0] : [$0, []] } : lines
  }

  /// Which keys go on from here; none while the program does what the step says.
  var hint: [StyledLine] {
    let text: String? =
      switch (lesson.place, lesson.phase) {
      case (.introduction, _):
        "Enter: begin. About \(counted(lesson.lesson.minutes, "minute"))."
      case (.step, .reading): readingHint
      case (.step, .doing): nil
      case (.step, .result):
        lesson.isRevealed ? "Enter: go on. R: again. L: experiment." : "Enter: reveal."
      case (.end, _): "L: experiment with the last run. B: back. q: quit."
      }
    return text.map { rows.lines($0, theme.focus) } ?? []
  }

  private var readingHint: String {
    switch lesson.step?.question?.answers {
    case .choices(let choices)?: "Enter: answer. 1–\(choices.count) or Up Down: choose."
    case .number?: "Type a number. Enter: answer."
    case nil: lesson.step?.changesRun == true ? "Enter: run." : "Enter: go on."
    }
  }

  // MARK: A step

  private var stepLines: [StyledLine] {
    guard let step = lesson.step else { return [] }
    let lines = heading(step.title)
    switch lesson.phase {
    case .reading: return lines + blocks(step.before) + questionLines(step)
    case .doing: return lines + doingLines + blocks(step.before)
    case .result:
      return lines + resultLines(step) + (lesson.isRevealed ? explanationLines(step) : [])
    }
  }

  private func questionLines(_ step: LessonStep) -> [StyledLine] {
    guard let question = step.question else { return [] }
    var lines = rows.lines(question.text.rendered(figures.value(of:)), base: theme.strong)
    for (index, choice) in question.choices.enumerated() {
      let isChosen = index == lesson.choice
      lines += rows.lines(
        choice.text.rendered(figures.value(of:)), base: isChosen ? theme.focus : Style(),
        lead: "\(isChosen ? Self.answerSign : "  ")\(index + 1) ")
    }
    if case .number = question.answers {
      lines += rows.lines("\(Self.answerSign)\(lesson.typed)_", theme.focus)
    }
    return lines + [[]]
  }

  private var doingLines: [StyledLine] {
    switch lesson.tasks.first {
    case .press(let keys, _, _)?:
      let done = keys.prefix(lesson.keysPressed).map(\.label).joined(separator: " ")
      let rest = keys.dropFirst(lesson.keysPressed).map(\.label).joined(separator: " ")
      let pressed: StyledLine = done.isEmpty ? [] : [("\(done) ", theme.quiet)]
      return [[("Press: ", theme.strong)] + pressed + [(rest, theme.focus)], []]
    case .begin?: return rows.lines("Making the run ready …", theme.paused) + [[]]
    case .train?, .command?:
      let now = session.networks.map(\.live.step).min() ?? 0
      let target = max(lesson.targetSteps.min() ?? now, now)
      return rows.lines("The run: step \(now) of \(target) …", theme.running) + [[]]
    case .evaluate?: return rows.lines("Evaluating on the test images …", theme.running) + [[]]
    case .measure?, nil: return []
    }
  }

  private func resultLines(_ step: LessonStep) -> [StyledLine] {
    guard let question = step.question, let index = lesson.index else { return [] }
    func words(_ choice: Int) -> String {
      question.choices.indices.contains(choice)
        ? question.choices[choice].text.plainText(figures.value(of:)) : ""
    }
    let asked = rows.lines(question.text.rendered(figures.value(of:)), base: theme.strong)
    let own = question.choices.isEmpty ? lesson.typed : words(lesson.choice)
    guard lesson.isRevealed else { return asked + rows.lines("Your answer: \(own)", Style()) }
    let isRight = lesson.isRight(step: index) == true
    let verdict: String
    switch lesson.answer(step: index) {
    case .choice(let right)?:
      verdict =
        isRight ? "Right: \(words(right))" : "You said: \(own). Measured: \(words(right))"
    case .number(let value, let tolerance)?:
      verdict =
        "\(isRight ? "Right" : "Not so"): you said \(own), measured is "
        + "\(FigureFormat.readable.text(value)) (within \(tolerance) of it counts as right)."
    case nil: verdict = "The run has not measured this."
    }
    return asked + rows.lines(verdict, isRight ? theme.running : theme.warning) + [[]]
  }

  private func explanationLines(_ step: LessonStep) -> [StyledLine] {
    var lines = blocks(step.after)
    if !step.references.isEmpty {
      lines += rows.lines(
        "Losses, accuracies and gradients in the text are means of the run's last "
          + "\(RunHistory.recentSteps) steps.", theme.quiet)
    }
    for source in step.sources { lines += rows.lines("Source: \(source)", theme.quiet) }
    return lines
  }

  // MARK: The end

  private var endLines: [StyledLine] {
    let score = lesson.score
    return heading("The end of the lesson")
      + rows.lines("\(score.right) of \(score.made) predictions were right.", Style()) + [[]]
      + lesson.problems.flatMap { rows.lines($0, theme.warning) }
      + (lesson.invitation.map { rows.lines($0, Style()) + [[]] } ?? [])
  }

  // MARK: Rows

  private func heading(_ text: String) -> [StyledLine] {
    rows.lines(lesson.isTeaching ? text.wide : text, theme.strong) + [[]]
  }

  private func blocks(_ blocks: [TextBlock]) -> [StyledLine] {
    blocks.flatMap { block in
      rows.lines(
        block.rendered(figures.value(of:)), base: Style(), lead: block.kind == .item ? "- " : "")
        + [[]]
    }
  }
}

extension String {
  /// In letters two columns wide, for a class to read.
  fileprivate var wide: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          switch scalar {
          case "!"..."~": Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar
          default: scalar
          }
        }))
  }
}
