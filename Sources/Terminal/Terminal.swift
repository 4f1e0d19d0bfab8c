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
  private let screen: OpaquePointer
  /// What keys are read from: a pad, for ncurses draws a window whenever it reads from it.
  private let keyboard: UnsafeMutablePointer<WINDOW>
  private let output: OutputQueue
  private let capabilities: Capabilities
  /// What the terminal shows; `nil` if that is not known.
  private var shown: Grid?
  /// What it is to show once it has taken what was written before.
  private var next: Grid?
  private var isOpen = true
  /// Whether the program has been suspended since events were waited for: of several Ctrl-Z at once one
  /// is enough.
  private var wasSuspended = false
  /// Whether the terminal could not be taken anew when the program went on, for it took no output.
  private var isRestorationDue = false
  /// Bytes that the newest picture took that was written.
  public private(set) var bytesOfPicture = 0

  /// Rows and columns now.
  public private(set) var size = Grid.Size(rows: 24, columns: 80)

  /// Whether a screen can be opened: standard input and output are one terminal, whose type is
  /// known and can move its cursor. Otherwise the reason.
  public static var objection: String? {
    guard isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 else {
      return "standard input and output are no terminal"
    }
    let environment = ProcessInfo.processInfo.environment
    guard let type = environment["TERM"], !type.isEmpty else { return "TERM is not set" }
    var error: Int32 = 0
    guard setupterm(nil, STDOUT_FILENO, &error) == OK,
      Capabilities(colors: .none, glyphs: .ascii) != nil
    else { return "the terminal type TERM=\(type) cannot show it" }
    return nil
  }

  /// Opens the screen; `nil` where `objection` has one.
  ///
  /// - Parameter glyphs: characters to draw with; `nil` for the best that the terminal surely has.
  public init?(wakeUp: WakeUp, colors: ColorChoice = .auto, glyphs: Glyphs? = nil) {
    guard Self.objection == nil else { return nil }
    var settings = termios()
    tcgetattr(STDIN_FILENO, &settings)
    let environment = ProcessInfo.processInfo.environment
    let glyphs = Glyphs(
      glyphs, hasUTF8: LocaleCharacters.haveUTF8(environment), terminal: environment["TERM"] ?? "")
    // Sizes come from the terminal, never from LINES and COLUMNS.
    use_env(false)
    use_tioctl(true)
    // Events of Linux' console come from a server by a file that nobody here waits for.
    setenv("NCURSES_GPM_TERMS", "", 1)
    // Before ncurses looks at the signals, so that it leaves them alone.
    signals = Signals(wakeUp)
    guard let output = fdopen(STDOUT_FILENO, "w"), let input = fdopen(STDIN_FILENO, "r"),
      let screen = newterm(nil, output, input), let keyboard = newpad(1, 1)
    else { return nil }
    let encoding = ColorEncoding(
      colors, environment: environment, terminfo: Capabilities.colorsInTerminfo)
    guard let capabilities = Capabilities(colors: encoding, glyphs: glyphs) else { return nil }
    self.screen = screen
    self.keyboard = keyboard
    self.wakeUp = wakeUp
    self.capabilities = capabilities
    self.output = OutputQueue(terminal: STDOUT_FILENO)
    display = Display(colorDepth: encoding.depth, glyphs: glyphs)
    CrashRestoration.install(restoring: settings, output: self.output.file)
    raw()
    noecho()
    nonl()
    keypad(keyboard, true)
    nodelay(keyboard, true)
    set_escdelay(25)
    curs_set(0)
    mouseinterval(0)
    resizeToTerminal()
    // ncurses' own screen stays blank: showing it takes the terminal and clears it.
    doupdate()
  }

  // MARK: In

  /// Sleeps until something happens, or the time is over.
  ///
  /// - Parameter timeoutMilliseconds: `nil` waits for good.
  public func waitForEvents(timeoutMilliseconds: Int? = nil) -> [TerminalEvent] {
    wasSuspended = false
    goOnWriting()
    var files = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wakeUp.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    if !output.isEmpty {
      files.append(pollfd(fd: output.file, events: Int16(POLLOUT), revents: 0))
    }
    poll(&files, nfds_t(files.count), timeoutMilliseconds.map { Int32(clamping: max($0, 0)) } ?? -1)
    let isGone = files[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0
    // A terminal that says it has input and has none has gone. Looked at before reading, for a key
    // that means nothing here yields no event.
    let isAtEnd = files[0].revents & Int16(POLLIN) != 0 && !hasInput
    goOnWriting()
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
      switch wget_wch(keyboard, &code) {
      case OK where code == 27 && skipsSequence(): break
      case OK: if let key = Key(character: code) { events.append(.key(key)) }
      case KEY_CODE_YES where Int32(bitPattern: code) == KEY_RESIZE: events.append(.resized)
      case KEY_CODE_YES where Int32(bitPattern: code) == KEY_MOUSE:
        if let event = MouseEvent.next() { events.append(.mouse(event)) }
      case KEY_CODE_YES:
        if let key = Key(code: Int32(bitPattern: code)) { events.append(.key(key)) }
      default: return events
      }
    }
    return events
  }

  /// Takes the rest of a sequence that ncurses does not know, which begins with Escape and `[` or `O`
  /// and ends with a letter or the like; `false` where it is the Escape key.
  private func skipsSequence() -> Bool {
    var code: wint_t = 0
    guard wget_wch(keyboard, &code) == OK else { return false }
    guard code == 0x5B || code == 0x4F else {
      unget_wch(wchar_t(bitPattern: code))
      return false
    }
    for _ in 0..<32 where wget_wch(keyboard, &code) == OK {
      if 0x40...0x7E ~= code { break }
    }
    return true
  }

  /// Whether bytes wait, part of a key's sequence for example.
  private var hasInput: Bool {
    var count: Int32 = 0
    return ioctl(STDIN_FILENO, UInt(FIONREAD), &count) == 0 && count > 0
  }

  // MARK: Out

  /// Shows a picture; only what changed is written, in one piece. While the terminal is busy with an
  /// earlier one, the newest waits; while it is given back, nothing is shown.
  public func show(_ grid: Grid) {
    guard !isendwin() else { return }
    guard output.isEmpty else {
      next = grid
      return
    }
    let old = shown.flatMap { $0.size == grid.size ? $0 : nil }
    let bytes = FrameEncoder.encode(grid, after: old, capabilities: capabilities)
    output.write(bytes)
    shown = grid
    bytesOfPicture = bytes.count
  }

  private func goOnWriting() {
    output.flush()
    if isRestorationDue && output.isEmpty { restore() }
    guard output.isEmpty, let grid = next else { return }
    next = nil
    show(grid)
  }

  /// Lets the program, or the terminal itself, have the mouse: the latter can select text then.
  public func useMouse(_ isOn: Bool) {
    guard takesOutput() else { return }
    let events = left_button_pressed() | wheel_turned_up() | wheel_turned_down()
    mousemask(isOn ? events : 0, nil)
  }

  /// Whether everything is out and more can be written: ncurses writes too, and waits for the terminal.
  /// What it does not take is dropped, and the next picture drawn anew.
  private func takesOutput() -> Bool {
    if !output.finish() { shown = nil }
    var file = pollfd(fd: output.file, events: Int16(POLLOUT), revents: 0)
    return poll(&file, 1, 0) == 1 && file.revents & Int16(POLLOUT) != 0
  }

  // MARK: Leaving

  /// Gives the terminal back and stops the program as Ctrl-Z does. When it goes on, the event
  /// `continued` comes.
  public func suspend() {
    guard !wasSuspended else { return }
    wasSuspended = true
    giveBack()
    // Not SIGTSTP, which goes to the list of signals here.
    kill(getpid(), SIGSTOP)
  }

  /// Takes the terminal anew, for another program may have changed its modes and size while this one
  /// was stopped; everything is drawn at the next `show`.
  public func restore() {
    isRestorationDue = !takesOutput()
    if isRestorationDue { return }
    if !isendwin() { endwin() }
    resizeToTerminal()
    doupdate()
    // Otherwise reading the next key would, in the middle of a picture.
    keypad(keyboard, true)
  }

  /// Gives the terminal back; whether it knows.
  @discardableResult
  private func giveBack() -> Bool {
    let isReachable = takesOutput()
    if isReachable { endwin() } else { CrashRestoration.leaveTerminal() }
    return isReachable
  }

  private func resizeToTerminal() {
    var window = winsize()
    if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 {
      size = Grid.Size(rows: min(Int(window.ws_row), 1000), columns: min(Int(window.ws_col), 1000))
      resizeterm(Int32(window.ws_row), Int32(window.ws_col))
    }
    // Whatever the terminal made of the old picture.
    (shown, next) = (nil, nil)
  }

  /// Gives the terminal back as it was. Calling it again does nothing.
  ///
  /// - Returns: whether the terminal takes more text, so that nobody waits for it in vain.
  @discardableResult
  public func close() -> Bool {
    guard isOpen else { return true }
    isOpen = false
    let isReachable = giveBack()
    if isReachable { delscreen(screen) }
    CrashRestoration.uninstall()
    signals.stop()
    output.close()
    return isReachable
  }
}
