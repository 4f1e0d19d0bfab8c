import KernelArguments

/// Trained values with their gradient and momentum.
final class Parameter {
  /// torchvision's name.
  let name: String
  let shape: [Int]
  let values: FloatBuffer
  let gradient: FloatBuffer
  let momentum: FloatBuffer
  /// ‖last update‖₂ / ‖values before it‖₂.
  private(set) var updateRatio = 0.0

  init(_ name: String, state: NetworkState) {
    self.name = name
    let tensor = state.parameters[name] ?? Tensor(shape: [0], values: [])
    shape = tensor.shape
    values = FloatBuffer(tensor.values)
    gradient = FloatBuffer(count: values.count)
    momentum =
      state.momenta[name].map { FloatBuffer($0.values) } ?? FloatBuffer(count: values.count)
  }

  var count: Int { values.count }

  func update(_ optimizer: SGD, _ kernels: KernelTable) {
    let norm = Double(kernels.sumOfSquares(values.start, values.paddedCount)).squareRoot()
    let squares = kernels.updateParameter(
      ParameterUpdate(
        values: values.start, gradient: gradient.start, momentum: momentum.start,
        count: values.paddedCount, learningRate: Float(optimizer.learningRate),
        momentumFactor: Float(optimizer.momentum), isNesterov: optimizer.isNesterov,
        weightDecay: Float(optimizer.weightDecay)))
    updateRatio = norm > 0 ? Double(squares).squareRoot() / norm : 0
  }

  func gradientNorm(_ kernels: KernelTable) -> Double {
    Double(kernels.sumOfSquares(gradient.start, gradient.paddedCount)).squareRoot()
  }
}

/// Settings of stochastic gradient descent, as PyTorch's `SGD` has them (dampening 0).
public struct SGD: Sendable, Equatable, Codable {
  /// Step size.
  public var learningRate: Double
  /// Share of the momentum that stays, in [0, 1).
  public var momentum: Double
  /// Whether the momentum is Nesterov's.
  public var isNesterov: Bool
  /// L2 penalty on every parameter, norms included.
  public var weightDecay: Double

  /// Describes an optimiser.
  public init(learningRate: Double, momentum: Double, isNesterov: Bool, weightDecay: Double) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }
}
