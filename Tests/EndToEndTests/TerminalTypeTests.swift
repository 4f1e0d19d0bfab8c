import Foundation
import Testing

/// What terminals are called, and what the program does with each.
@Suite(.serialized, .onOwnThreads)
struct TerminalTypeTests {
  private let digits = "\(Program.path) --dataset digits --epochs 100000 --run-directory run"

  /// tmux understands what these terminals do, and more.
  @Test(arguments: [
    "xterm-256color", "xterm", "screen", "screen-256color", "tmux", "linux", "vt100", "ansi",
  ])
  func drawsTakesKeysAndGivesBack(type: String) throws {
    let session = try TerminalSession()
    try session.run("clear; stty -a > before; TERM=\(type) \(digits)")
    try session.waitFor("RUNNING +k=8 +step \\d")
    try session.press("?")
    try session.waitFor("undo the last change")
    try session.press("Escape")
    try session.waitFor("1 Loss and accuracy")
    try session.press("Right", "C-c")
    try session.waitFor("Stop the run and quit")
    try session.press("C-c")
    try session.waitFor("The run is in run")
    #expect(try session.variable("alternate_on") == "0")
    #expect(try session.variable("cursor_flag") == "1")
    #expect(try session.variable("mouse_any_flag") == "0")
    try session.run("stty -a > after; cmp before after && echo same modes")
    try session.waitFor("same modes\n", seconds: 5)
  }

  @Test(arguments: [
    ("TERM=dumb", "the terminal type TERM=dumb cannot show it"),
    ("TERM=nonsense", "the terminal type TERM=nonsense cannot show it"),
    ("-u TERM", "TERM is not set"),
  ])
  func trainsWhereThereIsNoScreen(type: String, reason: String) throws {
    let session = try TerminalSession()
    try session.run(
      "env \(type) \(Program.path) --dataset digits --steps 3 --run-directory run; echo code=$?")
    try session.waitFor("code=0")
    let screen = try session.scrollback()
    #expect(screen.contains("No screen, for \(reason): training as with \"train\"."))
    #expect(screen.contains("3 steps") || screen.contains("step 3"))
  }

  @Test func charactersAreAnOption() throws {
    for (option, isExpected) in [
      ("", "[⠁-⣿]"), ("--glyphs blocks", "[▘▝▖▗▚▞▛▜▙▟]"), ("--ascii", "\\|loss .*\\*"),
    ] {
      let session = try TerminalSession()
      try session.run(digits + " " + option)
      try session.waitFor("RUNNING +k=8 +step \\d{3}")
      try session.waitFor(isExpected)
      if option == "--ascii" { #expect(try session.screen().allSatisfy(\.isASCII)) }
    }
  }

  @Test func colorsAreAnOption() throws {
    for (options, isExpected) in [
      ("--color 256", "[34]8;5;"), ("--color truecolor", "[34]8;2;"),
      ("--color 16", "[\\[;](3|9|4|10)[0-7]m"),
      ("--color never", nil),
    ] {
      let session = try TerminalSession(environment: ["COLORTERM": "truecolor"])
      try session.run(digits + " " + options)
      try session.waitFor("RUNNING +k=8 +step \\d{3}")
      let screen = try session.screen(withColors: true)
      let pattern = try Regex(isExpected ?? "\u{1B}\\[[0-9;]*[34]8;")
      #expect(screen.contains(pattern) == (isExpected != nil), "\(options)")
    }
  }

  @Test func theMouseIsAnOption() throws {
    for (option, isOn) in [("", "1"), ("--no-mouse", "0")] {
      let session = try TerminalSession()
      try session.run(digits + " " + option)
      try session.waitFor("RUNNING +k=8 +step \\d")
      #expect(try session.variable("mouse_standard_flag") == isOn)
      try session.press("C-z")
      try session.waitFor("Stopped")
      #expect(try session.variable("mouse_standard_flag") == "0")
      try session.run("fg")
      try session.waitFor("RUNNING +k=8 +step \\d")
      #expect(try session.variable("mouse_standard_flag") == isOn)
    }
  }
}
