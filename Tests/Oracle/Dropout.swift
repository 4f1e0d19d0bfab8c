/// Dropout whose mask is a hash of its key and each value's place in the batch.
public struct Dropout: Sendable {
  /// Tells masks apart.
  public var key: UInt32
  /// Share of values that become zero, in [0, 1).
  public var rate: Double

  /// Describes a mask.
  public init(key: UInt32, rate: Double) {
    self.key = key
    self.rate = rate
  }

  /// Whether the value at a place, counted through `[image][channel][row][column]` of the whole
  /// batch, becomes zero.
  public func drops(place: Int) -> Bool {
    var h = UInt32(truncatingIfNeeded: place) &* 0x9E37_79B1 ^ key
    // The last step of MurmurHash3 (Appleby 2011), twice.
    for _ in 0..<2 {
      h ^= h >> 16
      h = h &* 0x85EB_CA6B
      h ^= h >> 13
      h = h &* 0xC2B2_AE35
      h ^= h >> 16
    }
    return Double(h) < (rate * 0x1p32).rounded(.down)
  }

  /// Values set to zero or scaled by 1 / (1 − rate).
  ///
  /// - Parameter firstImage: index in the batch of the first of these images.
  public func forward(_ x: Images, firstImage: Int = 0) -> Images {
    var y = x
    let first = firstImage * x.channels * x.height * x.width
    for index in y.values.indices {
      y.values[index] = drops(place: first + index) ? 0 : x.values[index] / (1 - rate)
    }
    return y
  }

  /// The gradient goes through the same mask.
  public func backward(_ dy: Images, firstImage: Int = 0) -> Images {
    forward(dy, firstImage: firstImage)
  }
}
