import KernelArguments

/// The end of a residual block, `activation(residual + shortcut)`, both normalised already.
public struct ResidualSum: Sendable {
  /// Applied to the sum; `nil` for none.
  public var activation: Activation?

  /// Describes an addition.
  public init(activation: Activation?) { self.activation = activation }

  private func sum(_ residual: Images, _ shortcut: Images) -> Images {
    var sum = residual
    for index in sum.values.indices { sum.values[index] += shortcut.values[index] }
    return sum
  }

  /// The block's output.
  public func forward(residual: Images, shortcut: Images) -> Images {
    Activations.forward(activation, sum(residual, shortcut))
  }

  /// The gradient of the residual, which is also that of the shortcut.
  public func backward(residual: Images, shortcut: Images, _ dy: Images) -> Images {
    Activations.backward(activation, sum(residual, shortcut), dy)
  }
}
