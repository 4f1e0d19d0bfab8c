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
  /// Images per step, ≥ 1.
  case batchSize = "batch_size"

  /// Whether only whole numbers make sense.
  public var isInteger: Bool { self == .growthRate || self == .batchSize }

  /// The knob's name in words, for a screen.
  public var title: String { rawValue.replacing("_", with: " ") }
}
