import KernelArguments
import Networks
import Oracle

/// What trials draw.
extension Trial {
  /// A multiple of 1/16 or 1/32, so that sums and products are exact in single precision: kinks and
  /// ties are met, and fall alike in both versions. Nearly normally distributed.
  private mutating func number(around center: Double = 0, parts: Double = 16) -> Double {
    let bits = generator.next()
    let sum = (bits & 31) + (bits >> 5 & 31) + (bits >> 10 & 31) + (bits >> 15 & 31)
    return center + (Double(sum) - 62) / parts
  }

  /// Maps of all lanes.
  mutating func random(_ channels: Int, height: Int? = nil, width: Int? = nil) -> Images {
    var images = Images(lanes, channels, height ?? self.height, width ?? self.width)
    for index in images.values.indices { images.values[index] = number() }
    return images
  }

  mutating func numbers(_ count: Int, around center: Double = 0) -> [Double] {
    (0..<count).map { _ in number(around: center, parts: 32) }
  }

  /// Makes one of the values no number.
  mutating func spoil(_ images: inout Images) {
    images.values[Int.random(in: images.values.indices, using: &generator)] = .nan
  }

  mutating func flag() -> Bool { Bool.random(using: &generator) }

  /// Some rows of a map.
  ///
  /// - Parameter parity: what the first row is a multiple of.
  mutating func strip(height: Int? = nil, width: Int? = nil, parity: Int = 1) -> Strip {
    let height = height ?? self.height
    let rows = range(of: height, parity: parity)
    return Strip(
      firstRow: rows.lowerBound, rows: rows.count, height: height, width: width ?? self.width)
  }

  /// Some of so many things.
  ///
  /// - Parameter parity: what the first is a multiple of.
  mutating func range(of count: Int, parity: Int = 1) -> Range<Int> {
    let first = parity * Int.random(in: 0...(count - 1) / parity, using: &generator)
    return first..<first + Int.random(in: 1...count - first, using: &generator)
  }
}
