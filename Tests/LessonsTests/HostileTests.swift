import Lessons
import Testing

/// Lessons that were altered: none may trap, and what is still one can be shown, asked and printed.
struct HostileTests {
  /// Every key and every mark once, in few words: so that most changes hit one.
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
    network: deep = plain
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

  @Test func theUnalteredOneIsALesson() { #expect(use(Self.dense)) }

  @Test(arguments: [1, 2, 3, 4] as [UInt64]) func alteredLessonsDoNotTrap(seed: UInt64) {
    var generator = Generator(state: seed)
    let original = Array(Self.dense.utf8)
    let lines = Self.dense.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let parts = [
      "{", "}", "*", "**", "`", "```", "[", "](", ")", "(", "->", " -> ", "1e999", "%", "^", "-",
      "\"",
      "\n", "\n\n", "\n---\n", "## ", "# ", ":", "=", "within", "{x:99}", "\u{0}", "\u{1B}[2J", "é",
      "\u{301}", "😀", "\r\n", "99999999999999999999", "not ", " and ", "deep.", ",", "\\", "<", "0",
      "/", "{1/0:%}", "loss(1e9)", "loss(1e10)", "%1", "\t", "",
    ]
    var whole = 0
    for round in 0..<5000 {
      let text: String
      if round % 2 == 0 {
        // Bytes: what is cut within a character becomes U+FFFD.
        var bytes = original
        for _ in 0...generator.below(2) {
          let start = generator.below(bytes.count)
          let end = min(bytes.count, start + generator.below(4))
          bytes.replaceSubrange(start..<end, with: parts[generator.below(parts.count)].utf8)
        }
        text = String(decoding: bytes, as: UTF8.self)
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
    #expect(whole > 250)
    #expect(whole < 4750)
  }

  /// Does all that can be done with a text; whether it is a lesson.
  private func use(_ text: String) -> Bool {
    guard let lesson = try? Lesson(name: "x", text: text) else { return false }
    var check = LessonCheck(lesson)
    var figures = LessonFigures(measured: { _ in 2.5 })
    for (index, step) in lesson.steps.enumerated() {
      check.checkBefore(step: index, figures)
      figures.define(step.figures)
      check.checkAfter(step: index, figures)
    }
    let sheet = LessonSheet(lesson, figures: [0: figures], predictions: [0: .choice(1)])
    return !sheet.markdown.isEmpty
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
