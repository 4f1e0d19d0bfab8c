/// The shape of a ResNet for small images, or of the plain network beside it: a 3×3 convolution,
/// stages of blocks of two 3×3 convolutions, global average, linear (He et al. 2015, section 4.2).
/// From stage to stage the maps double and rows and columns are halved.
public struct ResidualStructure: Sendable, Equatable {
  /// Blocks of each stage; at least one stage, at least one block each.
  public var blocks: [Int]
  /// Maps of the first stage.
  public var initialChannels: Int

  /// Describes a network; 16 maps at first are He et al.'s.
  public init(blocks: [Int], initialChannels: Int = 16) {
    self.blocks = blocks
    self.initialChannels = initialChannels
  }

  /// He et al.'s network with three stages of n blocks; `nil` where the depth is not 6n + 2.
  public init?(depth: Int) {
    guard depth >= 8 && (depth - 2) % 6 == 0 else { return nil }
    self.init(blocks: Array(repeating: (depth - 2) / 6, count: 3))
  }

  /// Convolutions and the classifier, projections aside.
  public var depth: Int { 2 * blocks.reduce(0, +) + 2 }

  /// Maps of each stage.
  public var widths: [Int] { blocks.indices.map { initialChannels << $0 } }

  /// What a name says besides the depth, where the network is not He et al.'s: ` (9,9, 16 wide)`.
  var nameSuffix: String {
    if self == ResidualStructure(depth: depth) { return "" }
    return " (\(blocks.map(String.init).joined(separator: ",")), \(initialChannels) wide)"
  }

  /// What forbids this structure on whatever images, in one line.
  var objection: String? {
    guard 1...8 ~= blocks.count else { return "\(blocks.count) stages: expected 1…8" }
    if let count = blocks.first(where: { !(1...5000).contains($0) }) {
      return "a stage of \(count) blocks: expected 1…5000"
    }
    guard (1...4096).contains(initialChannels) else {
      return "\(initialChannels) initial channels: expected 1…4096"
    }
    return nil
  }
}

extension ResidualStructure: Codable {
  private enum CodingKeys: String, CodingKey {
    case depth, blocks, initialChannels
  }

  /// Reads `blocks`, or `depth` in their place.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if let depth = try values.decodeIfPresent(Int.self, forKey: .depth) {
      guard depth <= 9998, let structure = ResidualStructure(depth: depth) else {
        throw DecodingError.dataCorruptedError(
          forKey: .depth, in: values,
          debugDescription: "depth \(depth): expected 6n + 2 in 8…9998")
      }
      self = structure
    } else {
      self.init(
        blocks: try values.decode([Int].self, forKey: .blocks),
        initialChannels: try values.decodeIfPresent(Int.self, forKey: .initialChannels) ?? 16)
    }
  }

  /// Writes `blocks` and `initialChannels`.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(blocks, forKey: .blocks)
    try values.encode(initialChannels, forKey: .initialChannels)
  }
}
