import Testing

@testable import densenet_explorer

/// Why the program ends.
struct FailureTests {
  /// The argument parser says some things in several lines, and repeats what was written.
  @Test func isOneLine() {
    let failure = #expect(throws: Failure.self) {
      try NetworkSpecification("plain depth=\u{1B}[2J")
    }
    #expect(failure?.message.contains { $0.isNewline || $0 == "\u{1B}" } == false)
    #expect(Failure.usage("one\n  or: two\u{9B}").message == "one   or: two ")
  }
}
