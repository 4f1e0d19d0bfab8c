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
    completeMaps()
    if let layer = layers.first(where: { !$0.isOutputFinite(batch) }) {
      return .output(layer: layer.shape.name)
    }
    // The backward pass goes from the last operation to the first.
    for operation in operations.reversed() {
      let parameters =
        operation.parameters + operation.sources.compactMap(\.norm).flatMap(\.parameters)
      if let parameter = parameters.first(where: { !$0.hasFiniteGradient }) {
        return .gradient(layer: parameter.module)
      }
    }
    return nil
  }

  /// Whether all gradients of the last `backward` are finite.
  ///
  /// - Parameter norms: what `gradientNorms` has measured, which need not be looked at again.
  public func hasFiniteGradients(norms: [Double]) -> Bool {
    norms.allSatisfy(\.isFinite)
      && parameters.allSatisfy { $0.shape.count > 1 || $0.hasFiniteGradient }
  }
}

extension Parameter {
  fileprivate var hasFiniteGradient: Bool {
    // Any number times zero is zero; infinity and NaN are not.
    gradient.reduce(0) { $0 + $1 * 0 } == 0
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
