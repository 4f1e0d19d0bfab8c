import Dispatch
import Foundation
import Synchronization

/// Signals that must not end the program before the terminal is restored: they are collected and
/// the waiting thread is woken.
@MainActor
final class Signals {
  private let arrived = SignalList()
  private var sources: [any DispatchSourceSignal] = []
  static let handled = [SIGINT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT]

  init(_ wakeUp: WakeUp) {
    let arrived = self.arrived
    let queue = DispatchQueue(label: "densenet-explorer.terminal-signals")
    sources = Self.handled.map { number in
      if number != SIGCONT { signal(number, SIG_IGN) }
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        arrived.numbers.withLock { $0.append(number) }
        wakeUp.signal()
      }
      source.resume()
      return source
    }
  }

  /// Signals since the last call.
  func take() -> [Int32] {
    arrived.numbers.withLock { numbers in
      defer { numbers = [] }
      return numbers
    }
  }

  /// Gives the signals back to the system.
  func stop() {
    for source in sources { source.cancel() }
    sources = []
    for number in Self.handled { signal(number, SIG_DFL) }
  }
}

private final class SignalList: Sendable {
  let numbers = Mutex<[Int32]>([])
}
