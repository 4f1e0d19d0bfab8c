extension Network {
  /// How much each consumer of each dense block draws on each source, as in the paper's Figure 5:
  /// the mean absolute weight of the consumer's first convolution over the maps that the source
  /// made.
  ///
  /// - Returns: `[block][consumer][source]`, empty where there are no dense blocks. Consumers: the
  ///   block's dense layers, then the transition or classifier after it. Sources: the block's input,
  ///   then its dense layers. `nil` where a source comes after its consumer.
  public func reuse() -> [[[Double?]]] {
    guard let structure = configuration.architecture.denseNet else { return [] }
    return structure.blocks.indices.map { block in
      let input = structure.blockChannels[block].input
      let sources =
        [0..<input]
        + (0..<structure.blocks[block]).map { layer in
          let first = input + layer * structure.growthRate
          return first..<first + structure.growthRate
        }
      return layers.filter { $0.shape.input.place == .block(block) }.map { layer in
        return sources.map { meanAbsoluteWeight(of: layer.filters, over: $0) }
      }
    }
  }

  private func meanAbsoluteWeight(of filters: Parameter, over channels: Range<Int>) -> Double? {
    let inputs = filters.shape[1]
    guard channels.upperBound <= inputs else { return nil }
    let taps = filters.shape.dropFirst(2).reduce(1, *)
    var sum: Float = 0
    for output in 0..<filters.shape[0] {
      let start = (output * inputs + channels.lowerBound) * taps
      for index in start..<start + channels.count * taps { sum += abs(filters.values[index]) }
    }
    return Double(sum) / Double(filters.shape[0] * channels.count * taps)
  }
}
