extension Network {
  /// Mean of |∂loss/∂output| over each layer's maps, pixels and the batch, in the layers' order, of
  /// the last `backward(measuresOutputs: true)`. A transition's output is what its pooling makes;
  /// where dropout drops, the output is what is left.
  public func outputGradients() -> [Double] { layers.map(\.outputGradient) }

  /// Of the maps that each layer reads, the share that the ReLU before it made 0 in every pixel of
  /// every image of the last `forward(.training)`, 0…1, in the layers' order; `nil` where no ReLU
  /// stands before the layer. Goes through all maps.
  public func deadShares() -> [Double?] {
    let pass = pass(.training, .forward)
    var extremes: [ObjectIdentifier: [(least: Float, greatest: Float)]] = [:]
    return layers.map { layer in
      let source = layer.source
      guard source.lastActivation == .relu else { return nil }
      let place = ObjectIdentifier(source.maps)
      let known = extremes[place] ?? source.maps.extremes(pass)
      extremes[place] = known
      return source.deadShare(known)
    }
  }
}
