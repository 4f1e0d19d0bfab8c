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
    case network(NetworkConfiguration, NetworkState)
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
      case .network(let configuration, _): Self.size(configuration)
      case .weights(let weights): Self.size(weights.configuration)
      default: 0
      }
    }

    /// Values, momenta and statistics.
    private static func size(_ configuration: NetworkConfiguration) -> Int {
      3 * MemoryLayout<Float>.stride * configuration.parameterCount
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

  /// Takes out the newest change.
  mutating func removeLast() -> Change? { changes.popLast() }
}
