import Testing

@testable import Lessons

/// Texts: what is read, what a screen gets, what a sheet gets.
struct TextTests {
  private let scope = LessonScope(figures: ["x": 1, "share": 2])

  private func block(_ text: String) throws -> TextBlock {
    TextBlock(.paragraph, try InlineReader.spans(of: text, line: 1, scope: scope))
  }

  @Test(arguments: [
    ("{x}", 0.123456, "0.123"), ("{x}", 0.5, "0.5"), ("{x}", 12.345, "12.3"), ("{x}", 0, "0"),
    ("{x}", 999.7, "1,000"), ("{x}", 1234.5, "1,234"), ("{x}", 1_234_567, "1,234,567"),
    ("{x}", -12_000, "-12,000"), ("{x}", 2_345_678.9, "2.35e6"), ("{x}", 0.001, "0.001"),
    ("{x}", 0.000999, "9.99e-4"), ("{x}", 0.000032, "3.2e-5"), ("{x}", 3e-300, "3e-300"),
    ("{x}", 1e20, "1e20"), ("{x}", .infinity, "never"), ("{x}", -.infinity, "minus infinite"),
    ("{x}", .nan, "not a number"), ("{x:2}", 12.345, "12.35"), ("{x:2}", 2, "2.00"),
    ("{x:0}", 12345.6, "12,346"), ("{x:1}", -0.01, "0.0"), ("{x:3}", 1e300, "1e300"),
    ("{x:2}", .infinity, "never"), ("{x:%}", 0.963, "96.3 %"), ("{x:%}", 0.07, "7 %"),
    ("{x:%}", 0.29, "29 %"), ("{x:%}", 0.00042, "0.042 %"), ("{x:%1}", 0.5, "50.0 %"),
    ("{x:%0}", 0.996, "100 %"), ("{x:%}", 1e308, "1e308"), ("{x:%}", .infinity, "never"),
    ("{x * 2 + 1}", 2, "5"), ("{min(x, 3):1}", 7, "3.0"),
  ])
  func formats(text: String, value: Double, expected: String) throws {
    #expect(try block(text).plainText { _ in value } == expected)
  }

  @Test func whatIsNotKnownIsAGap() throws {
    #expect(try block("a {x} b").plainText { _ in nil } == "a — b")
  }

  @Test func styles() throws {
    let text = try block("a *b **c {x}** d* `e*f*` [g *h*](u) \\*i\\*")
    #expect(
      text.rendered { _ in 2 } == [
        RenderedSpan("a "), RenderedSpan("b ", isEmphasized: true),
        RenderedSpan("c 2", isEmphasized: true, isStrong: true),
        RenderedSpan(" d", isEmphasized: true), RenderedSpan(" "),
        RenderedSpan("e*f*", isCode: true), RenderedSpan(" "), RenderedSpan("g ", url: "u"),
        RenderedSpan("h", isEmphasized: true, url: "u"), RenderedSpan(" *i*"),
      ])
    #expect(text.expressions == [.figure(FigureReference(name: "x"))])
  }

  @Test(arguments: [
    ("2 * 3 * 4", "2 * 3 * 4"), ("*open", "*open"), ("**half*", "*half"), ("***both***", "both"),
    ("a ** b", "a ** b"), ("****", "****"), ("`open", "`open"), ("``", "``"),
    ("[a](b c)", "[a](b c)"),
    ("[a] (b)", "[a] (b)"), ("[[a](b)", "[a"), ("[]()", "[]()"), ("a\nb  c", "a b c"),
    ("\\{x\\} \\\\ \\a", "{x} \\ \\a"), ("snake_case_name", "snake_case_name"), ("`{x}`", "{x}"),
    ("*a*b*c*", "abc"), ("*a **b*", "*a *b"),
  ])
  func plainTexts(text: String, expected: String) throws {
    let plain = try block(text).plainText { _ in 0 }
    #expect(plain == expected)
  }

  @Test(arguments: [
    "a *b **c** d* `e*f` [g](https://u.org/a_(b)) h", "2 \\* 3", "\\[a\\](b)", "\\# a", "\\- a",
    "1\\. a", "a \\<b> < c", "\\`x\\`", "a\\|b", "***both***",
  ])
  func markdownIsTheSameTextAgain(text: String) throws {
    let first = try block(text)
    #expect(try block(first.markdown { _ in nil }) == first)
    #expect(first.markdown { _ in nil } == text || text == "***both***")
  }

  @Test func markdownHasFigures() throws {
    #expect(try block("**{x}** and {share:%}").markdown { _ in 0.5 } == "**0.5** and 50 %")
    #expect(try block("{x:0}. of").markdown { _ in 2 } == "2\\. of")
    #expect(try block("{x} times").markdown { _ in 0.5 } == "0.5 times")
    #expect(TextBlock(.item, [.code("a`b"), .plain(" c")]).markdown { _ in 2 } == "- `` a`b `` c")
  }

  /// Texts that would take long if anything were gone through again and again, or run out of stack.
  @Test(
    arguments: [
      "*a ", "* ", "**a ", "a* ", "*a **b ", "[", "[a](", "[a](((", "`a``", "`", "{1}a", "*{1}* ",
      "\\", "a b", "***", "!", "- a\n", "a\n\n", "<", "é\u{301}",
    ])
  func hostileTextsAreQuick(part: String) {
    let count = 60_000 / part.utf8.count
    let text = lessonText(step: "claim: 1 < 2", "x " + String(repeating: part, count: count))
    let length = onSmallStack {
      guard let lesson = try? Lesson(name: "x", text: text) else { return -1 }
      let blocks = lesson.steps[0].before
      return blocks.reduce(0) {
        $0 + $1.markdown { _ in 1 }.utf8.count + $1.plainText { _ in 1 }.utf8.count
      }
    }
    #expect(length > 0)
  }
}
