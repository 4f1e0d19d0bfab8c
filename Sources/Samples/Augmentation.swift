/// What is done to training images, anew in each pass, so that a network sees more of them than there are.
public enum Augmentation: String, Sendable, Equatable, Codable, CaseIterable {
  /// Nothing.
  case off = "none"
  /// As papers do it for CIFAR (Lee et al., Deeply-supervised nets, 2015): 4 black pixels around the
  /// image, of that a random part of the image's size, mirrored left to right every other time.
  case standard
}

/// How an image is shown: moved and perhaps mirrored.
struct ImageView: Equatable {
  /// Pixels around the image.
  static let padding = 4

  /// Rows of the image above the first one that is shown; negative where black rows come first.
  var rows = 0
  /// The same of columns, before mirroring.
  var columns = 0
  /// Whether left and right change places.
  var isMirrored = false

  /// The image as it is.
  init() {}

  /// The view of a sample in one pass. It follows from these three numbers alone, so that nothing has to
  /// be kept for a run to go on with the same images, and threads and the size of batches change none.
  ///
  /// - Parameters:
  ///   - seed: the run's.
  ///   - epoch: the pass.
  ///   - position: the sample's place in the order of the pass.
  init(seed: UInt64, epoch: Int, position: Int) {
    // The order of samples is drawn from the same seed: other numbers are wanted here.
    var generator = SplitMix64(state: seed ^ 0x4155_474D_454E_5421)
    for number in [epoch, position] {
      generator.state = generator.next() ^ UInt64(truncatingIfNeeded: number)
    }
    let places = UInt64(2 * Self.padding + 1)
    rows = Int(generator.next(below: places)) - Self.padding
    columns = Int(generator.next(below: places)) - Self.padding
    isMirrored = generator.next(below: 2) == 1
  }
}
