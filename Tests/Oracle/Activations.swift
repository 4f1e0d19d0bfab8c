import Foundation
import KernelArguments

/// The functions that are applied to every value; `nil` leaves it as it is.
public enum Activations {
  /// The function.
  public static func value(_ activation: Activation?, _ x: Double) -> Double {
    switch activation {
    case nil: x
    case .relu: x < 0 ? 0 : x
    case .tanh: tanh(x)
    case .sigmoid: 1 / (1 + exp(-x))
    }
  }

  /// Its derivative; on ReLU's kink it is taken to be zero, as PyTorch takes it.
  public static func derivative(_ activation: Activation?, at x: Double) -> Double {
    switch activation {
    case nil: 1
    case .relu: x <= 0 ? 0 : 1
    case .tanh: 1 - tanh(x) * tanh(x)
    case .sigmoid: 1 / (2 + exp(x) + exp(-x))
    }
  }

  /// The function of every value.
  public static func forward(_ activation: Activation?, _ x: Images) -> Images {
    x.map { x, _ in value(activation, x) }
  }

  /// The gradient `dy`, times the derivative at the inputs.
  public static func backward(_ activation: Activation?, _ x: Images, _ dy: Images) -> Images {
    var dx = dy
    for index in dx.values.indices {
      dx.values[index] *= derivative(activation, at: x.values[index])
    }
    return dx
  }
}
