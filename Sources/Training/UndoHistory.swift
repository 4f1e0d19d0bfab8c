import Channel
import Networks

/// What is needed to take back the latest changes, the newest last.
struct UndoHistory {
  /// How things were before a change.
  enum Change {
    /// The optimiser, before this knob of it changed.
    case optimizer(Knob, SGD)
    case batchSize(Int)
    /// The network, before its growth rate changed.
    case network(DenseNetConfiguration, NetworkState)

    /// The knob that was changed.
    var knob: Knob {
      switch self {
      case .optimizer(let knob, _): knob
      case .batchSize: .batchSize
      case .network: .growthRate
      }
    }

    /// Bytes that keeping it takes, near enough.
    var size: Int {
      guard case .network(let configuration, _) = self else { return 0 }
      return 3 * MemoryLayout<Float>.stride * DenseNet.parameterCount(configuration)
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
