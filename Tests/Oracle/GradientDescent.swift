/// Stochastic gradient descent with momentum and weight decay, as PyTorch's `SGD` (dampening 0).
public struct GradientDescent: Sendable {
  /// Step size.
  public var learningRate: Double
  /// Share of the momentum that stays.
  public var momentum: Double
  /// Whether the momentum is Nesterov's.
  public var isNesterov: Bool
  /// L2 penalty.
  public var weightDecay: Double

  /// Describes an optimiser.
  public init(learningRate: Double, momentum: Double, isNesterov: Bool, weightDecay: Double) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }

  /// One update of a value and its momentum; returns what was subtracted.
  public func update(_ value: inout Double, gradient: Double, velocity: inout Double) -> Double {
    let d = gradient + weightDecay * value
    velocity = momentum * velocity + d
    let step = learningRate * (isNesterov ? d + momentum * velocity : velocity)
    value -= step
    return step
  }
}
