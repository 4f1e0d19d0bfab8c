extension Network {
  /// Where numbers first stopped being finite.
  public enum NotFinite: Sendable, Equatable {
    /// In the forward pass, in what this layer put out.
    case output(layer: String)
    /// In the backward pass, in the gradient of this layer's weights.
    case gradient(layer: String)
  }

  /// The first layer of the last forward and backward pass with a number that is not finite.
  public func firstNotFinite() -> NotFinite? {
    if let layer = layers.first(where: { !$0.isOutputFinite(batch) }) {
      return .output(layer: layer.shape.name)
    }
    let isGradientFinite = { (layer: ConvolutionLayer) in
      layer.parameters.allSatisfy { $0.gradient.values.allSatisfy(\.isFinite) }
    }
    return layers.last { !isGradientFinite($0) }.map { .gradient(layer: $0.shape.name) }
  }
}

extension ConvolutionLayer {
  /// Whether everything is finite that the last forward pass wrote for the batch's images.
  fileprivate func isOutputFinite(_ batch: Batch) -> Bool {
    for group in 0..<batch.groups {
      let values = target.values(group: group, from: shape.first).start
      for index in 0..<shape.outputs * target.shape.pixels * target.lanes
      where index % target.lanes < batch.liveLanes(group) && !values[index].isFinite {
        return false
      }
    }
    return true
  }
}
