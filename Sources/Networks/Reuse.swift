/// How much the consumers of a dense block draw on its sources, as in the paper's Figure 5.
///
/// Consumers: the block's dense layers, then the transition or classifier after it. Sources: the
/// block's input, then its dense layers. `nil` where a source comes after its consumer.
public struct BlockReuse: Sendable, Equatable {
  /// `[consumer][source]`: the mean absolute weight of the consumer's first convolution over the maps
  /// that the source made.
  public var matrix: [[Double?]] = []
  /// The same means of |γ·w|, γ being the scale of the consumer's norm; `nil` without norms.
  public var scaledMatrix: [[Double?]]?
  /// For each map of the block, the greatest share that a consumer's mean |γ·w| over the map has of
  /// that consumer's mean over all its maps: 1 is the average. Without norms γ is 1.
  public var mapUse: [Double]
}

extension Network {
  /// How much each consumer of each dense block draws on each source; empty where there are no dense
  /// blocks.
  public func reuse() -> [BlockReuse] {
    guard let structure = configuration.architecture.denseNet else { return [] }
    return structure.blocks.indices.map { block in
      let sources = structure.sources(ofBlock: block)
      var reuse = BlockReuse(mapUse: Array(repeating: 0, count: sources.last?.upperBound ?? 0))
      for layer in layers where layer.shape.input.place == .block(block) {
        let weights = meanAbsoluteWeights(of: layer.filters)
        reuse.matrix.append(sources.map { mean(of: weights, over: $0) })
        var scaled = weights
        if let gamma = layer.source.norm?.gamma {
          for channel in scaled.indices { scaled[channel] *= Double(abs(gamma.values[channel])) }
          reuse.scaledMatrix =
            (reuse.scaledMatrix ?? []) + [sources.map { mean(of: scaled, over: $0) }]
        }
        guard let average = mean(of: scaled, over: scaled.indices), average != 0 else { continue }
        for (channel, value) in scaled.enumerated() {
          reuse.mapUse[channel] = max(reuse.mapUse[channel], value / average)
        }
      }
      return reuse
    }
  }

  /// Mean absolute weight over each map that a convolution reads.
  private func meanAbsoluteWeights(of filters: Parameter) -> [Double] {
    let (outputs, inputs) = (filters.shape[0], filters.shape[1])
    let taps = filters.shape.dropFirst(2).reduce(1, *)
    var sums = [Float](repeating: 0, count: inputs)
    var index = 0
    for _ in 0..<outputs {
      for input in 0..<inputs {
        for _ in 0..<taps {
          sums[input] += abs(filters.values[index])
          index += 1
        }
      }
    }
    return sums.map { Double($0) / Double(outputs * taps) }
  }

  private func mean(of values: [Double], over channels: Range<Int>) -> Double? {
    guard channels.upperBound <= values.count else { return nil }
    return values[channels].reduce(0, +) / Double(channels.count)
  }
}

extension DenseNetStructure {
  /// The channels of a block that each of its sources makes: the block's input, then its layers.
  func sources(ofBlock block: Int) -> [Range<Int>] {
    let input = blockChannels[block].input
    return [0..<input]
      + (0..<blocks[block]).map { layer in
        let first = input + layer * growthRates[block]
        return first..<first + growthRates[block]
      }
  }
}
