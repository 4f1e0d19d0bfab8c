import Dispatch
import Foundation
import Synchronization

/// Signals that must not end the program before the terminal is restored: they are collected and
/// the waiting thread is woken. Who asks for the end a second time does not want to wait for that
/// thread, which a terminal that takes no output may hold.
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
      if arrived.add(number) {
        wakeUp.signal()
      } else {
        CrashRestoration.leaveTerminal()
        _exit(128 + number)
      }
    }
    source.resume()
    return source
  }

  /// Signals since the last call. Of a stop and a start that follow one another neither is left to do.
  func take() -> [Int32] {
    let numbers = arrived.take()
    guard let start = numbers.lastIndex(of: SIGCONT) else { return numbers }
    return numbers.enumerated().filter { $0.offset >= start || $0.element != SIGTSTP }
      .map(\.element)
  }

  /// Gives the signals back to the system.
  func stop() {
    for source in sources { source.cancel() }
    sources = []
    for number in Self.handled { signal(number, SIG_DFL) }
  }
}

private final class SignalList: Sendable {
  private static let endings: Set<Int32> = [SIGINT, SIGTERM, SIGQUIT, SIGHUP]
  private let state = Mutex((numbers: [Int32](), endWasAsked: false))

  /// Adds a signal; `false` if it asks for the end and another one did before.
  func add(_ number: Int32) -> Bool {
    state.withLock { state in
      let asksForEnd = Self.endings.contains(number)
      if asksForEnd && state.endWasAsked { return false }
      state.endWasAsked = state.endWasAsked || asksForEnd
      state.numbers.append(number)
      return true
    }
  }

  func take() -> [Int32] {
    state.withLock { state in
      defer { state.numbers = [] }
      return state.numbers
    }
  }
}
