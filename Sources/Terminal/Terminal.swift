import CNcurses
import Foundation
import Screen

/// What a terminal tells the thread that waits for it.
public enum TerminalEvent: Sendable, Equatable {
  /// A key was pressed.
  case key(Key)
  /// The mouse was pressed or its wheel turned.
  case mouse(MouseEvent)
  /// The terminal has another size.
  case resized
  /// `WakeUp.signal` was called.
  case woken
  /// A signal, or the loss of the terminal, asks the program to end.
  case terminated(signal: Int32)
  /// Another process asks the program to suspend itself.
  case suspensionAsked
  /// The program goes on after it was stopped; the screen must be drawn anew.
  case continued
}

/// The terminal in full-screen mode. One thread talks to it: the main one.
///
/// Whatever way the program ends, the terminal is given back: by `close`, or in a crash by
/// `CrashRestoration`.
@MainActor
public final class Terminal {
  /// What the terminal can show.
  public let display: Display
  private let wakeUp: WakeUp
  private let signals: Signals
  private let screen: OpaquePointer?
  private let window: UnsafeMutablePointer<WINDOW>
  private let colors: Int
  private var pairs: [ColorPair: Int32] = [:]
  private let pairLimit: Int
  private var shown: Grid?
  private var isOpen = true

  private struct ColorPair: Hashable {
    let foreground: Int
    let background: Int
  }

  /// Whether a screen can be opened: standard input and output are one terminal, whose type is
  /// known and can move its cursor. Otherwise the reason.
  public static var objection: String? {
    guard isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 else {
      return "standard input and output are no terminal"
    }
    var error: Int32 = 0
    guard setupterm(nil, STDOUT_FILENO, &error) == OK, capability("cup") != nil else {
      let type = ProcessInfo.processInfo.environment["TERM"] ?? ""
      return "the terminal type TERM=\(type) cannot show it"
    }
    return nil
  }

  /// Opens the screen; `nil` where `objection` has one.
  public init?(wakeUp: WakeUp) {
    guard Self.objection == nil else { return nil }
    var settings = termios()
    tcgetattr(STDIN_FILENO, &settings)
    let hasUnicode = Self.chooseCharacters()
    // Sizes come from the terminal, never from LINES and COLUMNS.
    use_env(false)
    use_tioctl(true)
    // Before ncurses looks at the signals, so that it leaves them alone.
    signals = Signals(wakeUp)
    guard let output = fdopen(STDOUT_FILENO, "w"), let input = fdopen(STDIN_FILENO, "r"),
      let screen = newterm(nil, output, input), let window = standard_screen()
    else { return nil }
    self.screen = screen
    self.window = window
    self.wakeUp = wakeUp
    CrashRestoration.install(restoring: settings)
    raw()
    noecho()
    nonl()
    keypad(window, true)
    nodelay(window, true)
    set_escdelay(25)
    curs_set(0)
    let noColor = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
    let available = has_colors() && noColor.isEmpty ? Int(tigetnum("colors")) : 0
    if available >= 8 {
      start_color()
      use_default_colors()
    }
    colors = available
    pairLimit = min(max(Int(tigetnum("pairs")), 1), 32_767)
    let depth: ColorDepth =
      switch available {
      case 256...: .palette
      case 8...: .sixteen
      default: .monochrome
      }
    display = Display(colorDepth: depth, glyphs: hasUnicode ? .braille : .ascii)
  }

  /// Rows and columns now.
  public var size: Grid.Size {
    Grid.Size(
      rows: min(Int(getmaxy(window)), 1000), columns: min(Int(getmaxx(window)), 1000))
  }

  // MARK: In

  /// Sleeps until something happens, or the time is over.
  ///
  /// - Parameter timeoutMilliseconds: `nil` waits for good.
  public func waitForEvents(timeoutMilliseconds: Int? = nil) -> [TerminalEvent] {
    var files = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    poll(&files, 2, timeoutMilliseconds.map { Int32(clamping: max($0, 0)) } ?? -1)
    let isGone = files[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
    // A terminal that says it has input and has none has gone. Looked at before reading, for a key
    // that means nothing here yields no event.
    let isAtEnd = files[0].revents & Int16(POLLIN) != 0 && !hasInput
    var events = keys()
    if isGone || isAtEnd { events.append(.terminated(signal: SIGHUP)) }
    if wakeUp.drain() { events.append(.woken) }
    for number in signals.take() {
      switch number {
      case SIGCONT: events.append(.continued)
      case SIGTSTP: events.append(.suspensionAsked)
      case SIGWINCH:
        resizeToTerminal()
        events.append(.resized)
      default: events.append(.terminated(signal: number))
      }
    }
    return events
  }

  private func keys() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    // So many at once that a held key cannot keep the picture waiting.
    while events.count < 256 {
      var code: wint_t = 0
      switch wget_wch(window, &code) {
      case OK: if let key = Key(character: code) { events.append(.key(key)) }
      case KEY_CODE_YES where Int32(bitPattern: code) == KEY_RESIZE: events.append(.resized)
      case KEY_CODE_YES:
        if let key = Key(code: Int32(bitPattern: code)) { events.append(.key(key)) }
      default: return events
      }
    }
    return events
  }

