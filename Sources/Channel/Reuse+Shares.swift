extension Reuse {
  /// `shares[consumer][source]`: how each consumer divides its weight among its sources, 0…1.
  ///
  /// A consumer's weight on a source is its mean |γ·w| over the source's maps times their number, mean
  /// |w| where there are no norms; its share is that over the sum of the consumer's. 0 where a consumer
  /// has no weight at all, `nil` where there is no connection, NaN where a number that it follows from
  /// is missing or not finite. What a person reads, and what `Command.cutBelow` judges by.
  public var shares: [[Double?]] {
    (scaledMatrix ?? matrix).enumerated().map { consumer, row in
      let weights = maps.enumerated().map { source, maps -> Double? in
        // A consumer reads the block's input and the layers before it.
        guard source <= consumer else { return nil }
        guard row.indices.contains(source), let mean = row[source], mean.isFinite else {
          return .nan
        }
        return mean * Double(max(maps, 0))
      }
      let sum = weights.reduce(0) { $0 + ($1 ?? 0) }
      return weights.map { weight in weight.map { sum == 0 ? 0 : $0 / sum } }
    }
  }
}
