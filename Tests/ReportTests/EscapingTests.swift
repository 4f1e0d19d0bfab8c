import Testing

@testable import Report

struct EscapingTests {
  @Test func markupIsEscaped() {
    #expect("<a href=\"x\">&amp;".escapedForXML == "&lt;a href=&quot;x&quot;&gt;&amp;amp;")
  }

  @Test func controlCharactersAreDropped() {
    #expect("a\u{0}b\u{1B}[1mc\u{7F}\u{9B}\u{FFFE}d".escapedForXML == "ab[1mcd")
    #expect("👩‍👩‍👧".escapedForXML == "👩‍👩‍👧")
  }

  @Test func linesEndAlike() {
    #expect("a\r\nb\rc\u{2028}d\n\ne".inLines == "a\nb\nc\nd\n\ne")
    #expect("a\r\nb\tc".onOneLine == "a b c")
  }

  @Test(arguments: [
    ("a|b", "a\\|b"), ("`x` *y* _z_", "\\`x\\` \\*y\\* \\_z\\_"), ("[a](b)", "\\[a\\](b)"),
    ("<b>&", "\\<b\\>\\&"), ("- item", "\\- item"), ("1. item", "1\\. item"), ("12) x", "12\\) x"),
    ("3.5 of 7", "3.5 of 7"), ("10 steps", "10 steps"), ("  a\n\n  b ", "a b"),
    ("# 5", "\\# 5"), ("", ""),
  ])
  func markdownMeansItself(text: String, escaped: String) {
    #expect(text.escapedForMarkdown == escaped)
  }

  @Test(arguments: [
    (0.0, "0"), (12.34, "12.3"), (-0.04, "0"), (-3.06, "-3.1"), (9.96, "10"), (.nan, "0"),
    (1e300, "0"),
  ])
  func coordinatesAreShort(value: Double, text: String) {
    #expect(value.coordinate == text)
  }
}
