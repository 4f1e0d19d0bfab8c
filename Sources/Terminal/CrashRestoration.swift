import CNcurses
import Foundation

/// Gives the terminal back when the program crashes, from inside the signal handler: only `write`
/// and `tcsetattr`, which may be called there, and memory that was filled before. It never waits for a
/// terminal that takes no output, where this was opened so.
enum CrashRestoration {
  private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT]

  // Proof for `nonisolated(unsafe)`: written by `install`, which the main actor calls before the
  // handlers that read them are installed, and by `uninstall` after those are gone. The memory of
  // `farewell` is never freed.
  nonisolated(unsafe) private static var settings = termios()
  nonisolated(unsafe) private static var farewell: UnsafeMutableBufferPointer<UInt8>?
  /// Bytes of the farewell that leave the screen; the others say why.
  nonisolated(unsafe) private static var leavingCount = 0
  nonisolated(unsafe) private static var output = STDOUT_FILENO

  /// - Parameters:
  ///   - settings: the terminal's modes as they were.
  ///   - output: where the terminal is written to.
  ///   - leavingScreen: whether there is a screen to leave.
  @MainActor
  static func install(
    restoring settings: termios, output: Int32 = STDOUT_FILENO, leavingScreen: Bool = true
  ) {
    self.settings = settings
    self.output = output
    let leaving = leavingScreen ? leave : ""
    leavingCount = leaving.utf8.count
    let text =
      leaving + "\r\n" + "densenet-explorer: an internal error ended the program; "
      + "the run's log has every step that was done\r\n"
    let bytes = Array(text.utf8)
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = memory.initialize(from: bytes)
    farewell = memory
    // A stack of its own, for the case that the main thread's has overflowed.
    let size = 64 * 1024
    var stack = stack_t(
      ss_sp: UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16), ss_flags: 0,
      ss_size: size)
    sigaltstack(&stack, nil)
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in
      if let farewell = CrashRestoration.farewell {
        _ = write(CrashRestoration.output, farewell.baseAddress, farewell.count)
      }
      tcsetattr(STDIN_FILENO, TCSANOW, &CrashRestoration.settings)
      // SA_RESETHAND has brought the default action back: the program ends as it would have.
      raise(number)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND) | UInt32(SA_ONSTACK))
    for number in signals { sigaction(number, &action, nil) }
  }

  /// Gives the terminal back without a word, and without waiting for it, from any thread.
  static func leaveTerminal() {
    if let farewell, leavingCount > 0 { _ = write(output, farewell.baseAddress, leavingCount) }
    tcsetattr(STDIN_FILENO, TCSANOW, &settings)
  }

  /// What gives the screen back.
  private static var leave: String {
    let names: [String] = ["sgr0", "rmkx", "cnorm", "rmcup"]
    let leave = names.compactMap { name in capability(name).map { String(cString: $0) } }
    // Keeps quiet a mouse of xterm's kind, whichever way it reports.
    let mouseOff = capability("kmous") == nil ? "" : "\u{1B}[?1006l\u{1B}[?1000l"
    return mouseOff + leave.joined()
  }

  @MainActor
  static func uninstall() {
    for number in signals { signal(number, SIG_DFL) }
  }
}
