/// How weights are drawn before training.
public enum Initialization: String, Sendable, Codable, CaseIterable {
  /// Convolutions by He et al. 2015 (normal, variance 2 / fan-in) with biases 0, the classifier
  /// U(±1/√fan-in) with bias 0.
  case he
  /// Everything U(±1/√fan-in), biases included, as PyTorch's layers do by default.
  case uniform
}

extension NetworkConfiguration {
  /// Weights before training; γ is 1, β 0.
  public func initialState(
    _ initialization: Initialization = .he, using generator: inout RandomGenerator
  ) -> NetworkState {
    let plan = plan
    var state = NetworkState(parameters: [:], momenta: [:], statistics: [:])
    for layer in plan.layers {
      let fanIn = layer.inputs * layer.side * layer.side
      // A classifier is no convolution: PyTorch's own way, whatever the others get.
      let initializationOfWeights = layer.isClassifier ? .uniform : initialization
      state.parameters["\(layer.name).weight"] = Tensor(
        shape: layer.filterShape,
        values: (0..<layer.outputs * fanIn).map { _ in
          generator.nextWeight(initializationOfWeights, fanIn: fanIn)
        })
      guard layer.hasBias else { continue }
      state.parameters["\(layer.name).bias"] = Tensor(
        shape: [layer.outputs],
        values: (0..<layer.outputs).map { _ in
          initialization == .he ? 0 : generator.nextWeight(.uniform, fanIn: fanIn)
        })
    }
    for (name, channels) in plan.norms {
      state.parameters["\(name).weight"] = Tensor(shape: [channels], repeating: 1)
      state.parameters["\(name).bias"] = Tensor(shape: [channels], repeating: 0)
      state.statistics["\(name).running_mean"] = Tensor(shape: [channels], repeating: 0)
      state.statistics["\(name).running_var"] = Tensor(shape: [channels], repeating: 1)
    }
    for (name, tensor) in state.parameters {
      state.momenta[name] = Tensor(shape: tensor.shape, repeating: 0)
    }
    return state
  }
}

extension RandomGenerator {
  /// A weight: normal with the deviation √(2 / fan-in), or uniform between ±1/√fan-in.
  mutating func nextWeight(_ initialization: Initialization, fanIn: Int) -> Float {
    switch initialization {
    case .he: Float(nextNormal() * (2 / Double(fanIn)).squareRoot())
    case .uniform: Float((2 * nextUniform() - 1) / Double(fanIn).squareRoot())
    }
  }
}
