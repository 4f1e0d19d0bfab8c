import Foundation
import Testing

/// Sizes, colours and ways out, in a real terminal.
@Suite(.serialized, .onOwnThreads)
struct LiveScreenTests {
  private let digits = "\(Program.path) --dataset digits --epochs 100000 --run-directory run"

  @Test func followsTheTerminalsSize() throws {
    let session = try TerminalSession(columns: 40, rows: 12)
    try session.run(digits)
    try session.waitFor("RUNNING +k=8")
    try session.waitFor("1 Loss")
    for pane in ["2", "3", "4"] { try session.press(pane) }
    try session.waitFor("growth rate +8")
    try session.resize(columns: 300, rows: 100)
    try session.waitFor("1 Loss and accuracy.*3 Reuse")
    try session.waitFor("block3.layer3.conv2")
    try session.resize(columns: 80, rows: 24)
    try session.waitFor("1 Loss and accuracy.*3 Reuse")
    try session.resize(columns: 19, rows: 3)
    try session.waitFor("RUNNING")
    try session.resize(columns: 80, rows: 24)
    try session.press("e")
    try session.waitFor("▶ 4 Knobs")
    try session.press("?")
    try session.waitFor("undo the last change")
  }

  @Test(arguments: [(["NO_COLOR": "1"], false), (["NO_COLOR": ""], true)])
  func colors(environment: [String: String], expectsColors: Bool) throws {
    let session = try TerminalSession(environment: environment)
    try session.run(digits)
    try session.waitFor("RUNNING +k=8 +step \\d{3}")
    let screen = try session.screen(withColors: true)
    #expect(screen.contains(try Regex("\u{1B}\\[[0-9;]*[34]8;5;")) == expectsColors)
    // The heat map can be read all the same.
    #expect(screen.contains("▓") != expectsColors)
  }

  /// Signals that end the program: its exit code, the terminal as it was, the log complete.
  @Test(arguments: [
    ("INT", 130), ("TERM", 143), ("QUIT", 131), ("HUP", 129), ("SEGV", 139), ("TRAP", 133),
  ])
  func givesTheTerminalBack(after signal: String, exitCode: Int) throws {
    let session = try TerminalSession()
    try session.run("stty -a > before; \(digits); echo \"code=$?\"; stty -a > after")
    try session.waitFor("RUNNING +k=8 +step \\d")
    try session.signal(signal)
    try session.waitFor("code=\(exitCode)")
    #expect(try session.variable("alternate_on") == "0")
    #expect(try session.variable("cursor_flag") == "1")
    try session.run("cmp before after && echo same modes")
    try session.waitFor("same modes\n", seconds: 5)
    let log = try Log(session.folder.appendingPathComponent("run/run.jsonl"))
    #expect(log.steps.isEmpty == false)
    if exitCode != 139 && exitCode != 133 { #expect(log.last?.reason == "stopped") }
  }

  /// Bytes that mean nothing to the program, some of them not even characters.
  @Test func keysWithoutAMeaningChangeNothing() throws {
    let session = try TerminalSession()
    try session.run(digits)
    try session.waitFor("RUNNING +k=8 +step \\d")
    for keys in ["IC", "S-Left", "C-Right", "F12"] { try session.press(keys) }
    for byte: UInt8 in [0x1C, 0x00, 0xFF, 0xC3] {
      try session.send(bytes: byte)
      Thread.sleep(forTimeInterval: 0.2)
      let step = try session.step()
      try session.waitFor("RUNNING +k=8 +step (?!\(step) )")
    }
    try session.press("Space")
    try session.waitFor("PAUSED")
  }

  /// Keys that terminfo does not know send sequences whose letters mean something by themselves.
  @Test func unknownSequencesAreNoKeys() throws {
    let session = try TerminalSession()
    try session.run(digits)
    try session.waitFor("RUNNING +k=8 +step \\d")
    try session.press("+")
    try session.waitFor("k=8→9")
    // Ctrl-_ as xterm's modifyOtherKeys and kitty's protocol report it, and an unknown function key.
    for text in ["[1;95u", "[27;5;95~", "[57399u", "Oq"] {
      try session.send(bytes: [0x1B] + text.utf8)
      Thread.sleep(forTimeInterval: 0.3)
      #expect(try session.screen().contains("k=8→9") && session.screen().contains("▶ 1 Loss"))
    }
    try session.press("Escape")
    try session.waitFor("Staged changes cancelled")
  }

  /// A terminal that takes no output, a stopped ssh for example, holds neither the run nor its end.
  @Test(arguments: [([SIGTERM], 143), ([SIGTSTP, SIGCONT, SIGHUP], 129)] as [([Int32], Int32)])
  func aTerminalThatTakesNothingHoldsNothing(signals: [Int32], exitCode: Int32) throws {
    var (primary, secondary): (Int32, Int32) = (-1, -1)
    var size = winsize(ws_row: 60, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
    try #require(openpty(&primary, &secondary, nil, nil, &size) == 0)
    defer { for file in [primary, secondary] { close(file) } }
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = [
      "--dataset", "digits", "--epochs", "100000", "--run-directory", folder.path,
    ]
    process.environment = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "COLORTERM": "truecolor"]
    process.standardInput = FileHandle(fileDescriptor: secondary)
    process.standardOutput = FileHandle(fileDescriptor: secondary)
    let ended = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in ended.signal() }
    try Program.startWithSignals(process)
    let log = folder.appendingPathComponent("run.jsonl")
    _ = try Log.wait(for: log) { $0.steps.count > 20 }
    for number in signals {
      kill(process.processIdentifier, number)
      Thread.sleep(forTimeInterval: 1)
    }
    let isOver = ended.wait(timeout: .now() + 20) == .success
    if !isOver { kill(process.processIdentifier, SIGKILL) }
    #expect(isOver && process.terminationStatus == exitCode)
    #expect(try Log(log).last?.reason == "stopped")
  }

