/// Reads the lines of a step that ask something.
enum QuestionLines {
  /// The question, if there is one: its texts use what is known before the step, its conditions what is
  /// known after.
  static func question(
    _ block: KeyedBlock, before: LessonScope, after: LessonScope
  ) throws(LessonError) -> Question? {
    let choices = block.all("choice")
    let number = block["number"]
    guard let ask = block["ask"] else {
      if let stray = choices.first ?? number { throw stray.error("a question, ask:, beside it") }
      return nil
    }
    let text = try ask.text(ask.value, before)
    switch (choices.first, number) {
    case (nil, nil): throw ask.error("2…6 lines choice:, or a line number:, for the answer")
    case (nil, let number?):
      return Question(text: text, answers: try self.number(number, scope: after))
    case (_?, let number?): throw number.error("no number: beside choices")
    case (_?, nil):
      guard 2...6 ~= choices.count else {
        throw ask.error("2…6 choices, not \(choices.count)")
      }
      var read: [Question.Choice] = []
      for entry in choices { read.append(try choice(entry, before: before, after: after)) }
      guard read.contains(where: { $0.condition != nil }) else {
        throw ask.error("a choice that can be right: TEXT -> CONDITION")
      }
      return Question(text: text, answers: .choices(read))
    }
  }

  private static func choice(
    _ entry: KeyedBlock.Entry, before: LessonScope, after: LessonScope
  ) throws(LessonError) -> Question.Choice {
    // The last arrow: a text may speak of a connection 3->7.
    guard let (text, condition) = parts(of: entry.value, separator: " -> ") else {
      // An arrow with a blank at one side is a slip; `3->7` is a connection.
      let isSlip = entry.value.contains("-> ") || entry.value.contains(" ->")
      if isSlip || entry.value.hasPrefix("->") || entry.value.hasSuffix("->") {
        throw entry.error("TEXT -> CONDITION")
      }
      return Question.Choice(text: try entry.text(entry.value, before), condition: nil)
    }
    return Question.Choice(
      text: try entry.text(text, before),
      condition: try entry.expression(condition, .condition, after))
  }

  private static func number(
    _ entry: KeyedBlock.Entry, scope: LessonScope
  ) throws(LessonError) -> Question.Answers {
    let expectation = "EXPRESSION within 20% (or within 0.5)"
    let expression: Expression
    let tolerance: Tolerance
    do throws(ExpressionError) {
      var parser = try ExpressionParser(entry.value)
      expression = try parser.expression()
      try parser.expect(word: "within", expectation)
      let (value, isPercent) = try parser.literal(expectation)
      try parser.expectEnd()
      tolerance = isPercent ? .percent(value) : .absolute(value)
    } catch {
      throw LessonError(line: entry.line, "number \(error.message)")
    }
    guard expression.kind == .number else { throw entry.error(expectation) }
    try entry.check(expression, scope)
    return .number(expression, within: tolerance)
  }

  /// What stands before and behind the last separator.
  private static func parts(of value: String, separator: String) -> (String, String)? {
    guard let range = value.ranges(of: separator).last else { return nil }
    return (trimmed(value[..<range.lowerBound]), trimmed(value[range.upperBound...]))
  }
}