  /// Whether bytes wait, part of a key's sequence for example.
  private var hasInput: Bool {
    var count: Int32 = 0
    return ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 && count > 0
  }

  // MARK: Out

  /// Shows a picture; only cells that changed are written.
  public func show(_ grid: Grid) {
    let old = shown.flatMap { $0.size == grid.size ? $0 : nil }
    if old == nil { wclear(window) }
    for row in 0..<grid.size.rows {
      for (column, cell) in grid.row(row).enumerated() where old?[row, column] != cell {
        put(cell, row: row, column: column)
      }
    }
    wrefresh(window)
    shown = grid
  }

  private func put(_ cell: Cell, row: Int, column: Int) {
    var text = [wchar_t(cell.character.unicodeScalars.first?.value ?? 32), 0]
    var attributes: attr_t = 0
    let style = cell.style
    if style.isBold { attributes |= attribute_bold() }
    if style.isDim { attributes |= attribute_dim() }
    if style.isReversed { attributes |= attribute_reverse() }
    if style.isUnderlined { attributes |= attribute_underline() }
    var pair = self.pair(foreground: style.foreground, background: style.background)
    var wide = cchar_t()
    setcchar(&wide, &text, attributes, Int16(truncatingIfNeeded: pair), &pair)
    mvwadd_wch(window, Int32(row), Int32(column), &wide)
  }

  /// ncurses' number of two colours, made when they are first needed.
  private func pair(foreground: Color, background: Color) -> Int32 {
    guard display.hasColors else { return 0 }
    let key = ColorPair(foreground: index(foreground), background: index(background))
    if key.foreground < 0 && key.background < 0 { return 0 }
    if let pair = pairs[key] { return pair }
    guard pairs.count + 1 < pairLimit else { return 0 }
    let pair = Int32(pairs.count + 1)
    init_extended_pair(pair, Int32(key.foreground), Int32(key.background))
    pairs[key] = pair
    return pair
  }

  private func index(_ color: Color) -> Int {
    guard case .rgb(let red, let green, let blue) = color else { return -1 }
    return colors >= 256
      ? Palette.index256(red, green, blue)
      : Palette.index16(red, green, blue, count: colors >= 16 ? 16 : 8)
  }

  /// Lets the program, or the terminal itself, have the mouse.
  public func useMouse(_ isOn: Bool) {}

  // MARK: Leaving

  /// Gives the terminal back, stops the program as Ctrl-Z does, and takes the terminal again when it
  /// goes on.
  public func suspend() {
    endwin()
    // Not SIGTSTP, which goes to the list of signals here.
    kill(getpid(), SIGSTOP)
    restore()
  }

  /// Draws everything anew at the next `show`.
  public func restore() {
    // Another program may have changed modes and size while this one was stopped.
    resizeToTerminal()
    shown = nil
    wrefresh(window)
  }

  private func resizeToTerminal() {
    var size = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_row > 0, size.ws_col > 0 {
      resizeterm(Int32(size.ws_row), Int32(size.ws_col))
    }
  }

  /// Gives the terminal back as it was. Calling it again does nothing.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    endwin()
    delscreen(screen)
    CrashRestoration.uninstall()
    signals.stop()
  }

  /// Takes the characters that the environment asks for; without a word from it, UTF-8, as every
  /// terminal of today has. Returns whether there are more than ASCII's.
  private static func chooseCharacters() -> Bool {
    let environment = ProcessInfo.processInfo.environment
    let wish = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    let asksForUTF8 =
      wish.map {
        $0.lowercased().replacing("-", with: "").contains("utf8")
      } ?? true
    if wish == nil || setlocale(LC_CTYPE, "") == nil
      || String(cString: nl_langinfo(Int32(CODESET))) != "UTF-8"
    {
      if asksForUTF8 { setlocale(LC_CTYPE, "C.UTF-8") }
    }
    return String(cString: nl_langinfo(Int32(CODESET))) == "UTF-8"
  }
}
