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
