/// How the depth *L* that the paper counts divides into blocks of equal size.
enum Depth {
  /// Dense layers of each of three blocks for a depth, or the depths nearest to it that fit.
  ///
  /// L = 3n + 4, with bottlenecks 6n + 4: in each layer one or two convolutions, and beside them
  /// the stem, two transitions and the classifier.
  static func layersPerBlock(depth: Int, hasBottleneck: Bool) -> Fit {
    let period = 3 * (hasBottleneck ? 2 : 1)
    let layers = (depth - 4) / period
    if layers >= 1 && (depth - 4) % period == 0 { return .fits(layers: layers) }
    let below = layers * period + 4
    return .nearest(depth < 4 + period ? [4 + period] : [below, below + period])
  }

  enum Fit: Equatable {
    case fits(layers: Int)
    case nearest([Int])
  }
}
