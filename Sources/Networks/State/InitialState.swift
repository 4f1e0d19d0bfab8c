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
      let isNormal = initialization == .he && !layer.isClassifier
      state.parameters["\(layer.name).weight"] = Tensor(
        shape: layer.filterShape,
        values: (0..<layer.outputs * fanIn).map { _ in
          isNormal
            ? generator.nextFilterWeight(fanIn: fanIn) : generator.nextUniformWeight(fanIn: fanIn)
        })
      guard layer.hasBias else { continue }
      state.parameters["\(layer.name).bias"] = Tensor(
        shape: [layer.outputs],
        values: (0..<layer.outputs).map { _ in
          initialization == .he ? 0 : generator.nextUniformWeight(fanIn: fanIn)
        })
    }
    for reading in plan.operations.flatMap(\.readings) {
      guard let norm = reading.norm else { continue }
      state.parameters["\(norm).weight"] = Tensor(shape: [reading.channels], repeating: 1)
      state.parameters["\(norm).bias"] = Tensor(shape: [reading.channels], repeating: 0)
      state.statistics["\(norm).running_mean"] = Tensor(shape: [reading.channels], repeating: 0)
      state.statistics["\(norm).running_var"] = Tensor(shape: [reading.channels], repeating: 1)
    }
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

  /// A weight as PyTorch's layers draw it by default: uniform between ±1/√fan-in.
  mutating func nextUniformWeight(fanIn: Int) -> Float {
    Float((2 * nextUniform() - 1) / Double(fanIn).squareRoot())
  }
}
