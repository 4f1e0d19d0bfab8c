/// Values with a name and a shape, in row-major order.
public struct Tensor: Sendable, Equatable {
  /// Lengths of the dimensions, the slowest first: `[outputs, inputs, rows, columns]` for a filter.
  public var shape: [Int]
  /// As many values as the shape's product.
  public var values: [Float]

  /// A tensor of given values.
  public init(shape: [Int], values: [Float]) {
    self.shape = shape
    self.values = values
  }

  /// A tensor with the same value everywhere.
  public init(shape: [Int], repeating value: Float) {
    self.init(shape: shape, values: Array(repeating: value, count: shape.reduce(1, *)))
  }
}

/// Everything that training changes in a network, by torchvision's names: enough to build the
/// network again as it is.
public struct NetworkState: Sendable, Equatable {
  /// Trained values: `features.conv0.weight`, `classifier.bias`, …
  public var parameters: [String: Tensor]
  /// Momentum of each parameter, under the parameter's name.
  public var momenta: [String: Tensor]
  /// Running statistics of the batch normalisations: `….running_mean`, `….running_var`.
  public var statistics: [String: Tensor]

  /// A state of given tensors.
  public init(
    parameters: [String: Tensor], momenta: [String: Tensor], statistics: [String: Tensor]
  ) {
    self.parameters = parameters
    self.momenta = momenta
    self.statistics = statistics
  }
}
