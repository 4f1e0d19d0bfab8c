/// Size of an image or of a layer's output: channels, height, width.
public struct ImageShape: Sendable, Equatable, Codable {
  /// Feature maps or colours.
  public var channels: Int
  /// Rows of pixels.
  public var height: Int
  /// Columns of pixels.
  public var width: Int

  /// Describes a size.
  public init(channels: Int, height: Int, width: Int) {
    self.channels = channels
    self.height = height
    self.width = width
  }

  /// Pixels of one map.
  public var pixels: Int { height * width }
}

/// What fixes the shape of a DenseNet for small images: a 3×3 stem, dense blocks with transitions
/// between them, norm5, global average, linear (Huang et al. 2017, section 3).
public struct DenseNetConfiguration: Sendable, Equatable, Codable {
  /// Dense layers of each dense block; at least one block, at least one layer each.
  public var blocks: [Int]
  /// Feature maps that each dense layer adds, *k*.
  public var growthRate: Int
  /// Whether each dense layer first reduces its input to 4k maps by a 1×1 convolution (the B).
  public var hasBottleneck: Bool
  /// Share of a block's maps that the transition after it keeps, θ in (0, 1] (the C where < 1).
  public var compression: Double
  /// Feature maps that the stem makes.
  public var initialChannels: Int
  /// Size of the images.
  public var input: ImageShape
  /// Number of classes.
  public var classes: Int

  /// Describes a DenseNet.
  public init(
    blocks: [Int], growthRate: Int, hasBottleneck: Bool, compression: Double, initialChannels: Int,
    input: ImageShape, classes: Int
  ) {
    self.blocks = blocks
    self.growthRate = growthRate
    self.hasBottleneck = hasBottleneck
    self.compression = compression
    self.initialChannels = initialChannels
    self.input = input
    self.classes = classes
  }

  /// Maps of a layer's bottleneck: 4k (section 3, "Bottleneck layers").
  public var bottleneckChannels: Int { 4 * growthRate }

  /// For each block, the maps that enter it and that leave it.
  public var blockChannels: [(input: Int, output: Int)] {
    var channels = initialChannels
    return blocks.enumerated().map { index, layers in
      let output = channels + layers * growthRate
      defer {
        if index + 1 < blocks.count { channels = compressed(output) }
      }
      return (channels, output)
    }
  }

  /// Maps that a transition keeps of `channels`: ⌊θ·c⌋, at least one.
  public func compressed(_ channels: Int) -> Int {
    max(1, Int((compression * Double(channels)).rounded(.down)))
  }

  /// The depth *L* that the paper counts: convolutions and the classifier.
  public var depth: Int {
    (hasBottleneck ? 2 : 1) * blocks.reduce(0, +) + blocks.count + 1
  }

  /// The paper's name, for example `DenseNet-BC (22, k=8)`.
  public var name: String {
    let suffix = (hasBottleneck ? "B" : "") + (compression < 1 ? "C" : "")
    return "DenseNet\(suffix.isEmpty ? "" : "-" + suffix) (\(depth), k=\(growthRate))"
  }
}
