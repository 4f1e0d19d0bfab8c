/// What stands before the first dense block.
public enum Stem: String, Sendable, Codable, CaseIterable {
  /// A 3×3 convolution.
  case small
  /// A 7×7 convolution with stride 2, norm, activation, and 3×3 max pooling with stride 2.
  case imagenet

  /// Rows or columns that it makes of so many.
  func reduced(_ side: Int) -> Int {
    self == .small ? side : halvedUp(halvedUp(side))
  }
}

/// Rows or columns after a convolution or max pooling with stride 2 and a border of half a filter.
func halvedUp(_ side: Int) -> Int { (side - 1) / 2 + 1 }

/// The shape of a DenseNet: a stem, dense blocks with transitions between them, norm5, global
/// average, linear (Huang et al. 2017, section 3).
public struct DenseNetStructure: Sendable, Equatable {
  /// Dense layers of each dense block; at least one block, at least one layer each.
  public var blocks: [Int]
  /// Feature maps that each dense layer of a block adds, *k*; one for each block.
  public var growthRates: [Int]
  /// Whether each dense layer first reduces its input to 4k maps by a 1×1 convolution (the B).
  public var hasBottleneck: Bool
  /// Share of a block's maps that the transition after it keeps, θ in (0, 1] (the C where < 1).
  public var compression: Double
  /// Feature maps that the stem makes.
  public var initialChannels: Int
  /// What stands before the first block.
  public var stem: Stem

  /// Describes a DenseNet whose blocks all have one growth rate.
  public init(
    blocks: [Int], growthRate: Int, hasBottleneck: Bool, compression: Double,
    initialChannels: Int, stem: Stem = .small
  ) {
    self.blocks = blocks
    growthRates = Array(repeating: growthRate, count: blocks.count)
    self.hasBottleneck = hasBottleneck
    self.compression = compression
    self.initialChannels = initialChannels
    self.stem = stem
  }

  /// torchvision's DenseNet of a depth: 121, 169, 201 or 161; `nil` for any other.
  public init?(imagenetDepth depth: Int) {
    let blocks: [Int: [Int]] = [
      121: [6, 12, 24, 16], 169: [6, 12, 32, 32], 201: [6, 12, 48, 32], 161: [6, 12, 36, 24],
    ]
    guard let layers = blocks[depth] else { return nil }
    self.init(
      blocks: layers, growthRate: depth == 161 ? 48 : 32, hasBottleneck: true, compression: 0.5,
      initialChannels: depth == 161 ? 96 : 64, stem: .imagenet)
  }

  /// The growth rate of all blocks; `nil` where they differ.
  public var growthRate: Int? {
    guard let first = growthRates.first, growthRates.allSatisfy({ $0 == first }) else { return nil }
    return first
  }

  /// Maps of a layer's bottleneck: 4k (section 3, "Bottleneck layers").
  func bottleneckChannels(block: Int) -> Int { 4 * growthRates[block] }

  /// For each block, the maps that enter it and that leave it.
  public var blockChannels: [(input: Int, output: Int)] {
    var channels = initialChannels
    return blocks.enumerated().map { index, layers in
      let output = channels + layers * growthRates[index]
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

  /// The paper's name, for example `DenseNet-BC (22, k=8)`, or torchvision's `DenseNet-121`.
  public var name: String {
    if self == DenseNetStructure(imagenetDepth: depth) { return "DenseNet-\(depth)" }
    let suffix = (hasBottleneck ? "B" : "") + (compression < 1 ? "C" : "")
    return "DenseNet\(suffix.isEmpty ? "" : "-" + suffix) (\(depth), k=\(growthRateText))"
  }

  /// `8`, or `8/12/8` where the blocks differ.
  private var growthRateText: String {
    growthRate.map(String.init) ?? growthRates.map(String.init).joined(separator: "/")
  }

  /// Maps of a block at most. A layer then has at most 2⁴⁰ weights, and the sums over all groups of a
  /// batch and over all layers stay within an `Int`.
  static let channelLimit = 1 << 20

  /// What forbids this structure on whatever images, in one line; `nil` where nothing does.
  public var objection: String? {
    guard !blocks.isEmpty && blocks.count <= 16 else {
      return "\(blocks.count) blocks: expected 1…16"
    }
    if let layers = blocks.first(where: { !(1...1000).contains($0) }) {
      return "a block of \(layers) layers: expected 1…1000"
    }
    guard growthRates.count == blocks.count else {
      return "\(growthRates.count) growth rates: expected one for each of \(blocks.count) blocks"
    }
    if let growthRate = growthRates.first(where: { !(1...10_000).contains($0) }) {
      return "growth rate \(growthRate): expected 1…10000"
    }
    guard compression > 0 && compression <= 1 else {
      return "compression \(compression): expected more than 0 and at most 1"
    }
    guard (1...100_000).contains(initialChannels) else {
      return "\(initialChannels) initial channels: expected 1…100000"
    }
    let channels = blockChannels.map(\.output).max() ?? 0
    guard channels <= Self.channelLimit else {
      return "a block of \(channels) maps: expected at most \(Self.channelLimit)"
    }
    return nil
  }
}

/// The growth rate is one number, or an array where the blocks differ.
extension DenseNetStructure: Codable {
  private enum CodingKeys: String, CodingKey {
    case blocks, growthRate
    case hasBottleneck = "bottleneck"
    case compression, initialChannels, stem
  }

  /// Reads what `encode` writes.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      blocks: try values.decode([Int].self, forKey: .blocks), growthRate: 1,
      hasBottleneck: try values.decode(Bool.self, forKey: .hasBottleneck),
      compression: try values.decode(Double.self, forKey: .compression),
      initialChannels: try values.decode(Int.self, forKey: .initialChannels),
      stem: try values.decode(Stem.self, forKey: .stem))
    if let growthRate = try? values.decode(Int.self, forKey: .growthRate) {
      growthRates = Array(repeating: growthRate, count: blocks.count)
    } else {
      growthRates = try values.decode([Int].self, forKey: .growthRate)
    }
  }

  /// Writes a flat object.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(blocks, forKey: .blocks)
    if let growthRate {
      try values.encode(growthRate, forKey: .growthRate)
    } else {
      try values.encode(growthRates, forKey: .growthRate)
    }
    try values.encode(hasBottleneck, forKey: .hasBottleneck)
    try values.encode(compression, forKey: .compression)
    try values.encode(initialChannels, forKey: .initialChannels)
    try values.encode(stem, forKey: .stem)
  }
}
