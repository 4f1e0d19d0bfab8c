/// Random numbers that are the same for the same seed (Steele, Lea and Flood, Fast splittable pseudorandom
/// number generators, 2014).
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  /// - Parameters:
  ///   - seed: of all cases.
  ///   - number: of the case, so that each can be repeated without those before it.
  init(seed: UInt64, case number: Int = 0) {
    state = seed
    state = next() &+ UInt64(truncatingIfNeeded: number)
    state = next()
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number of 0..<`bound`; 0 where there is none.
  mutating func below(_ bound: Int) -> Int {
    bound > 0 ? Int(truncatingIfNeeded: next() >> 1) % bound : 0
  }

  /// Whether one of `count` equal chances came.
  mutating func isOne(of count: Int) -> Bool { below(count) == 0 }

  /// One of some values, of which there is at least one.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
