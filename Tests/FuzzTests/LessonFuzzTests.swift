import Channel
import Foundation
import Lessons
import Screen
import Testing

@testable import Explorer
@testable import densenet_explorer

/// Lessons and the expressions in them.
struct LessonFuzzTests {
  private static let words = [
    "{", "}", "**", "```", "[", "](", "->", " -> ", "%", "^", "---", "## ", "# ", "within",
    "{x:99}", "not ", " and ", " or ", "deep.", "{1/0:%}", "loss(1e9)", "loss(1e10)", "%1",
    "network: ", "choice: ", "claim: ", "do: ", "run: ", "press: ", "figure: x = ", "options: ",
    "--seed", "--plan", "--network", "depth=56", "k=", "plain", "min(", "images_seen(80%)",
    "gradient(\"k\", 20)", "1000000", "undo", "fork=0/x", "stop", "Esc",
  ]

  /// Lessons that come with the program, and one with every key and every mark in few words, of which most
  /// changes hit one.
  private static let texts = Result {
    let names = ["depth", "reuse", "compression"]
    return try names.map {
      String(decoding: try DatasetFiles.shipped("Lessons/\($0).md"), as: UTF8.self)
    } + Array(repeating: dense, count: 5)
  }

  private static let dense = """
    # T
    ```lesson
    number: 2
    minutes: 8
    summary: S.
    ```
    *a* **b** `c` [d](e)
    - f
    ## One
    ```step
    options: --seed 1
    network: a = plain depth=8
    network: deep = plain depth=14
    do: deep: undo
    run: 4
    press: + z
    evaluate: yes
    show: race
    select: deep
    layer: conv1
    figure: x = deep.loss / 2 ^ -1
    ask: {deep.layers}?
    choice: p -> not (x < 2 or x > 3)
    choice: q -> 10% < x <= 1e9
    claim: min(x, 1) > 0 and x != 2
    source: s
    ```
    g

    ---
    h {x:2} {x / 9:%1}
    ## Two
    ```step
    ask: r
    number: a.gradient("k", 20) + images_seen(80%) within 20%
    ```
    """

  @Test func lesson() throws {
    let texts = try Self.texts.get()
    let sandbox = try Sandbox()
    let folder = try LessonFolder(sandbox.path)
    try Fuzzing("lesson", cases: 200, mebibytes: 256).run { dice, number in
      try sandbox.write(
        Mutation.text(dice.pick(texts), words: Self.words, others: texts, &dice), to: "x.md")
      do {
        // What a run of it would be trained with takes long to parse.
        let lesson =
          Fuzzing.isAlone && dice.isOne(of: 8)
          ? try folder.lesson(sandbox("x.md"))
          : try Lesson(
            name: "x", text: String(contentsOfFile: sandbox("x.md"), encoding: .utf8))
        try use(lesson, number, &dice)
        return .accepted
      } catch let failure as Failure {
        return .refused(failure.message)
      } catch let error as LessonError {
        return .refused(error.description)
      } catch let error as CocoaError {
        return .refused("no text: \(error.code.rawValue)")
      }
    }
  }

  /// Checks, prints and shows it.
  private func use(_ lesson: Lesson, _ number: Int, _ dice: inout Dice) throws {
    var check = LessonCheck(lesson)
    let value = dice.pick([2.5, 0, -1, .nan, .infinity, 1e300])
    var figures = LessonFigures(measured: { _ in value })
    for (index, step) in lesson.steps.enumerated() {
      check.checkBefore(step: index, figures)
      figures.define(step.figures)
      check.checkAfter(step: index, figures)
    }
    precondition(check.failures.allSatisfy(\.isOneHarmlessLine))
    let sheet = LessonSheet(
      lesson, figures: [0: figures], predictions: [0: .choice(dice.below(4)), 1: .number("1e9")])
    if sheet.markdown.split(whereSeparator: "\n\t".contains).contains(where: \.hasControls) {
      Issue.record("case \(number): a control character on a sheet")
    }
    guard lesson.objection == nil else { return }
    var watcher = Watcher(
      ExplorerState(lesson, isTeaching: dice.isOne(of: 2), isAutomatic: dice.isOne(of: 2)))
    for _ in 0..<2 { watcher.look(number, &dice) }
    for _ in 0..<dice.below(6) { watcher.press(.enter) }
    watcher.look(number, &dice)
  }

  @Test func expression() throws {
    let texts = [
      "not (x < 2 or x > 3) and 10% < x <= 1e9", "min(abs(x), 1) + log10(2 ^ -1) * sqrt(x)",
      "a.gradient(\"k\", 20) / images_seen(80%)", "ln(x) - round(-x) == 1e-3 and x != 2",
      "((((1))))", "-2 ^ 3 ^ 2", "max(1, 2, 3, 4) >= loss(5)",
    ]
    let words = [
      "(", ")", "-", "not ", "^", "1", "x", ",", "and", "or", "<", "==", "%", "max(", ".",
    ]
    try Fuzzing("expression", cases: 2000, mebibytes: 128).run { dice, number in
      let bytes = Mutation.text(dice.pick(texts), words: words, others: texts, &dice)
      let text = String(decoding: bytes, as: UTF8.self)
      _ = Answer.number(typed: text)
      do throws(ExpressionError) {
        let expression = try Expression(text)
        // What is written is read as the same.
        let again = Result { () throws(ExpressionError) in try Expression(expression.description) }
        if try again.get() != expression {
          Issue.record("case \(number): \(text.debugDescription) is written as \(expression)")
        }
        _ = try? expression.value { _ in 2.5 }
        _ = try? expression.holds { _ in -.infinity }
        if expression.description.hasControls {
          Issue.record("case \(number): a control character in \(expression)")
        }
        return .accepted
      } catch {
        return .refused(error.message)
      }
    }
  }
}
