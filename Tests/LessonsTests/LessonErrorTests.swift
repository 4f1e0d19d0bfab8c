import Lessons
import Testing

/// Every mistake is refused with its line.
struct LessonErrorTests {
  @Test func theExampleIsRight() { #expect(error(reading: example) == nil) }

  @Test(arguments: Mistake.ofAHead)
  func whatIsRefusedOfAHead(mistake: Mistake) {
    let error = error(reading: example(mistake.part, mistake.other))
    #expect(error?.line == mistake.line)
    #expect(error?.message == mistake.message)
  }

  @Test(arguments: Mistake.ofFigures)
  func whatIsRefusedOfFigures(mistake: Mistake) {
    let error = error(reading: example(mistake.part, mistake.other))
    #expect(error?.line == mistake.line)
    #expect(error?.message == mistake.message)
  }

  @Test(arguments: Mistake.ofTexts)
  func whatIsRefusedOfTexts(mistake: Mistake) {
    let error = error(reading: example(mistake.part, mistake.other))
    if mistake.message.hasSuffix(": ") {
      // A dash that only looks like the line is text.
      #expect(error == nil)
    } else {
      #expect(error?.line == mistake.line)
      #expect(error?.message == mistake.message)
    }
  }

  @Test(arguments: ["run: 3", "do: undo", "press: z", "evaluate: yes", "show: log", "layer: first"])
  func whatNeedsARun(line: String) {
    let error = error(reading: lessonText(step: line))
    #expect(error?.line == 12)
    #expect(
      error?.message.hasSuffix("expected a network: line in this step or one before it") == true)
  }

  @Test(arguments: StepMistake.ofAStep)
  func whatIsRefusedOfAStep(mistake: StepMistake) {
    let error = error(reading: lessonText(step: mistake.lines))
    #expect(error?.line == mistake.line)
    #expect(error?.message == mistake.message)
  }

  @Test func whatIsRefusedOfAFile() {
    let large = error(reading: example + String(repeating: "a", count: Lesson.largestFile))
    #expect(large?.message.hasSuffix("bytes, expected at most 1048576") == true)
    #expect(error(reading: "")?.description == "line 1: the file's end: expected # and a title")
    let head = "# T\n```lesson\nnumber: 1\nminutes: 1\nsummary: S\n```\n"
    #expect(error(reading: head)?.message == "no step: expected ## and a step's title")
    #expect(
      error(reading: head + "## A\n")?.message
        == "the file's end: expected a block that begins with ```step")
    #expect(
      error(reading: head + "## A\n```step\n")?.message
        == "\"```step\": expected ``` at the block's end")
    let steps = String(repeating: "## A\n```step\n```\n", count: 101)
    #expect(error(reading: head + steps)?.description == "line 307: step 101: expected at most 100")
  }

  @Test func valuesAreCutAndHarmless() {
    let long = error(
      reading: example("minutes: 8", "minutes: " + String(repeating: "x", count: 999)))
    #expect(long?.message.count == 123)
    let soft = error(reading: example("minutes: 8", "minutes: a\u{200B}‖b"))
    #expect(soft?.message == "minutes \"a?‖b\": expected a whole number in 1…60")
  }
}
