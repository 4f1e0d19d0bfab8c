import Dispatch
import Foundation
import Synchronization

/// Signals that must not end the program before the terminal is restored: they are collected and
/// the waiting thread is woken.
@MainActor
final class Signals {
  private let arrived = SignalList()
  private var sources: [any DispatchSourceSignal] = []
  private static let handled = [
    SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH,
  ]

  init(_ wakeUp: WakeUp) {
    for number in Self.handled where number != SIGCONT { signal(number, SIG_IGN) }
    sources = Self.handled.map { Self.source(of: $0, into: arrived, wakeUp) }
  }

  /// Outside of the main actor, for the handler runs on a queue.
  private nonisolated static func source(
    of number: Int32, into arrived: SignalList, _ wakeUp: WakeUp
  ) -> any DispatchSourceSignal {
    let source = DispatchSource.makeSignalSource(
      signal: number, queue: DispatchQueue(label: "densenet-explorer.terminal-signals"))
    source.setEventHandler {
      arrived.numbers.withLock { $0.append(number) }
      wakeUp.signal()
    }
    source.resume()
    return source
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
