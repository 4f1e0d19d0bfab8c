/// Samples that were drawn together, and where in a run's order.
public struct SampleDraw: Sendable, Equatable {
  /// Places in the training part.
  public let indices: [Int]
  /// The pass, from 1.
  public let epoch: Int
  /// Samples of that pass that were drawn before.
  public let position: Int

  /// The first samples of it alone.
  public func prefix(_ count: Int) -> SampleDraw {
    SampleDraw(
      indices: Array(indices.prefix(max(count, 0))), epoch: epoch, position: position)
  }
}

/// The order in which a run sees its samples: a new permutation for every epoch, fixed by the seed
/// and the epoch alone, the same on every platform.
public struct SampleOrder: Sendable, Equatable {
  /// Samples in one pass.
  public let count: Int
  /// What fixes every permutation.
  public let seed: UInt64
  /// Passes begun; 0 before the first draw.
  public private(set) var epoch = 0
  /// Samples drawn in this pass, 0…`count`; at `count` the next draw begins another pass.
  public private(set) var position = 0
  /// Follows from the rest; empty until it is needed.
  private var permutation: [Int] = []

  /// An order before its first draw.
  public init(count: Int, seed: UInt64) {
    self.count = max(count, 0)
    self.seed = seed
  }

  /// The next indices, each in 0..<`count`. Never across an epoch's end, so the last batch of an
  /// epoch may be smaller. A batch size under 1 counts as 1; without samples the batch is empty.
  public mutating func next(_ batchSize: Int) -> [Int] { draw(batchSize).indices }

  /// The same with the place in the pass, from which random changes of images follow.
  public mutating func draw(_ batchSize: Int) -> SampleDraw {
    guard count > 0 else { return SampleDraw(indices: [], epoch: 0, position: 0) }
    if epoch == 0 || position == count {
      epoch += 1
      position = 0
      permutation = []
    }
    if permutation.isEmpty {
      permutation = Self.permutation(count: count, seed: seed, epoch: epoch)
    }
    let end = position + min(max(batchSize, 1), count - position)
    defer { position = end }
    return SampleDraw(
      indices: Array(permutation[position..<end]), epoch: epoch, position: position)
  }

  /// Equal where the draws that follow are.
  public static func == (left: SampleOrder, right: SampleOrder) -> Bool {
    (left.count, left.seed, left.epoch, left.position)
      == (right.count, right.seed, right.epoch, right.position)
  }

  /// Fisher–Yates, as Durstenfeld wrote it (Communications of the ACM 7, 1964, algorithm 235).
  private static func permutation(count: Int, seed: UInt64, epoch: Int) -> [Int] {
    var hash = SplitMix64(state: seed)
    var generator = SplitMix64(state: hash.next() ^ UInt64(epoch))
    var order = Array(0..<count)
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(generator.next(below: UInt64(last + 1))))
    }
    return order
  }
}

/// As `{"count": 60000, "seed": 1, "epoch": 2, "position": 640}`.
extension SampleOrder: Codable {
  private enum CodingKeys: String, CodingKey {
    case count, seed, epoch, position
  }

  /// Reads what `encode` writes; refuses a position that no order has.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    count = try values.decode(Int.self, forKey: .count)
    seed = try values.decode(UInt64.self, forKey: .seed)
    epoch = try values.decode(Int.self, forKey: .epoch)
    position = try values.decode(Int.self, forKey: .position)
    guard count >= 0, 0..<Int(Int32.max) ~= epoch, 0...count ~= position else {
      throw DecodingError.dataCorruptedError(
        forKey: .position, in: values,
        debugDescription: "position \(position) of \(count) in epoch \(epoch)")
    }
  }

  /// Writes the position and what fixes the permutations.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(count, forKey: .count)
    try values.encode(seed, forKey: .seed)
    try values.encode(epoch, forKey: .epoch)
    try values.encode(position, forKey: .position)
  }
}
