import Channel

/// A dense block as a wiring: its input, its layers and what follows it, and how much each draws on
/// those before it.
struct BlockConnections: Sendable, Equatable {
  /// Number of the block, from 1.
  let block: Int
  let blockCount: Int
  /// Dense layers. Node 0 is the block's input, 1…`layerCount` are the layers, and the last one is the
  /// transition or classifier.
  let layerCount: Int
  /// Node of the layer that was asked for.
  let selected: Int
  private let reuse: Reuse?
  private let statistics: ReuseStatistics?

  /// The block of a layer. What stands between two blocks is the last node of the one before it; what
  /// stands before all of them is the input of the first.
  init?(_ run: ObservedRun, layer: Int) {
    let blocks = run.denseBlocks
    guard let first = blocks.first else { return nil }
    if let place = run.placeInBlock(ofLayer: layer) {
      (block, selected) = (place.block, place.layer)
    } else if let before = blocks.last(where: { ($0.layers.last ?? 0) < layer }) {
      (block, selected) = (before.number, run.denseLayers(ofBlock: before.number).count + 1)
    } else {
      (block, selected) = (first.number, 0)
    }
    blockCount = blocks.count
    let number = block
    layerCount = run.denseLayers(ofBlock: number).count
    let index = run.reuse.firstIndex { $0.block == number }
    reuse = index.map { run.reuse[$0] }
    statistics = index.map { run.reuseStatistics[$0] }
  }

  var nodeCount: Int { layerCount + 2 }

  /// Nodes that the selected one can read.
  var sources: Range<Int> { 0..<selected }

  /// Nodes that can read the selected one.
  var readers: Range<Int> { min(selected + 1, nodeCount)..<nodeCount }

  /// Whether the weights of the connections are known.
  var isMeasured: Bool { reuse != nil }

  /// `in`, `3`, `out`.
  func shortName(_ node: Int) -> String {
    node == 0 ? "in" : node > layerCount ? "out" : "\(node)"
  }

  /// `the input`, `layer 3`, `the transition`.
  func name(_ node: Int) -> String {
    if node == 0 { return "the input" }
    if node <= layerCount { return "layer \(node)" }
    return block == blockCount ? "the classifier" : "the transition"
  }

  /// Maps that a node makes; `nil` where that is not known.
  func maps(_ node: Int) -> Int? {
    guard let maps = reuse?.maps, maps.indices.contains(node) else { return nil }
    return maps[node]
  }

  /// How a reader divides its weight among its sources; see `ReuseStatistics.shares`.
  func share(reader: Int, source: Int) -> Double? {
    guard source >= 0, source < reader, reader <= layerCount + 1,
      let share = statistics?.shares[reader - 1, source], share.isFinite
    else { return nil }
    return share
  }

  /// A connection's weight against what it would have if the reader's were spread evenly over all maps.
  enum Weight: Sendable, Equatable {
    case light, middle, heavy

    /// 1.5 times the even share is heavy, less than half of it light.
    init(share: Double, even: Double) {
      self = share >= 1.5 * even ? .heavy : share >= 0.5 * even ? .middle : .light
    }
  }

  func weight(reader: Int, source: Int) -> Weight? {
    guard let statistics, let share = share(reader: reader, source: source) else { return nil }
    return Weight(share: share, even: statistics.mapShare(of: source, for: reader - 1))
  }

  /// `layer 3 reads 41.2 % from the input, 30.1 % from layer 1, …`, and who reads its maps.
  var sentences: [String] {
    guard isMeasured else { return [] }
    var sentences: [String] = []
    let sources = sources.compactMap { source in
      share(reader: selected, source: source).map { (source, $0) }
    }.sorted { $0.1 > $1.1 }
    if !sources.isEmpty {
      sentences.append(
        "\(name(selected)) reads "
          + sources.prefix(3).map { "\(percent($0.1)) from \(name($0.0))" }.joined(separator: ", ")
          + (sources.count > 3 ? ", …" : ""))
    }
    let readers = readers.compactMap { reader in
      share(reader: reader, source: selected).map { (reader, $0) }
    }
    // Against an even share of all maps: what has one source only draws all of its weight from it.
    func ratio(_ reader: Int, _ share: Double) -> Double {
      share / max(statistics?.mapShare(of: selected, for: reader - 1) ?? 1, .leastNormalMagnitude)
    }
    if let most = readers.max(by: { ratio($0.0, $0.1) < ratio($1.0, $1.1) }) {
      sentences.append(
        "\(name(selected)) is read by \(readers.count) after it, most by \(name(most.0)) "
          + "(\(percent(most.1)))")
    }
    return sentences
  }
}

extension ObservedRun {
  /// The dense blocks with the indices of their convolutions.
  var denseBlocks: [(number: Int, layers: [Int])] {
    guard hasDenseBlocks else { return [] }
    let members = layers.indices.filter { layers[$0].block != nil }
    return Dictionary(grouping: members) { layers[$0].block ?? 0 }.sorted { $0.key < $1.key }
      .map { ($0.key, $0.value) }
  }

  /// Index of the layer that is a node of a block; `nil` where there is none.
  func layer(ofNode node: Int, inBlock block: Int) -> Int? {
    let dense = denseLayers(ofBlock: block)
    guard let members = denseBlocks.first(where: { $0.number == block })?.layers,
      let first = members.first, let last = members.last
    else { return nil }
    let layer = node == 0 ? first - 1 : node <= dense.count ? dense[node - 1] : last + 1
    return layers.indices.contains(layer) ? layer : nil
  }
}
