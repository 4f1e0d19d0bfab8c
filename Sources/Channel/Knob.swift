import Foundation

/// A hyperparameter that can be changed while a run trains.
public enum Knob: String, Sendable, Codable, CaseIterable, CodingKeyRepresentable {
  /// Feature maps that each dense layer adds (the paper's *k*), 1…256.
  case growthRate = "growth_rate"
  /// Step size of the optimiser, > 0; the schedule goes on from the new value.
  case learningRate = "learning_rate"
  /// Momentum of the optimiser, in [0, 1).
  case momentum
  /// L2 penalty that is added to every gradient as `weightDecay · weight`, ≥ 0.
  case weightDecay = "weight_decay"
  /// Share of a convolution's outputs that training sets to zero, in [0, 1).
  case dropout
  /// Images per step, 1…65536.
  case batchSize = "batch_size"

  /// Whether only whole numbers make sense.
  public var isInteger: Bool { self == .growthRate || self == .batchSize }

  /// The knob's name in words, for a screen.
  public var title: String { rawValue.replacing("_", with: " ") }

  /// Why a value makes no sense for this knob, whatever the run: "growth rate 300: expected a whole
  /// number in 1…256". `nil` if it does.
  public func objection(to value: Double) -> String? {
    let (isRight, expected) =
      switch self {
      case .growthRate: (1...256 ~= value, "a whole number in 1…256")
      case .learningRate: (value > 0 && value <= 1000, "a number over 0, at most 1000")
      case .momentum: (0..<1 ~= value, "a number from 0 to below 1")
      case .dropout: (0..<1 ~= value, "a number from 0 to below 1")
      case .weightDecay: (0...1 ~= value, "a number in 0…1")
      case .batchSize: (1...65_536 ~= value, "a whole number in 1…65536")
      }
    if isRight && (!isInteger || value == value.rounded()) { return nil }
    return "\(title) \(text(value)): expected \(expected)"
  }

  /// A value as a person writes it: whole numbers with all their digits where only these make sense,
  /// others with six at most: `12`, `0.05`, `1e-05`.
  public func text(_ value: Double) -> String {
    let isWhole = isInteger && value == value.rounded() && abs(value) < 0x1p64
    return String(format: isWhole ? "%.0f" : "%g", value)
  }
}
