import Foundation
import Screen

/// The terminal as lines of text, one below the other: for screen readers. Keys are read one by one and
/// not echoed; nothing is ever drawn over.
@MainActor
public final class PlainTerminal {
  private let wakeUp: WakeUp
  private let signals: Signals
  private var settings = termios()
  private var unread: [UInt8] = []
  private var isOpen = true
  /// See `Terminal`.
  private var wasSuspended = false

  /// Why keys cannot be read; `nil` if they can.
  public static var objection: String? {
    isatty(STDIN_FILENO) == 1 ? nil : "standard input is no terminal"
  }

  /// Takes the terminal; `nil` where `objection` has one.
  public init?(wakeUp: WakeUp) {
    guard Self.objection == nil else { return nil }
    self.wakeUp = wakeUp
    signals = Signals(wakeUp)
    tcgetattr(STDIN_FILENO, &settings)
    CrashRestoration.install(restoring: settings, leavingScreen: false)
    readKeysOneByOne()
  }

  private func readKeysOneByOne() {
    var modes = settings
    modes.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
    modes.c_iflag &= ~tcflag_t(ICRNL | IXON)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &modes)
  }

  /// Sleeps until something happens, or the time is over.
  ///
  /// - Parameter timeoutMilliseconds: `nil` waits for good.
  public func waitForEvents(timeoutMilliseconds: Int? = nil) -> [TerminalEvent] {
    wasSuspended = false
    var files = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    // A lone Escape is one once nothing has followed it for a moment.
    let patience = unread.isEmpty ? timeoutMilliseconds : 25
    let count = poll(&files, 2, patience.map { Int32(clamping: max($0, 0)) } ?? -1)
    var events: [TerminalEvent] = []
    if files[0].revents & Int16(POLLIN) != 0 {
      var bytes = [UInt8](repeating: 0, count: 256)
      let length = read(STDIN_FILENO, &bytes, bytes.count)
      if length > 0 {
        unread += bytes[..<length]
      } else {
        events.append(.terminated(signal: SIGHUP))
      }
    } else if files[0].revents != 0 {
      events.append(.terminated(signal: SIGHUP))
    }
    events += KeySequence.take(from: &unread, isComplete: count == 0).map { .key($0) }
    if wakeUp.drain() { events.append(.woken) }
    for number in signals.take() {
      switch number {
      case SIGCONT: events.append(.continued)
      case SIGTSTP: events.append(.suspensionAsked)
      case SIGWINCH: break
      default: events.append(.terminated(signal: number))
      }
    }
    return events
  }

  /// Gives the terminal back and stops the program as Ctrl-Z does.
  public func suspend() {
    guard !wasSuspended else { return }
    wasSuspended = true
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    kill(getpid(), SIGSTOP)
  }

  /// Takes the terminal anew when the program goes on.
  public func restore() { readKeysOneByOne() }

  /// Gives the terminal back as it was. Calling it again does nothing.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    tcsetattr(STDIN_FILENO, TCSADRAIN, &settings)
    CrashRestoration.uninstall()
    signals.stop()
  }
}
