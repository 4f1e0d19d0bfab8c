/// Why tensors are not a network's: which one is missing, surplus or of a wrong shape.
public struct StateMismatch: Error, Sendable, Equatable, CustomStringConvertible {
  /// One line.
  public let description: String
}

extension NetworkConfiguration {
  /// Shape of each trained value, by torchvision's names.
  var parameterShapes: [String: [Int]] {
    let plan = plan
    var shapes: [String: [Int]] = [:]
    for layer in plan.layers {
      shapes["\(layer.name).weight"] = layer.filterShape
      if layer.hasBias { shapes["\(layer.name).bias"] = [layer.outputs] }
    }
    for norm in plan.norms {
      shapes["\(norm.name).weight"] = [norm.channels]
      shapes["\(norm.name).bias"] = [norm.channels]
    }
    return shapes
  }

  /// Shape of each running statistic, by torchvision's names.
  var statisticShapes: [String: [Int]] {
    var shapes: [String: [Int]] = [:]
    for norm in plan.norms {
      shapes["\(norm.name).running_mean"] = [norm.channels]
      shapes["\(norm.name).running_var"] = [norm.channels]
    }
    return shapes
  }

  /// A network's state from tensors by torchvision's names, with momenta of zero. Counters of
  /// batches, which PyTorch keeps and nothing here needs, are passed over.
  public func state(_ tensors: [String: Tensor]) throws(StateMismatch) -> NetworkState {
    let parameters = parameterShapes
    let statistics = statisticShapes
    let expected = parameters.merging(statistics) { first, _ in first }
    for (name, shape) in expected.sorted(by: { $0.key < $1.key }) {
      guard let tensor = tensors[name] else {
        throw StateMismatch(description: "\(name) is missing: expected a tensor of shape \(shape)")
      }
      guard tensor.shape == shape else {
        throw StateMismatch(
          description: "\(name) has the shape \(brief(tensor.shape)): expected \(shape)")
      }
    }
    let surplus = tensors.keys.filter {
      expected[$0] == nil && !$0.hasSuffix(".num_batches_tracked")
    }
    if let name = surplus.min() {
      throw StateMismatch(
        description:
          "\(quoted(name)) is surplus: expected the tensors of \(self.name) and no others")
    }
    return NetworkState(
      parameters: tensors.filter { parameters[$0.key] != nil },
      momenta: parameters.mapValues { Tensor(shape: $0, repeating: 0) },
      statistics: tensors.filter { statistics[$0.key] != nil })
  }
}

extension NetworkState {
  /// Trained values and running statistics by torchvision's names: what other programs read.
  public var tensors: [String: Tensor] { parameters.merging(statistics) { first, _ in first } }
}
