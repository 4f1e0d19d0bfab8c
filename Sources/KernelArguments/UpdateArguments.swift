/// One update by stochastic gradient descent of a parameter's values.
public struct ParameterUpdate {
  /// The values; all arrays are aligned and filled up with zeros to a multiple of 16.
  public var values: UnsafeMutablePointer<Float>
  /// Gradient of the loss.
  public var gradient: UnsafePointer<Float>
  /// Momentum.
  public var momentum: UnsafeMutablePointer<Float>
  /// Number of floats, a multiple of 16.
  public var count: Int
  /// Learning rate.
  public var learningRate: Float
  /// Momentum's share that stays, in [0, 1).
  public var momentumFactor: Float
  /// Whether the momentum is Nesterov's.
  public var isNesterov: Bool
  /// L2 penalty.
  public var weightDecay: Float

  /// Describes one update.
  public init(
    values: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momentum: UnsafeMutablePointer<Float>, count: Int, learningRate: Float, momentumFactor: Float,
    isNesterov: Bool, weightDecay: Float
  ) {
    self.values = values
    self.gradient = gradient
    self.momentum = momentum
    self.count = count
    self.learningRate = learningRate
    self.momentumFactor = momentumFactor
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }
}
