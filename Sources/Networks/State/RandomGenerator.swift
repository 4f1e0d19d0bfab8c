import Foundation

/// Random numbers that depend on the seed alone: xoshiro256** by Blackman and Vigna (2018), its
/// state filled by SplitMix64 as they advise.
public struct RandomGenerator: RandomNumberGenerator, Sendable, Equatable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Starts the sequence that belongs to a seed.
  public init(seed: UInt64) {
    var seed = seed
    func splitMix() -> UInt64 {
      seed &+= 0x9E37_79B9_7F4A_7C15
      var z = seed
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    state = (splitMix(), splitMix(), splitMix(), splitMix())
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let product = state.1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = (state.3 << 45) | (state.3 >> 19)
    return result
  }

  /// A number in [0, 1).
  public mutating func nextUniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// A number of the normal distribution with mean 0 and deviation 1, by Box and Muller (1958).
  public mutating func nextNormal() -> Double {
    let radius = (-2 * log(1 - nextUniform())).squareRoot()
    return radius * cos(2 * .pi * nextUniform())
  }

  /// Equal where the sequences that follow are.
  public static func == (left: RandomGenerator, right: RandomGenerator) -> Bool {
    left.state == right.state
  }
}

/// As its four words.
extension RandomGenerator: Codable {
  /// Reads what `encode` writes; refuses zeros alone, which yield nothing else.
  public init(from decoder: any Decoder) throws {
    var words = try decoder.unkeyedContainer()
    func word() throws -> UInt64 { try words.decode(UInt64.self) }
    state = (try word(), try word(), try word(), try word())
    guard state != (0, 0, 0, 0) else {
      throw DecodingError.dataCorruptedError(
        in: words, debugDescription: "a generator's words are all 0")
    }
  }

  /// Writes the four words.
  public func encode(to encoder: any Encoder) throws {
    var words = encoder.unkeyedContainer()
    for word in [state.0, state.1, state.2, state.3] { try words.encode(word) }
  }
}
