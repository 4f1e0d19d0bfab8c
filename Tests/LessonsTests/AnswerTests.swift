import Testing

@testable import Lessons

/// Right answers, checks and sheets: what was measured against what a lesson says.
struct AnswerTests {
  private func question(_ lines: String) throws -> Question {
    try #require(
      try Lesson(name: "x", text: lessonText(step: "network: a = plain\nask: Q?\n\(lines)")).steps[
        0
      ]
      .question)
  }

  @Test func choices() throws {
    let question = try question(
      "choice: low *x* -> loss < 1\nchoice: middling -> 0.5 < loss < 2\nchoice: never")
    #expect(try Answer(to: question) { _ in 0.2 } == .choice(0))
    let answer = try Answer(to: question) { _ in 1.5 }
    #expect(answer.accepts(choice: 1))
    #expect(!answer.accepts(choice: 0) && !answer.accepts(choice: 2) && !answer.accepts(number: 1))
    #expect(throws: AnswerError.noneHolds) { try Answer(to: question) { _ in 2 } }
    #expect(throws: AnswerError.severalHold(["low x", "middling"])) {
      try Answer(to: question) { _ in 0.7 }
    }
    let loss = FigureReference(name: "loss")
    #expect(throws: AnswerError.notMeasured(.unknown(loss))) {
      try Answer(to: question) { _ in nil }
    }
    #expect(
      "\(AnswerError.severalHold(["a", "b"]))" == "\"a\" and \"b\" are right, expected one")
  }

  @Test(arguments: [
    ("loss within 20%", 100, 119.9, true), ("loss within 20%", 100, 120.1, false),
    ("loss within 20%", -100, -81, true), ("loss within 0.1", 0.3, 0.4, true),
    ("loss within 0.1", 0.3, 0.41, false), ("loss within 0", 3, 3, true),
    ("loss within 20%", .infinity, .infinity, true), ("loss within 20%", .infinity, 5, false),
    ("loss within 20%", 5, .nan, false), ("loss * 2 within 1", 3, 7, true),
  ])
  func numbers(line: String, measured: Double, typed: Double, isRight: Bool) throws {
    let answer = try Answer(to: try question("number: \(line)")) { _ in measured }
    #expect(answer.accepts(number: typed) == isRight)
  }

  @Test func whatIsNotANumberHasNoAnswer() throws {
    let question = try question("number: loss within 1")
    #expect(throws: AnswerError.self) { try Answer(to: question) { _ in .nan } }
  }

  @Test(
    arguments: [
      ("1200", 1200), ("1,200", 1200), ("1,234,567.5", 1_234_567.5), ("-0.5", -0.5),
      (" 1e-3 ", 1e-3),
      ("20%", 0.2), ("20 %", 0.2), ("-5%", -0.05), ("never", .infinity), (".5", 0.5),
      ("0,5", nil), ("1,2345", nil), (",5", nil), ("", nil), ("-", nil), ("x", nil), ("1+1", nil),
      ("1 2", nil), ("1½", nil), ("1e999", nil), ("1,234,56", nil), ("--1", nil), ("inf", nil),
    ] as [(String, Double?)])
  func typedNumbers(text: String, expected: Double?) {
    #expect(Answer.number(typed: text) == expected)
  }

  @Test func checksThatHold() throws {
    let lesson = try Lesson(name: "deep", text: example)
    var check = LessonCheck(lesson)
    var figures = LessonFigures(measured: measured)
    for (index, step) in lesson.steps.enumerated() {
      check.checkBefore(step: index, figures)
      figures.define(step.figures)
      check.checkAfter(step: index, figures)
    }
    check.checkAfter(step: 7, figures)
    #expect(check.failures.isEmpty)
  }

  @Test func checksThatDoNot() throws {
    let lesson = try Lesson(name: "deep", text: example("claim: 0 < share", "claim: 2 < 1"))
    var check = LessonCheck(lesson)
    var figures = LessonFigures { reference in
      switch reference.name {
      case "gradient": reference.network == "deep" ? .nan : 1
      case "layers": nil
      default: 3.25
      }
    }
    check.checkBefore(step: 0, figures)
    figures.define(lesson.steps[0].figures)
    check.checkAfter(step: 0, figures)
    figures = LessonFigures(named: ["ratio": 0.00321], measured: { _ in nil })
    check.checkAfter(step: 0, figures)
    let step = "step 1 \"Eight layers and fifty-six\": "
    let asked = "\"How much of the gradient of — layers is left?\": "
    #expect(
      check.failures == [
        step + "text {deep.layers}: deep.layers is not known",
        step + "claim ratio < 1e-10 is not so: ratio = not a number",
        step + "claim 2 < 1 <= ratio is not so: ratio = not a number",
        step + "question " + asked + "no choice is right, expected one: ratio = not a number",
        step + "text {ratio} is not a number: ratio = not a number",
        step + "text {share} is not a number: share = not a number",
        step + "text {share} is not a number: share = not a number",
        step + "figure ratio = deep.gradient(first) / shallow.gradient(first): "
          + "deep.gradient(first) is not known",
        step + "claim ratio < 1e-10 is not so: ratio = 0.00321",
        step + "claim 2 < 1 <= ratio is not so: ratio = 0.00321",
        step + "text {deep.loss}: deep.loss is not known",
        step + "text {share}: share is not known", step + "text {share}: share is not known",
      ])
  }
}
