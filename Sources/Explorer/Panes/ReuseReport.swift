import Channel
import Foundation

/// The statistics of a dense block in words.
struct ReuseReport {
  let block: Reuse
  let cursor: ReuseCursor
  let isLastBlock: Bool
  /// What stands behind the block: the transition or the classifier.
  let next: LayerDescription?
  private let statistics: ReuseStatistics

  init(
    _ block: Reuse, _ statistics: ReuseStatistics, cursor: ReuseCursor, isLastBlock: Bool,
    layers: [LayerDescription]
  ) {
    self.block = block
    self.cursor = cursor
    self.isLastBlock = isLastBlock
    let last = layers.lastIndex { $0.block == block.block }
    next = last.flatMap { layers.indices.contains($0 + 1) ? layers[$0 + 1] : nil }
    self.statistics = statistics
  }

  /// What the numbers are about.
  var heading: String {
    "Block \(block.block), by mean \(statistics.usesNormScale ? "|γ·w|" : "|w|")"
  }

  /// What there is to say, the most important first, each in phrases that belong together. Lazy: often
  /// there is room for a few only.
  var parts: some Sequence<[String]> {
    let parts = [
      \ReuseReport.readers, \.evenness, \.unusedMaps, \.leastUsedMaps, \.output, \.readersOfAll,
      \.evennessOfAll,
    ]
    return parts.lazy.map { self[keyPath: $0] }.filter { !$0.isEmpty }
  }

  private var readers: [String] {
    guard block.maps.indices.contains(cursor.source) else { return [] }
    let (drawing, all) = statistics.readers(of: cursor.source)
    return [
      "\(block.sourceName(cursor.source)): \(drawing) of \(all) later layers "
        + (drawing == 1 ? "draws on it" : "draw on it")
    ]
  }

  private var evenness: [String] {
    guard let mean = statistics.meanEvenness else { return [] }
    let name = block.consumerName(cursor.consumer, isLastBlock: isLastBlock)
    let own = statistics.evenness(of: cursor.consumer).map { ["\(name) \(thousandths($0))"] } ?? []
    let phrases = own + ["mean of the block \(thousandths(mean))"]
    return ["entropy of use, 1 if even: \(phrases[0])"] + phrases.dropFirst()
  }

  private var unusedMaps: [String] {
    let count = statistics.mapUse.count
    guard count > 0 else { return [] }
    let unused = statistics.unusedMaps
    return [
      "unused, below \(compact(100 * ReuseStatistics.unusedBelow)) % of average use: "
        + "\(unused) of \(count) maps, \(percent(Double(unused) / Double(count)))"
    ]
  }

  private var leastUsedMaps: [String] {
    let phrases = statistics.leastUsedMaps(4).map {
      "map \($0.map) of \(block.sourceName($0.source)): \(percent($0.use))"
    }
    guard let first = phrases.first else { return [] }
    return ["least used (average 100 %): \(first)"] + phrases.dropFirst()
  }

  /// What the transition keeps, or the classifier reads.
  private var output: [String] {
    let consumer = block.matrix.count - 1
    guard consumer >= 0 else { return [] }
    let name = block.consumerName(consumer, isLastBlock: isLastBlock)
    let made = next?.outputShape.first.map { "\($0) \(isLastBlock ? "scores" : "maps") of " } ?? ""
    let phrases = ["\(name): \(made)the block's \(block.maps.reduce(0, &+)) maps"]
    guard let (source, share) = statistics.mainSource(of: consumer) else { return phrases }
    let maps = statistics.mapShare(of: source, for: consumer)
    return phrases + [
      "\(percent(share)) of its weight on \(block.sourceName(source))",
      "which has \(percent(maps)) of the maps",
    ]
  }

  private var readersOfAll: [String] {
    let phrases = block.maps.indices.map { source in
      let (drawing, all) = statistics.readers(of: source)
      return "\(source == 0 ? "in" : "\(source)"): \(drawing)/\(all)"
    }
    guard let first = phrases.first else { return [] }
    return ["later layers that draw on: \(first)"] + phrases.dropFirst()
  }

  private var evennessOfAll: [String] {
    let phrases = block.matrix.indices.compactMap { consumer in
      statistics.evenness(of: consumer).map {
        "\(consumer == block.matrix.count - 1 ? "out" : "\(consumer + 1)"): \(thousandths($0))"
      }
    }
    guard let first = phrases.first else { return [] }
    return ["entropy of use by layer: \(first)"] + phrases.dropFirst()
  }

  /// Three digits behind the point, for most are near 1: `0.934`.
  private func thousandths(_ value: Double) -> String { String(format: "%.3f", value) }
}
