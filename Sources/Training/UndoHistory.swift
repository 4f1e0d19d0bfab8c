import Channel
import Networks

/// What is needed to take back the latest changes, the newest last.
struct UndoHistory {
  /// How things were before a change.
  enum Change {
    /// The optimiser, before this knob of it changed.
    case optimizer(Knob, SGD)
    case batchSize(Int)
    case dropout(Double)
    /// The network, before its growth rate changed.
    case network(KnownWeights)
    /// The weights after an earlier step, before numbers stopped being finite.
    case weights(KnownWeights)

    /// The knob that was changed; `nil` where it was the weights.
    var knob: Knob? {
      switch self {
      case .optimizer(let knob, _): knob
      case .batchSize: .batchSize
      case .dropout: .dropout
      case .weights: nil
      case .network: .growthRate
      }
    }

    /// Bytes that keeping it takes, near enough.
    var size: Int {
      switch self {
      case .network(let weights), .weights(let weights):
        // Values, momenta and statistics.
        3 * MemoryLayout<Float>.stride * weights.configuration.parameterCount
      default: 0
      }
    }
  }

  /// Changes that are kept at most.
  static let limit = 16
  /// Bytes that are kept at most, the newest change aside.
  static let sizeLimit = 1 << 30

  private var changes: [Change] = []

  /// Adds a change, and forgets the oldest ones that are too many.
  mutating func append(_ change: Change) {
    changes.append(change)
    while changes.count > 1
      && (changes.count > Self.limit || changes.reduce(0) { $0 + $1.size } > Self.sizeLimit)
    {
      changes.removeFirst()
    }
  }

  /// Weights of an earlier step are back: what was kept of networks after that step is not to come
  /// back by another undo. Each is replaced by what `replacement` makes for its growth rate.
  mutating func replaceNetworks(
    after step: Int, by replacement: (_ growthRate: Int) -> KnownWeights
  ) {
    changes = changes.map { change in
      guard case .network(let weights) = change, weights.step > step,
        let growthRate = weights.configuration.architecture.growthRate
      else { return change }
      return .network(replacement(growthRate))
    }
  }

  /// The step whose weights the next undo brings back; `nil` where it takes back something else.
  var lastRestoredStep: Int? {
    if case .weights(let weights)? = changes.last { weights.step } else { nil }
  }

  /// Takes out the newest change.
  mutating func removeLast() -> Change? { changes.popLast() }
}
