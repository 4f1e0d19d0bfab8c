import Lessons
import Screen

/// The text of a lesson beside the panes: what is said, asked, measured.
struct LessonView {
  private let lesson: LessonProgress
  private let figures: LessonFigures
  private let session: Session
  private let theme: Theme

  /// `nil` where no lesson is given.
  init?(_ state: ExplorerState) {
    guard let lesson = state.lesson else { return nil }
    self.lesson = lesson
    session = state.session
    theme = state.theme
    let index = lesson.index ?? lesson.lesson.steps.count
    figures =
      lesson.phase == .result
      ? lesson.figures[index] ?? LessonFigures() : state.measured(before: index)
  }

  /// A row of text in parts that look different.
  private typealias Line = [(text: String, style: Style)]

  func draw(in area: Area, of grid: inout Grid, display: Display) {
    let inside = grid.frame(
      area, title: title, style: lesson.isOnTrack ? theme.focus : theme.quiet, display: display)
    let text = textArea(inside)
    let lines = lines(columns: text.columns)
    let first = min(lesson.scroll, max(lines.count - text.rows, 0))
    for (row, line) in lines.dropFirst(first).prefix(text.rows).enumerated() {
      var column = 0
      for part in line {
        column += grid.write(part.text, in: text, row: row, column: column, style: part.style)
      }
    }
    if lines.count > text.rows {
      let last = min(first + text.rows, lines.count)
      grid.write(
        " \(first + 1)–\(last) of \(lines.count), PgUp PgDn ", in: area.inset(left: 2, right: 1),
        row: area.rows - 1, style: theme.focus)
    }
  }

  /// Rows that are scrolled away where the last one is in sight.
  func furthestScroll(in area: Area) -> Int {
    let text = textArea(area.inset(top: 1, left: 1, bottom: 1, right: 1))
    return max(lines(columns: text.columns).count - text.rows, 0)
  }

  /// Rows that are scrolled away where the answer is in sight, with as much of what follows as there is room
  /// for; `nil` where nothing is asked.
  func scrollToAnswer(in area: Area) -> Int? {
    let text = textArea(area.inset(top: 1, left: 1, bottom: 1, right: 1))
    let lines = lines(columns: text.columns)
    guard lesson.isAsking, text.rows > 0,
      let row = lines.lastIndex(where: { $0.first?.text.hasPrefix(Self.answerSign) == true })
    else { return nil }
    if lesson.scroll...lesson.scroll + text.rows - 1 ~= row { return lesson.scroll }
    return min(max(row - text.rows / 2, 0), max(lines.count - text.rows, 0))
  }

  /// What stands before the choice that was made, and before a number that is typed.
  private static let answerSign = "> "

  private func textArea(_ inside: Area) -> Area { inside.inset(left: 1, right: 1) }

  private var title: String {
    let name = "Lesson \(lesson.lesson.number)"
    let track = lesson.isOnTrack ? "" : ", off the track"
    switch lesson.place {
    case .introduction: return "\(name): \(lesson.lesson.title)\(track)"
    case .step(let index):
      return "\(name), step \(index + 1) of \(lesson.lesson.steps.count)\(track)"
    case .end: return "\(name): the end\(track)"
    }
  }

  /// The same in plain text, for screen readers.
  var plainLines: [String] {
    [title] + lines(columns: 10_000).map { $0.map(\.text).joined() }.filter { !$0.isEmpty }
  }

  // MARK: What is said

  private func lines(columns: Int) -> [Line] {
    let lines: [Line] =
      switch lesson.place {
      case .introduction:
        heading(lesson.lesson.title, columns) + blocks(lesson.lesson.introduction, columns)
          + hint("Enter: begin. About \(counted(lesson.lesson.minutes, "minute")).", columns)
      case .step: stepLines(columns)
      case .end: endLines(columns)
      }
    // A row between two lines, so that a class can read it.
    return lesson.isTeaching ? lines.flatMap { $0.isEmpty ? [$0] : [$0, []] } : lines
  }

  private func stepLines(_ columns: Int) -> [Line] {
    guard let step = lesson.step else { return [] }
    var lines = heading(step.title, columns)
    switch lesson.phase {
    case .reading:
      lines += blocks(step.before, columns) + questionLines(step, columns)
      lines += hint(readingHint(step), columns)
    case .doing:
      lines += doingLines(columns) + blocks(step.before, columns)
    case .result:
      lines += resultLines(step, columns)
      if lesson.isRevealed {
        lines += blocks(step.after, columns)
        if !step.references.isEmpty {
          lines += paragraph(
            "Losses, accuracies and gradients in the text are means of the run's last "
              + "\(RunHistory.recentSteps) steps.", columns, theme.quiet)
        }
        for source in step.sources { lines += paragraph("Source: \(source)", columns, theme.quiet) }
      }
      lines += hint(
        lesson.isRevealed ? "Enter: go on. R: again. L: experiment." : "Enter: reveal.", columns)
    }
    return lines
  }

  private func readingHint(_ step: LessonStep) -> String {
    switch step.question?.answers {
    case .choices(let choices)?: "1–\(choices.count) or Up Down: choose. Enter: answer."
    case .number?: "Type a number. Enter: answer."
    case nil: step.changesRun ? "Enter: run." : "Enter: go on."
    }
  }

