import Networks
import Testing

struct MachinePeakTests {
  @Test func theBestOfEachIsKept() {
    var first = MachinePeak(best: [])
    (first.operationsPerSecond, first.bytesPerSecond) = (5, 1)
    var second = first
    (second.operationsPerSecond, second.bytesPerSecond) = (2, 7)
    let best = MachinePeak(best: [first, second])
    #expect(best.operationsPerSecond == 5 && best.bytesPerSecond == 7)
  }
}
