import Channel

/// A number for each connection of a dense block: from every source to every consumer that can read
/// it. Sources are the block's input, then its layers; consumers are its layers, then the transition or
/// classifier behind it. A consumer reads the input and the layers before it.
struct DenseConnections: Sendable, Equatable {
  /// `values[consumer][source]`, of one length all: `nil` where there is no connection, NaN where there
  /// is one and its number is not known or not finite.
  let values: [[Double?]]

  init(_ matrix: [[Double?]], sources: Int) {
    values = matrix.enumerated().map { consumer, row in
      (0..<sources).map { source in
        guard Self.isConnected(consumer: consumer, source: source) else { return nil }
        guard row.indices.contains(source), let value = row[source], value.isFinite else {
          return .nan
        }
        return value
      }
    }
  }

  /// What changed from one to the other.
  init(from earlier: DenseConnections, to later: DenseConnections) {
    values = zip(later.values, earlier.values).map { later, earlier in
      zip(later, earlier).map { later, earlier in
        later.flatMap { later in earlier.map { later - $0 } }
      }
    }
  }

  static func isConnected(consumer: Int, source: Int) -> Bool { source <= consumer }

  /// The largest finite number; 0 where none is positive.
  var largest: Double {
    values.joined().reduce(0) { largest, value in
      guard let value, value.isFinite else { return largest }
      return max(largest, value)
    }
  }

  subscript(consumer: Int, source: Int) -> Double? {
    guard values.indices.contains(consumer), values[consumer].indices.contains(source) else {
      return nil
    }
    return values[consumer][source]
  }
}

extension Reuse {
  /// The connection of a consumer to a source, as commands name it.
  func connections(consumer: Int, source: Int) -> ConnectionPattern {
    ConnectionPattern(
      block: block, source: source,
      reader: consumer < matrix.count - 1 ? .layer(consumer + 1) : .output)
  }

  /// `layer 3`, `transition` or `classifier`.
  func consumerName(_ consumer: Int, isLastBlock: Bool) -> String {
    consumer < matrix.count - 1
      ? "layer \(consumer + 1)" : isLastBlock ? "classifier" : "transition"
  }

  /// `input` or `layer 3`.
  func sourceName(_ source: Int) -> String { source == 0 ? "input" : "layer \(source)" }
}
