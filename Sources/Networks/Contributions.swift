extension Network {
  /// How much of what each consumer of each dense block computes comes from each source, on the batch
  /// of the last `forward(.measurement)`.
  ///
  /// With z the output of the consumer's first convolution and z_s its part over the maps of source
  /// s, it is Cov(z_s, z) / Var(z) over pixels and images, variances and covariances summed over
  /// output maps. A transition's convolution follows its pooling, the classifier reads pooled maps.
  /// Of large maps some rows stand for all.
  ///
  /// - Returns: `[block][consumer][source]` as in `BlockReuse`, empty where there are no dense
  ///   blocks; `nil` also where a consumer puts out the same everywhere.
  public func contributions() -> [[[Double?]]] {
    guard let structure = configuration.architecture.denseNet else { return [] }
    let pass = pass(.measurement, .forward)
    return structure.blocks.indices.map { block in
      let sources = structure.sources(ofBlock: block)
      return layers.filter { $0.shape.input.place == .block(block) }.map {
        $0.contributions(of: sources, pass)
      }
    }
  }
}
