import Foundation
import Testing
#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The main ways through the screen, as a person goes them, in a real terminal.
@Suite(.serialized, .onOwnThreads)
struct ScreenTourTests {
  private let digits = "\(Program.path) --dataset digits --epochs 100000 --run-directory run"

  private func command(_ line: String, in session: TerminalSession) throws {
    try session.press(":")
    try session.waitFor("^:")
    try session.type(line)
    try session.press("Enter")
  }

  @Test func everyPane() throws {
    let session = try TerminalSession()
    try session.run("\(digits) --evaluate-every 20")
    try session.waitFor("RUNNING +k=8 +step \\d{2}")
    try session.press("2")
    try session.waitFor("▶ 2 Gradients: gradient norm")
    try session.waitFor("healthy: first and last layer|vanishing|exploding")
    try session.press("m")
    try session.waitFor("Gradients: update ratio")
    try session.press("3")
    try session.waitFor("▶ 3 Reuse: mean .w.")
    try session.press("m", "m")
    try session.waitFor("▶ 3 Reuse: contribution")
    try session.waitFor("entropy of use")
    try session.press("5", "e")
    try session.waitFor("test image 1")
    try session.press(".")
    try session.waitFor("test image 2")
    try session.press("6")
    try session.waitFor("▶ 6 Network: layers")
    try session.press("m", "m")
    try session.waitFor("confusion")
    try session.press("7")
    try session.waitFor("evaluation: loss")
  }

  @Test func theCommandLineAndTheMouse() throws {
    let session = try TerminalSession()
    try session.run(digits)
    try session.waitFor("RUNNING +k=8 +step \\d")
    try command("set learning_rate 0.05", in: session)
    try session.waitFor("learning rate 0.1 → 0.05")
    try command("layout reuse", in: session)
    try session.waitFor("▶ 3 Reuse")
    try command("fly", in: session)
    try session.waitFor("'fly' is no command")
    try command("layout overview", in: session)
    try session.waitFor("4 Knobs")
    // The left button is pressed and let go in column 90 and row 21, where the growth rate is: characters
    // 32 beyond the button and the place, as terminals of tmux's type report it.
    try session.type("\u{1B}[M z5\u{1B}[M#z5")
    try session.waitFor("▶ 4 Knobs")
    try session.press("Enter")
    try session.waitFor(":stage growth_rate")
    try session.type("9")
    try session.press("Enter")
    try session.waitFor("k=8→9")
    try session.press("Escape")
    try session.waitFor("Staged changes cancelled")
  }

  @Test func thePictureIsSaved() throws {
    let session = try TerminalSession()
    try session.run(digits)
    try session.waitFor("RUNNING +k=8 +step \\d")
    try session.press("Space")
    try session.waitFor("PAUSED")
    try session.press("p")
    let name = try session.waitFor("Picture saved: (.*)\\.svg and .txt")
    let file = session.folder.appendingPathComponent(name)
    let text = try String(contentsOf: file.appendingPathExtension("txt"), encoding: .utf8)
    #expect(text.hasPrefix("PAUSED  k=8  step ") && text.contains("1 Loss and accuracy"))
    let svg = try String(contentsOf: file.appendingPathExtension("svg"), encoding: .utf8)
    #expect(svg.hasPrefix("<svg ") && svg.contains(">PAUSED</text>"))
    _ = try XMLDocument(data: Data(svg.utf8))
  }

  /// For screen readers: nothing is drawn over, and the keys are the same.
  @Test func linesOfText() throws {
    let session = try TerminalSession()
    try session.run("\(digits) --plain")
    try session.waitFor("^step 1: loss")
    try session.press("2")
    try session.waitFor("^pane 2 of 7, Gradients: gradient norm")
    try session.press("Space")
    try session.waitFor("^PAUSED: step \\d+")
    try session.press("+")
    try session.waitFor("^growth rate 8 → 9 staged")
    try session.press("q", "y")
    try session.waitFor("^The run is in run")
    #expect(try session.variable("alternate_on") == "0")
  }
}
