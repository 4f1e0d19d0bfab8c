extension DenseNet {
  /// How much each consumer of each dense block draws on each source, as in the paper's Figure 5:
  /// the mean absolute weight of the consumer's first convolution over the maps that the source
  /// made.
  ///
  /// - Returns: `[block][consumer][source]`. Consumers: the block's dense layers, then the
  ///   transition or classifier after it. Sources: the block's input, then its dense layers. `nil`
  ///   where a source comes after its consumer.
  public func reuse() -> [[[Double?]]] {
    configuration.blocks.indices.map { block in
      let layers = configuration.blocks[block]
      let input = configuration.blockChannels[block].input
      let sources =
        [0..<input]
        + (0..<layers).map { layer in
          let first = input + layer * configuration.growthRate
          return first..<first + configuration.growthRate
        }
      return consumers(ofBlock: block).map { filters in
        sources.map { meanAbsoluteWeight(of: filters, over: $0) }
      }
    }
  }

  private func meanAbsoluteWeight(of filters: Tensor, over channels: Range<Int>) -> Double? {
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
