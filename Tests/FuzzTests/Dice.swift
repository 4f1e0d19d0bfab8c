@testable import Samples

/// Random numbers that are the same for the same seed.
struct Dice: RandomNumberGenerator {
  private var generator: SplitMix64

  /// - Parameters:
  ///   - seed: of all cases.
  ///   - number: of the case, so that each can be repeated without those before it.
  init(seed: UInt64, case number: Int = 0) {
    generator = SplitMix64(state: seed)
    generator.state = generator.next() &+ UInt64(truncatingIfNeeded: number)
    generator.state = generator.next()
  }

  mutating func next() -> UInt64 { generator.next() }

  /// A number of 0..<`bound`; 0 where there is none.
  mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int(truncatingIfNeeded: next() >> 1) % bound : 0
  }

  /// Whether one of `count` equal chances came.
  mutating func isOne(of count: Int) -> Bool { below(count) == 0 }

  /// One of some values, of which there is at least one.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
