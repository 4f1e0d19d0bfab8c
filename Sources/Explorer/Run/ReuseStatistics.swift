import Channel
import Foundation

/// Who uses what in a dense block.
///
/// A consumer's *share* of a source is the part of its weight that it has for the source's maps; see
/// `Reuse.shares`.
struct ReuseStatistics: Sendable, Equatable {
  /// Shares of each consumer, 0…1; of one without any weight, 0. See `DenseConnections`.
  let shares: DenseConnections
  /// Whether γ is taken into account.
  let usesNormScale: Bool
  /// Every map of the block whose use is known.
  let mapUse: [MapUse]
  /// Maps of each source.
  private let maps: [Int]
  /// Maps that each consumer reads.
  private let readMaps: [Double]

  /// How much a map is used by the consumer that uses it most.
  struct MapUse: Sendable, Equatable {
    /// Index of the source that made it.
    let source: Int
    /// Number among that source's maps, from 1.
    let map: Int
    /// See `Reuse.mapUse`; 1 is the average.
    let use: Double
  }

  /// A consumer draws on a source if its mean weight over the source's maps is at least this part of
  /// its mean over all maps that it reads: half of what an even spread would give.
  static let drawingPart = 0.5
  /// A map below this part of the average use, in the consumer that uses it most, counts as unused.
  static let unusedBelow = 0.01

  init(_ block: Reuse) {
    let maps = block.maps.map { max($0, 0) }
    self.maps = maps
    usesNormScale = block.scaledMatrix != nil
    let means = DenseConnections(block.scaledMatrix ?? block.matrix, sources: maps.count)
    readMaps = means.values.map { row in
      zip(row, maps).reduce(0) { $1.0 == nil ? $0 : $0 + Double($1.1) }
    }
    shares = DenseConnections(block.shares, sources: maps.count)
    let places = maps.enumerated().lazy.flatMap { source, count in
      (0..<count).lazy.map { (source, $0 + 1) }
    }
    mapUse = zip(places, block.mapUse ?? []).compactMap { place, use in
      use.isFinite ? MapUse(source: place.0, map: place.1, use: use) : nil
    }
  }

  // MARK: Sources

  /// Whether a consumer draws on a source; see `drawingPart`.
  func draws(consumer: Int, source: Int) -> Bool {
    guard let share = shares[consumer, source], share.isFinite, share > 0 else { return false }
    return share >= Self.drawingPart * mapShare(of: source, for: consumer)
  }

  /// How many later consumers draw on a source, and how many there are.
  func readers(of source: Int) -> (drawing: Int, all: Int) {
    let consumers = shares.values.indices.lazy.filter {
      DenseConnections.isConnected(consumer: $0, source: source)
    }
    return consumers.reduce(into: (drawing: 0, all: 0)) { count, consumer in
      count.all += 1
      if draws(consumer: consumer, source: source) { count.drawing += 1 }
    }
  }

  /// A source's part of the maps that a consumer reads.
  func mapShare(of source: Int, for consumer: Int) -> Double {
    guard maps.indices.contains(source), readMaps.indices.contains(consumer),
      readMaps[consumer] > 0
    else { return 0 }
    return Double(maps[source]) / readMaps[consumer]
  }

  // MARK: Consumers

  /// Shannon's entropy of a consumer's weight over all maps that it reads, those of a source counted
  /// alike, divided by the logarithm of their number: 1 where every map has the same, 0 where one map
  /// has everything; `nil` where there is one source only or no weight.
  func evenness(of consumer: Int) -> Double? {
    guard shares.values.indices.contains(consumer) else { return nil }
    let row = zip(shares.values[consumer], maps).compactMap { share, maps in
      share.map { (share: $0, maps: Double(maps)) }
    }
    guard row.count > 1, abs(row.reduce(0, { $0 + $1.share }) - 1) < 1e-6 else { return nil }
    let entropy = row.reduce(0) { $1.share > 0 ? $0 - $1.share * log($1.share / $1.maps) : $0 }
    return entropy / log(readMaps[consumer])
  }

  /// The mean of the consumers' evenness.
  var meanEvenness: Double? {
    let all = shares.values.indices.compactMap(evenness)
    return all.isEmpty ? nil : all.reduce(0, +) / Double(all.count)
  }

  /// The source with a consumer's greatest share.
  func mainSource(of consumer: Int) -> (source: Int, share: Double)? {
    guard shares.values.indices.contains(consumer) else { return nil }
    return shares.values[consumer].enumerated().compactMap { source, share in
      share.flatMap { $0.isFinite && $0 > 0 ? (source, $0) : nil }
    }.max { $0.1 < $1.1 }
  }

  // MARK: Maps

  /// Maps that no consumer uses; see `unusedBelow`.
  var unusedMaps: Int { mapUse.count { $0.use < Self.unusedBelow } }

  /// The maps that are used least, the least first.
  func leastUsedMaps(_ count: Int) -> [MapUse] {
    Array(mapUse.sorted { $0.use < $1.use }.prefix(count))
  }
}
