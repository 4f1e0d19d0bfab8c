/// How much of what each consumer of a dense block computes comes from each source, on the batch of
/// the last step.
///
/// With z = Σ z_s the output of the consumer's first convolution and z_s its part over the maps of
/// source s, it is Cov(z_s, z) / Var(z), variances and covariances over pixels and images and summed
/// over output maps: the parts of a consumer add up to 1, and one that works against the others is
/// negative.
public struct Contributions: Sendable, Equatable {
  /// Updates before the measurement.
  public var step: Int
  /// Number of the dense block, from 1.
  public var block: Int
  /// `matrix[consumer][source]` as in `Reuse`; `nil` where there is no connection.
  public var matrix: [[Double?]]

  /// Describes a block's contributions.
  public init(step: Int, block: Int, matrix: [[Double?]]) {
    self.step = step
    self.block = block
    self.matrix = matrix
  }
}
