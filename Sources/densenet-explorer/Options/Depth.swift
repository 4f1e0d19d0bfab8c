/// How the depth *L* that papers count divides into three blocks of equal size.
enum Depth {
  /// The size *n* of each block where L = period · n + rest; otherwise an error that names the
  /// nearest depths that fit.
  ///
  /// DenseNet: L = 3n + 4, with bottlenecks 6n + 4: in each dense layer one or two convolutions, and
  /// beside them the stem, two transitions and the classifier. ResNet and plain: L = 6n + 2.
  static func blockSize(
    depth: Int, period: Int, rest: Int, formula: String
  ) throws(Failure) -> Int {
    let size = (depth - rest) / period
    if size >= 1 && (depth - rest) % period == 0 { return size }
    let below = size * period + rest
    let nearest =
      size < 1 ? "is \(rest + period)" : "are \(below) and \(below + period)"
    throw .usage("--depth \(depth): expected \(formula), the nearest \(nearest)")
  }

  /// The depth nearest to one that fits, the smaller of two.
  static func nearest(_ depth: Int, period: Int, rest: Int) -> Int {
    let size = max((depth - rest + (period - 1) / 2) / period, 1)
    return size * period + rest
  }
}