  /// Outside of the terminal's session no signal tells the program that the terminal has gone.
  @Test func aTerminalThatGoesEndsTheRun() throws {
    let session = try TerminalSession()
    try session.run("setsid --wait \(digits)")
    try session.waitFor("RUNNING +k=8 +step \\d")
    try session.close()
    let log = session.folder.appendingPathComponent("run/run.jsonl")
    #expect(try Log.wait(for: log) { $0.last != nil }.last?.reason == "stopped")
  }

  @Test func suspendsAndComesBack() throws {
    let session = try TerminalSession()
    try session.run(digits)
    try session.waitFor("RUNNING +k=8 +step \\d")
    try session.press("C-z")
    try session.waitFor("Stopped")
    #expect(try session.variable("alternate_on") == "0")
    try session.run("fg")
    try session.waitFor("RUNNING +k=8 +step \\d")
    try session.press("C-c")
    try session.waitFor("Stop the run and quit")
    try session.press("C-c")
    try session.waitFor("The run is in run")
  }

  @Test func undoStepAndRefusal() throws {
    let session = try TerminalSession()
    try session.run(digits)
    try session.waitFor("RUNNING +k=8 +step \\d{2}")
    try session.press("z")
    try session.waitFor("Refused: undo: there is no change to take back")
    try session.press("Space")
    try session.waitFor("PAUSED")
    let step = try session.step()
    try session.press("s")
    try session.waitFor("PAUSED.*step \(step + 1) ")
    // Learning rate up from 0.1 without resuming, then back.
    try session.press("]", "+")
    try session.waitFor("learning rate 0.1 → 0.2 staged")
    try session.press("Enter")
    try session.waitFor("learning rate 0.2")
    try session.press("z")
    try session.waitFor("learning rate 0.2 → 0.1, back to step")
    try session.press("Z")
    try session.waitFor("learning rate 0.1 → 0.2, forward to step")
    try session.press("-", "Escape")
    try session.waitFor("Staged changes cancelled")
  }

  @Test func aResNetShowsWhatItsShortcutsCarry() throws {
    let session = try TerminalSession()
    try session.run(digits + " --architecture resnet --depth 14")
    try session.waitFor("RUNNING +step \\d")
    try session.waitFor("layer1.0 █+░+ +\\d+\\.\\d %")
    try session.press("3", "Down", "Down")
    try session.waitFor("\\|x\\| \\S+, \\|F\\(x\\)\\| \\S+: layer2.0")
    try session.press("c")
    try session.waitFor("Checkpoint written to checkpoints/step-\\d+.safetensors")
  }

  /// A loss that stops being finite pauses the run; undone and lowered, it goes on.
  @Test func aRunThatIsNotFiniteWaitsForAPerson() throws {
    let session = try TerminalSession()
    try session.run(digits + " --at 60:learning_rate=1000 --at 60:weight_decay=1")
    try session.waitFor("PAUSED")
    try session.waitFor("Warning: .* is not finite")
    try session.press("z")
    try session.waitFor("Back at step 50: loss .* on the next batch")
    let step = try session.step()
    try session.press("Space")
    try session.waitFor("RUNNING +k=8")
    try session.waitFor("RUNNING +k=8 +step (?!\(step) )")
    try session.waitFor("loss [0-9]")
  }

  @Test func anErrorBeforeTheRunLeavesOneLine() throws {
    let session = try TerminalSession()
    try session.run("clear; \(Program.path) --dataset nothing-there; echo \"code=$?\"")
    try session.waitFor("code=66")
    #expect(try session.screen().contains("densenet-explorer: nothing-there: no such folder"))
    #expect(try session.variable("alternate_on") == "0")
  }
}
