import Testing

@testable import Lessons

/// A whole lesson.
struct LessonTests {
  let lesson: Lesson
  let first: LessonStep
  let second: LessonStep

  init() throws {
    lesson = try Lesson(name: "deep", text: example)
    try #require(lesson.steps.count == 2)
    first = lesson.steps[0]
    second = lesson.steps[1]
  }

  @Test func head() throws {
    #expect(lesson.name == "deep")
    #expect(lesson.number == 2)
    #expect(lesson.minutes == 8)
    #expect(lesson.title == "Why deep networks do not learn")
    #expect(lesson.summary == "Gradients vanish on their way through many layers.")
    #expect(lesson.introduction.map(\.kind) == [.paragraph, .item, .item, .paragraph])
    #expect(lesson.introduction[1].plainText { _ in nil } == "first item, which goes on")
    #expect(
      lesson.introduction[0].spans == [
        .plain("Introduction with "), .emphasis([.plain("emphasis")]), .plain(", "),
        .strong([.plain("strong words")]), .plain(", "), .code("code {x}"), .plain(" and a "),
        .link([.plain("link")], url: "https://example.org/a_(b)"), .plain("."),
      ])
  }

  @Test func run() {
    #expect(first.title == "Eight layers and fifty-six")
    #expect(first.options == "--learning-rate 0.01 --evaluate-every 100")
    #expect(first.networks.map(\.name) == ["shallow", "deep"])
    #expect(
      first.networks.map(\.specification)[1]
        == "plain depth=56 normalization=none initialization=uniform")
    #expect(first.commands.map(\.network) == ["deep", nil])
    #expect(first.commands.map(\.text) == ["learning_rate=0.5", "evaluate"])
    #expect(first.run == 40)
    #expect(first.keys == ["+", "+", "+", "Enter"])
    #expect(first.evaluates)
    #expect(first.figuresBefore.isEmpty)
    #expect(first.pane == .gradients)
    #expect(first.select == "deep")
    #expect(first.layer == .text("block1.layer2.conv1"))
    #expect(second.networks.isEmpty && second.commands.isEmpty && second.keys.isEmpty)
    #expect(second.options == nil && second.pane == nil && second.layer == nil)
    #expect(second.run == 100_000)
    #expect(!second.evaluates)
  }

  @Test func questionsAndClaims() throws {
    let question = try #require(first.question)
    #expect(
      question.choices.map(\.condition?.description) == [
        "ratio > 0.1", "ratio <= 0.1 and ratio > 0.0001", "ratio <= 0.0001", nil,
      ])
    #expect(question.choices[1].text.plainText { _ in nil } == "a hundredth, as of 3->7")
    #expect(question.text.plainText(measured) == "How much of the gradient of 56 layers is left?")
    #expect(first.claims.map(\.description) == ["ratio < 1e-10", "0 < share <= ratio"])
    #expect(first.figures.map(\.name) == ["ratio", "share"])
    #expect(first.sources.count == 2)
    #expect(first.before.count == 1 && first.after.count == 1 && second.after.isEmpty)
    #expect(
      second.question?.answers
        == .number(
          .figure(FigureReference(name: "images_seen", arguments: [.number(0.8)])),
          within: .percent(20)))
  }

  @Test func references() {
    #expect(
      Set(second.references.map(\.description)) == [
        "ratio", "images_seen(80%)", "gradient(\"features.conv0\", 20)", "loss(1)",
      ])
  }

  @Test func otherLineEndsAreTheSame() throws {
    let other = "\u{FEFF}" + example.replacing("\n", with: "\r\n")
    #expect(try Lesson(name: "deep", text: other) == lesson)
  }

  @Test func figuresOfOneStepAreKnownInLaterOnes() throws {
    var figures = LessonFigures(measured: measured)
    #expect(figures.define(first.figures).isEmpty)
    #expect(figures.named == ["ratio": 6e-14, "share": 3e-14])
    #expect(second.before[0].plainText(figures.value(of:)) == "6e-14 was before; 2.75 is now.")
    let kept = figures.kept(second.references)
    #expect(kept.value(of: FigureReference(name: "loss", arguments: [.number(1)])) == 2.5)
    #expect(kept.value(of: FigureReference(network: "deep", name: "loss")) == nil)
    #expect(kept.named == figures.named)
    var unknown = LessonFigures()
    #expect(unknown.define(first.figures).map(\.name) == ["ratio", "share"])
    #expect(unknown.named.isEmpty)
  }

  @Test func figuresOfAStepThatChangesNothingAreKnownBefore() throws {
    let lines =
      "figure: two = 1 + 1\nask: Is {two} more than one?\nchoice: yes -> two > 1\nchoice: no"
    let step = try Lesson(name: "x", text: lessonText(step: lines, "{two}")).steps[0]
    #expect(step.figuresBefore == step.figures)
  }

  @Test func whatIsKnownBeforeARun() throws {
    let text = lessonText(step: "network: a = plain\nrun: 5\nfigure: first = a.loss")
    let more = """

      ## Second
      ```step
      network: b = plain
      network: c = densenet
      run: 3
      figure: size = c.parameters / layers
      figure: earlier = a.loss + first
      figure: double = size * 2
      figure: now = b.loss
      figure: mixed = now + size
      ask: Is {double} over {earlier}?
      number: now within 1
      ```
      """
    let steps = try Lesson(name: "x", text: text + more).steps
    #expect(steps[1].figuresBefore.map(\.name) == ["size", "earlier", "double"])
    // A command may alter what a network is.
    let other = text + more.replacing("run: 3", with: "do: c: growth_rate=3")
    #expect(
      error(reading: other)?.message
        == "figure \"double\" is known after this step's run: expected it after the line ---")
    #expect(error(reading: text + more.replacing("{double}", with: "{mixed}")) != nil)
  }

  @Test func networksMayBeNamedAgainInALaterRun() throws {
    let text = lessonText(step: "network: a = plain\nnetwork: b = resnet depth=8\nshow: race")
    let more =
      "\n## Second\n```step\nnetwork: b = densenet121\nselect: b\nclaim: a.loss > b.loss\n```\n"
    #expect(try Lesson(name: "x", text: text + more).steps.count == 2)
    let gone = "\n## Second\n```step\nnetwork: b = densenet121\nselect: a\n```\n"
    #expect(error(reading: text + gone)?.message == "select \"a\": expected b")
  }
}
