import Samples
import Testing

@Suite struct SampleOrderTests {
  /// Computed by a Python program written from the papers alone, so that no platform and no later
  /// version draws otherwise.
  @Test func drawsTheKnownPermutations() {
    var order = SampleOrder(count: 10, seed: 1)
    #expect(order.next(10) == [4, 3, 0, 8, 2, 5, 1, 7, 6, 9])
    #expect(order.next(10) == [6, 3, 1, 8, 0, 5, 4, 2, 9, 7])
    var other = SampleOrder(count: 10, seed: 2)
    #expect(other.next(10) == [4, 2, 5, 6, 3, 9, 0, 1, 7, 8])
    var large = SampleOrder(count: 60_000, seed: 1)
    #expect(large.next(5) == [29_199, 57_671, 35_302, 16_564, 38_298])
    var third = SampleOrder(count: 60_000, seed: .max)
    for _ in 1...2 { #expect(third.next(60_000).count == 60_000) }
    #expect(third.next(60_000).suffix(5) == [39_786, 29_114, 3_171, 13_243, 682])
  }

  @Test(arguments: [1, 7, 64, 100, 101, 1_000])
  func everyEpochHasEverySampleOnce(_ batchSize: Int) {
    var order = SampleOrder(count: 100, seed: 7)
    #expect(order.epoch == 0)
    #expect(order.position == 0)
    var previous: [Int] = []
    for epoch in 1...3 {
      var seen: [Int] = []
      while seen.count < 100 {
        let batch = order.next(batchSize)
        #expect(batch.count == min(batchSize, 100 - seen.count))
        seen += batch
        #expect(order.epoch == epoch)
        #expect(order.position == seen.count)
      }
      #expect(seen.sorted() == Array(0..<100))
      #expect(seen != previous)
      previous = seen
    }
  }

  /// The batch size decides where the order is cut, not the order.
  @Test func batchSizeDoesNotChangeTheOrder() {
    var small = SampleOrder(count: 50, seed: 3)
    var large = SampleOrder(count: 50, seed: 3)
    let one = (0..<17).flatMap { _ in small.next(3) }
    #expect(one == large.next(100))
    #expect(small.next(50) == large.next(50))
  }

  @Test func isAValue() {
    var order = SampleOrder(count: 20, seed: 5)
    _ = order.next(6)
    var copy = order
    #expect(copy == order)
    let next = order.next(6)
    #expect(copy != order)
    #expect(copy.next(6) == next)
    #expect(copy == order)
    #expect(SampleOrder(count: 20, seed: 5) != SampleOrder(count: 20, seed: 6))
  }

  @Test func endsAreNoTraps() {
    var none = SampleOrder(count: 0, seed: 1)
    #expect(none.next(4) == [])
    #expect(none.epoch == 0)
    var negative = SampleOrder(count: -3, seed: 1)
    #expect(negative.next(4) == [])
    var one = SampleOrder(count: 1, seed: 1)
    #expect(one.next(.max) == [0])
    #expect(one.next(0) == [0])
    #expect(one.next(-5) == [0])
    #expect(one.epoch == 3)
  }

  /// Each sample comes first about equally often: chi-squared with 9 degrees of freedom exceeds
  /// 27.9 once in a thousand seeds, and the seed is fixed.
  @Test func isUniform() {
    var order = SampleOrder(count: 10, seed: 42)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<5_000 { counts[order.next(10)[0]] += 1 }
    let chiSquared = counts.reduce(0.0) { $0 + (Double($1) - 500) * (Double($1) - 500) / 500 }
    #expect(chiSquared < 27.9)
  }
}
