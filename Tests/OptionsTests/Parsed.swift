import ArgumentParser
import Synchronization

@testable import densenet_explorer

/// What was parsed already, for that takes long.
enum Parsed {
  private static let networks = Mutex<[String: NetworkSpecification]>([:])
  private static let runs = Mutex<[String: RunOptions]>([:])

  /// A network as `--network` takes it.
  static func network(_ text: String) throws -> NetworkSpecification {
    try value(text, in: networks) { try NetworkSpecification(text) }
  }

  /// Options of a run, between spaces.
  static func run(_ text: String) throws -> RunOptions {
    try value(text, in: runs) {
      try RunOptions.parse(text.split(separator: " ").map(String.init))
    }
  }

  private static func value<Value: Sendable>(
    _ text: String, in known: borrowing Mutex<[String: Value]>, parse: () throws -> Value
  ) throws -> Value {
    if let value = known.withLock({ $0[text] }) { return value }
    let value = try parse()
    known.withLock { $0[text] = value }
    return value
  }
}