  private func questionLines(_ step: LessonStep, _ columns: Int) -> [Line] {
    guard let question = step.question else { return [] }
    var lines = wrapped(question.text.rendered(figures.value(of:)), columns, base: theme.strong)
    for (index, choice) in question.choices.enumerated() {
      let isChosen = index == lesson.choice
      lines += wrapped(
        choice.text.rendered(figures.value(of:)), columns,
        base: isChosen ? theme.focus : Style(),
        lead: "\(isChosen ? Self.answerSign : "  ")\(index + 1) ")
    }
    if case .number = question.answers {
      lines += paragraph("\(Self.answerSign)\(lesson.typed)_", columns, theme.focus)
    }
    return lines + [[]]
  }

  private func doingLines(_ columns: Int) -> [Line] {
    switch lesson.tasks.first {
    case .press(let keys, _)?:
      let done = keys.prefix(lesson.keysPressed).map(\.label).joined(separator: " ")
      let rest = keys.dropFirst(lesson.keysPressed).map(\.label).joined(separator: " ")
      let pressed: Line = done.isEmpty ? [] : [("\(done) ", theme.quiet)]
      return [[("Press: ", theme.strong)] + pressed + [(rest, theme.focus)], []]
    case .begin?: return paragraph("Making the run ready …", columns, theme.paused) + [[]]
    case .train?, .command?:
      let now = session.networks.map(\.live.step).min() ?? 0
      return paragraph(
        "The run: step \(now) of \(max(lesson.targetStep, now)) …", columns, theme.running) + [[]]
    case .evaluate?:
      return paragraph("Evaluating on the test images …", columns, theme.running) + [[]]
    case .measure?, nil: return []
    }
  }

  private func resultLines(_ step: LessonStep, _ columns: Int) -> [Line] {
    guard let question = step.question else { return [] }
    var lines = wrapped(question.text.rendered(figures.value(of:)), columns, base: theme.strong)
    func words(_ choice: Int) -> String {
      question.choices.indices.contains(choice)
        ? question.choices[choice].text.plainText(figures.value(of:)) : ""
    }
    let isNumber = question.choices.isEmpty
    let own = isNumber ? lesson.typed : words(lesson.choice)
    guard lesson.isRevealed else {
      return lines + paragraph("Your answer: \(own)", columns, Style())
    }
    let isRight = lesson.index.flatMap { lesson.answers[$0] }
    switch try? Answer(to: question, figures.value(of:)) {
    case .choice(let right)?:
      lines += paragraph(
        isRight == true
          ? "Right: \(words(right))" : "You said: \(own). Measured: \(words(right))", columns,
        isRight == true ? theme.running : theme.warning)
    case .number(let value, let tolerance)?:
      let measured = FigureFormat.readable.text(value)
      lines += paragraph(
        "\(isRight == true ? "Right" : "Not so"): you said \(own), measured is \(measured) "
          + "(within \(tolerance) of it counts as right).", columns,
        isRight == true ? theme.running : theme.warning)
    case nil: lines += paragraph("The run has not measured this.", columns, theme.warning)
    }
    return lines + [[]]
  }

  private func endLines(_ columns: Int) -> [Line] {
    let score = lesson.score
    return heading("The end of the lesson", columns)
      + paragraph("\(score.right) of \(score.made) predictions were right.", columns, Style())
      + [[]] + lesson.problems.flatMap { paragraph($0, columns, theme.warning) }
      + hint("L: experiment with the last run. B: back. q: quit.", columns)
  }

  // MARK: Rows

  private func heading(_ text: String, _ columns: Int) -> [Line] {
    let text = lesson.isTeaching ? text.wide : text
    return Explorer.wrapped(text, columns: columns).map { [($0, theme.strong)] } + [[]]
  }

  private func hint(_ text: String, _ columns: Int) -> [Line] {
    paragraph(text, columns, theme.focus)
  }

  private func paragraph(_ text: String, _ columns: Int, _ style: Style) -> [Line] {
    Explorer.wrapped(text, columns: columns).map { [($0, style)] }
  }

  private func blocks(_ blocks: [TextBlock], _ columns: Int) -> [Line] {
    blocks.flatMap { block in
      wrapped(
        block.rendered(figures.value(of:)), columns, base: Style(),
        lead: block.kind == .item ? "- " : "") + [[]]
    }
  }

  /// Spans broken between words into rows; `lead` stands before the first, the others begin below its end.
  private func wrapped(
    _ spans: [RenderedSpan], _ columns: Int, base: Style, lead: String = ""
  ) -> [Line] {
    let indent = String(repeating: " ", count: lead.columns)
    var lines: [Line] = [[(lead, base)]]
    var width = lead.columns
    var isFirst = true
    for (word, style, hasSpace) in words(spans, base) {
      let gap = isFirst || !hasSpace ? "" : " "
      if !isFirst && width + gap.count + word.columns > columns && hasSpace {
        lines.append([(indent, base)])
        width = indent.columns
        lines[lines.count - 1].append((word, style))
        width += word.columns
      } else {
        lines[lines.count - 1].append((gap + word, style))
        width += gap.count + word.columns
      }
      isFirst = false
    }
    return lines
  }

  /// The words of spans, and whether a space stands before each.
  private func words(
    _ spans: [RenderedSpan], _ base: Style
  ) -> [(word: String, style: Style, hasSpace: Bool)] {
    var words: [(word: String, style: Style, hasSpace: Bool)] = []
    var hasSpace = false
    for span in spans {
      var style = base
      if span.isStrong { style.isBold = true }
      if span.isEmphasized || span.url != nil { style.isUnderlined = true }
      if span.isCode { style.foreground = theme.evaluation.foreground }
      hasSpace = hasSpace || span.text.first == " "
      for word in span.text.split(separator: " ") {
        words.append((String(word), style, hasSpace))
        hasSpace = true
      }
      hasSpace = span.text.last == " "
    }
    return words
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
