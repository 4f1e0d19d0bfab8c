/// Which samples are for testing where data do not say it: about a sixth, as in MNIST and CIFAR, drawn once
/// and for all, so that every run has the same ones and data that are sorted do no harm.
enum TestShare {
  /// Whether a sample is for testing.
  /// - Parameter index: its place, or any other number that is its own.
  static func contains(_ index: Int) -> Bool {
    var generator = SplitMix64(state: UInt64(truncatingIfNeeded: index))
    return generator.next(below: 6) == 0
  }
}
