import Testing

@testable import Report

struct TextWidthTests {
  @Test func longTextsAreCutOff() {
    #expect("short".fitting(100, fontSize: 12) == "short")
    let cut = "a very long name of a network".fitting(100, fontSize: 12)
    #expect(cut.hasSuffix("…"))
    #expect(cut.width(fontSize: 12) <= 100)
    #expect("wide".fitting(0, fontSize: 12) == "")
    #expect("wide".fitting(-5, fontSize: 12) == "")
  }

  @Test func linesFit() {
    let text = "Root mean square of the gradient of each layer’s filters, incomprehensibilities"
    let lines = text.wrapped(120, fontSize: 12)
    #expect(lines.count > 3)
    #expect(lines.allSatisfy { $0.width(fontSize: 12) <= 121 })
    #expect("  ".wrapped(100, fontSize: 12).isEmpty)
    #expect("until 80\u{A0}%".wrapped(60, fontSize: 12) == ["until", "80\u{A0}%"])
  }
}
