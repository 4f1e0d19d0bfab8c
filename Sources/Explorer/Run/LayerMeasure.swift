/// What is measured of each layer with weights.
enum LayerMeasure: Sendable, CaseIterable {
  /// ‖∂loss/∂weights‖₂.
  case gradientNorm
  /// ‖update‖₂ / ‖weights‖₂.
  case updateRatio
  /// Mean of |∂loss/∂output|.
  case outputGradient
  /// Share of the maps that the layer reads which its ReLU makes 0 everywhere.
  case deadShare
  /// ‖weights‖₂.
  case weightNorm

  var title: String {
    switch self {
    case .gradientNorm: "gradient norm"
    case .updateRatio: "update ratio"
    case .outputGradient: "mean |∂loss/∂output|"
    case .deadShare: "dead ReLUs"
    case .weightNorm: "weight norm"
    }
  }

  /// A short name for the line under the cursor.
  var word: String {
    switch self {
    case .gradientNorm: "norm"
    case .updateRatio: "update/weights"
    case .outputGradient: "mean |gradient|"
    case .deadShare: "dead"
    case .weightNorm: "‖w‖"
    }
  }

  /// Whether values span so many powers of ten that only their logarithm can be drawn.
  var isLogarithmic: Bool { self != .deadShare }

  func text(_ value: Double) -> String {
    switch self {
    case .gradientNorm, .updateRatio, .outputGradient: scientific(value)
    case .deadShare: percent(value)
    case .weightNorm: compact(value)
    }
  }
}
