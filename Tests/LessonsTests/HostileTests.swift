import Lessons
import Testing

/// Lessons that were altered: none may trap, and what is still one can be shown, asked and printed.
struct HostileTests {
  @Test func alteredLessonsDoNotTrap() {
    var generator = Generator(state: 7)
    let original = Array(example.unicodeScalars)
    let lines = example.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let parts = [
      "{", "}", "*", "**", "`", "```", "[", "](", ")", "(", "->", " -> ", "1e999", "%", "^", "-",
      "\"",
      "\n", "\n\n", "\n---\n", "## ", "# ", ":", "=", "within", "{x:99}", "\u{0}", "\u{1B}[2J", "é",
      "\u{301}", "😀", "\r\n", "99999999999999999999", "not ", " and ", "deep.", ",", "\\", "<", "0",
      "/", "{1/0:%}", "loss(1e9)", "loss(1e10)", "%1", "\t", "",
    ]
    var whole = 0
    for round in 0..<20_000 {
      var text: String
      if round % 2 == 0 {
        var scalars = original
        for _ in 0...generator.below(2) {
          let start = generator.below(scalars.count)
          let end = min(scalars.count, start + generator.below(4))
          scalars.replaceSubrange(
            start..<end, with: Array(parts[generator.below(parts.count)].unicodeScalars))
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        text = String(view)
      } else {
        var lines = lines
        let index = generator.below(lines.count)
        switch generator.below(3) {
        case 0: lines.remove(at: index)
        case 1: lines.insert(lines[generator.below(lines.count)], at: index)
        default: lines.swapAt(index, generator.below(lines.count))
        }
        text = lines.joined(separator: "\n")
      }
      if use(text) { whole += 1 }
    }
    // Both ways were gone.
    #expect(whole > 1000)
    #expect(whole < 19_000)
  }

  /// Does all that can be done with a text; whether it is a lesson.
  private func use(_ text: String) -> Bool {
    guard let lesson = try? Lesson(name: "x", text: text) else { return false }
    var check = LessonCheck(lesson)
    var figures = LessonFigures(measured: measured)
    for (index, step) in lesson.steps.enumerated() {
      check.checkBefore(step: index, figures)
      figures.define(step.figures)
      check.checkAfter(step: index, figures)
    }
    let sheet = LessonSheet(lesson, figures: [figures])
    return !sheet.markdown(showsAnswers: true).isEmpty
  }
}

/// Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014.
private struct Generator {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int(truncatingIfNeeded: (mixed ^ (mixed >> 31)) >> 1) % bound
  }
}
