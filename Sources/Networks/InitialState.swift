extension DenseNet {
  /// Weights before training: convolutions by He et al. 2015 (normal, variance 2 / fan-in), γ 1,
  /// β 0, the classifier U(±1/√fan_in) with bias 0.
  public static func initialState(
    _ configuration: DenseNetConfiguration, using generator: inout RandomGenerator
  ) -> NetworkState {
    var state = NetworkState(parameters: [:], momenta: [:], statistics: [:])
    for layer in configuration.layerShapes {
      let fanIn = layer.inputs * layer.side * layer.side
      let filters = (0..<layer.outputs * fanIn).map { _ in
        layer.target == .scores
          ? generator.nextClassifierWeight(fanIn: fanIn) : generator.nextFilterWeight(fanIn: fanIn)
      }
      state.parameters["\(layer.name).weight"] = Tensor(shape: layer.filterShape, values: filters)
      guard let norm = layer.normName else { continue }
      state.parameters["\(norm).weight"] = Tensor(shape: [layer.inputs], repeating: 1)
      state.parameters["\(norm).bias"] = Tensor(shape: [layer.inputs], repeating: 0)
      state.statistics["\(norm).running_mean"] = Tensor(shape: [layer.inputs], repeating: 0)
      state.statistics["\(norm).running_var"] = Tensor(shape: [layer.inputs], repeating: 1)
    }
    state.parameters["classifier.bias"] = Tensor(shape: [configuration.classes], repeating: 0)
    for (name, tensor) in state.parameters {
      state.momenta[name] = Tensor(shape: tensor.shape, repeating: 0)
    }
    return state
  }
}

extension RandomGenerator {
  /// A convolution's weight: normal, deviation √(2 / fan-in).
  mutating func nextFilterWeight(fanIn: Int) -> Float {
    Float(nextNormal() * (2 / Double(fanIn)).squareRoot())
  }

  /// A linear layer's weight, as PyTorch draws it: uniform between ±1/√fan-in.
  mutating func nextClassifierWeight(fanIn: Int) -> Float {
    Float((2 * nextUniform() - 1) / Double(fanIn).squareRoot())
  }
}
