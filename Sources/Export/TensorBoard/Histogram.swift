/// How numbers are distributed, in buckets of one width.
struct Histogram: Equatable {
  let minimum: Double
  let maximum: Double
  let count: Int
  let sum: Double
  let sumOfSquares: Double
  /// Upper end of each bucket.
  let limits: [Double]
  /// Numbers in each bucket.
  let counts: [Int]

  /// - Parameters:
  ///   - values: those that are not finite are left out.
  ///   - buckets: how many, at least 1.
  /// - Returns: `nil` where no number is left.
  init?(_ values: some Sequence<Double>, buckets: Int) {
    let values = values.filter(\.isFinite)
    guard let least = values.min(), let greatest = values.max() else { return nil }
    (minimum, maximum, count) = (least, greatest, values.count)
    sum = values.reduce(0, +)
    sumOfSquares = values.reduce(0) { $0 + $1 * $1 }
    // A single value has a bucket of its own; so have values too far apart to subtract.
    let width = (greatest - least) / Double(max(buckets, 1))
    guard width > 0, width.isFinite else {
      (limits, counts) = ([greatest], [values.count])
      return
    }
    var counts = Array(repeating: 0, count: max(buckets, 1))
    for value in values {
      counts[min(Int((value - least) / width), counts.count - 1)] += 1
    }
    self.counts = counts
    limits = counts.indices.map {
      $0 == counts.count - 1 ? greatest : least + width * Double($0 + 1)
    }
  }
}
