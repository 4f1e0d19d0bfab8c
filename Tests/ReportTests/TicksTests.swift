import Testing

@testable import Report

struct TicksTests {
  @Test(arguments: [
    (0.0, 3000.0, 5, ["0", "1000", "2000", "3000"]),
    (0, 1, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0.02, 0.11, 4, ["0.05", "0.10"]),
    (-3, 3, 6, ["−3", "−2", "−1", "0", "1", "2", "3"]),
    (0, 40_000, 4, ["0", "10k", "20k", "30k", "40k"]),
    (0, 2e6, 4, ["0.0", "0.5M", "1.0M", "1.5M", "2.0M"]),
    (0, 4e-5, 4, ["0", "1×10⁻⁵", "2×10⁻⁵", "3×10⁻⁵", "4×10⁻⁵"]),
    (1e15, 1.2e15, 2, ["1.0×10¹⁵", "1.1×10¹⁵", "1.2×10¹⁵"]),
  ])
  func roundNumbers(low: Double, high: Double, count: Int, labels: [String]) {
    #expect(TickLabels.linear(Ticks.linear(low...high, atMost: count)) == labels)
  }

  @Test(arguments: [
    (0.001, 100.0, 6, ["0.001", "0.01", "0.1", "1", "10", "100"]),
    (1e-7, 1e-1, 4, ["10⁻⁶", "10⁻⁴", "10⁻²"]),
    (10, 160, 6, ["10", "20", "50", "100"]),
    (10, 160, 2, ["10", "100"]),
    (2e-7, 5e-6, 6, ["2×10⁻⁷", "5×10⁻⁷", "10⁻⁶", "2×10⁻⁶", "5×10⁻⁶"]),
    (1.1, 1.9, 4, ["1.2", "1.4", "1.6", "1.8"]),
  ])
  func roundFactors(low: Double, high: Double, count: Int, labels: [String]) {
    #expect(TickLabels.logarithmic(Ticks.logarithmic(low...high, atMost: count)) == labels)
  }

  @Test func ticksBetweenAreNineTenths() {
    #expect(Ticks.between(1...100).count == 16)
    #expect(Ticks.between(1e-9...1e9).isEmpty)
  }

  @Test func noLengthHasNoTicks() {
    #expect(Ticks.linear(2...2, atMost: 5).isEmpty)
    #expect(Ticks.linear(0...Double.infinity, atMost: 5).isEmpty)
    #expect(Ticks.linear(1...1.0.nextUp, atMost: 5).isEmpty)
    #expect(Ticks.logarithmic(0...1, atMost: 5).isEmpty)
    #expect(Ticks.linear(0...1, atMost: -3) == [0, 1])
  }
}
