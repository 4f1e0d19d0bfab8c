import Lessons
import Testing

@testable import Explorer

/// What a lesson must not ask of this program.
struct LessonObjectionTests {
  private func objection(_ part: String, _ other: String) throws -> String? {
    try Lesson(name: "x", text: ExampleLesson.text.replacing(part, with: other)).objection
  }

  @Test(arguments: [
    ("+ F13", "key 'F13': expected a character or Space, Enter, Esc, Tab, Up, …"),
    ("q", "press: 'q': expected no key that ends the program"),
    (
      "+ Enter Space",
      "press: 'Space': expected no key that lets the run go on, run: says how far it goes"
    ),
    (": q", "press: ':': expected no command line, do: gives commands"),
    ("L", "press: 'L': expected no key that leaves the lesson"),
  ])
  func keys(keys: String, expected: String) throws {
    #expect(
      try objection("press: + + Enter", "press: \(keys)") == "step 3 'By hand': \(expected)")
  }

  @Test func commands() throws {
    #expect(
      try objection("do: learning_rate=0.5", "do: stop")
        == "step 2 'Another learning rate': do: 'stop': expected no command that ends the run, "
        + "a lesson does so itself")
    let quit = try objection("do: learning_rate=0.5", "do: quit")
    #expect(quit?.contains("do: 'quit': expected one such as growth_rate=12, ") == true)
    #expect(quit?.contains("stop") == false)
  }

  @Test func theExampleIsFine() { #expect(ExampleLesson.lesson.objection == nil) }
}
