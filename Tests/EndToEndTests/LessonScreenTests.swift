import Foundation
import Testing

/// Lessons and comparisons as a person sees them, in a real terminal.
@Suite(.serialized, .onOwnThreads)
struct LessonScreenTests {
  private func session(_ text: String = SmallLesson.text) throws -> TerminalSession {
    let session = try TerminalSession()
    try Data(text.utf8).write(to: session.folder.appendingPathComponent("small.md"))
    return session
  }

  @Test func aLessonToItsEnd() throws {
    let session = try session()
    try session.run(
      "stty -a > before; \(Program.path) lesson small.md --run-directory runs --sheet sheet.md; "
        + "echo \"code=$?\"; stty -a > after")
    try session.waitFor("^LESSON")
    try session.waitFor("Enter: begin\\. About 1 minute")
    // Before the first run there is nothing to steer.
    try session.press("Space", "Enter")
    try session.waitFor("Lesson 7, step 1 of 3")
    try session.waitFor("PAUSED")
    try session.press("2")
    try session.waitFor("> 2 yes")
    try session.press("Enter")
    try session.waitFor("Right: yes")
    try session.waitFor("It falls to [\\d.]+ % of what it was")
    #expect(try session.step() == 20)
    try session.press("Enter")
    try session.waitFor("What is the learning rate now\\?")
    try session.type("0.2")
    try session.press("Enter")
    try session.waitFor("Press: \\+ Enter")
    try session.press("+")
    try session.waitFor("learning rate 0.05 → 0.1")
    try session.press("Enter")
    try session.waitFor("Not so: you said 0.2, measured is 0.1")
    #expect(try session.step() == 25)
    try session.press("Enter")
    try session.waitFor("Lesson 7, step 3 of 3")
    try session.waitFor("PAUSED")
    try session.press("Enter")
    try session.waitFor("The dense one has [\\d,]+ parameters")
    try session.waitFor("Race: loss")
    try session.press("Enter")
    try session.waitFor("1 of 2 predictions were right")
    try session.press("q", "y")
    try session.waitFor("code=0")
    #expect(try session.variable("alternate_on") == "0")
    #expect(try session.variable("cursor_flag") == "1")
    let text = try session.scrollback()
    #expect(text.contains("Lesson 7, A small lesson: 3 of 3 steps, 1 of 2 predictions right"))
    #expect(text.contains("Its runs are in runs"))
    try session.run("cmp before after && echo same modes")
    try session.waitFor("^same modes", seconds: 5)
    let files = try FileManager.default.contentsOfDirectory(
      atPath: session.folder.appendingPathComponent("runs").path)
    #expect(Set(files) == ["run-1", "run-2"])
    let log = try Log(session.folder.appendingPathComponent("runs/run-1/small/run.jsonl"))
    #expect(log.last?.reason == "stopped" && log.last?.step == 25)
    let sheet = try String(
      contentsOf: session.folder.appendingPathComponent("sheet.md"), encoding: .utf8)
    #expect(sheet.contains("- Predicted: 0.2\n- Measured: 0.1 (within 10% counts as right)"))
  }

  /// Whoever quits before there is a run, and whoever sees one that cannot be made.
  @Test func aLessonWithoutARun() throws {
    let session = try session(SmallLesson.text("--dataset digits", "--dataset nothing-there"))
    let lesson = "\(Program.path) lesson small.md --run-directory runs; echo \"code=$?\""
    try session.run("clear; \(lesson)")
    try session.waitFor("Enter: begin")
    try session.press("q")
    try session.waitFor("code=0")
    try session.run("clear; \(lesson)")
    try session.waitFor("Enter: begin")
    try session.press("Enter")
    try session.waitFor("nothing-there: no such folder")
    try session.press("K", "K", "K", "K")
    try session.waitFor("The end of the lesson")
    try session.press("q")
    try session.waitFor("code=0")
    #expect(try session.variable("alternate_on") == "0")
  }

  @Test func aComparison() throws {
    let session = try TerminalSession()
    try session.run(
      "stty -a > before; \(Program.path) compare --dataset digits --depth 8 --epochs 100000 "
        + "--run-directory run --report report.html; echo \"code=$?\"; stty -a > after")
    try session.waitFor("RUNNING +densenet, keys steer all +k=8 +step \\d+")
    try session.waitFor("8 Race: loss")
    // The legend names all three with their losses.
    try session.waitFor("densenet \\d\\.\\d+ +. resnet \\d\\.\\d+ +. plain \\d\\.\\d+")
    try session.press("}")
    try session.waitFor("resnet is shown")
    try session.press("{", "{")
    try session.waitFor("plain is shown")
    try session.press("a")
    try session.waitFor("RUNNING +plain alone")
    try session.press("Space")
    try session.waitFor("^PAUSED")
    try session.press("{")
    try session.waitFor("^RUNNING")
    try session.press("a")
    try session.waitFor("Keys steer all networks")
    try session.press("q", "y")
    try session.waitFor("code=0")
    #expect(try session.variable("alternate_on") == "0")
    #expect(try session.variable("cursor_flag") == "1")
    let text = try session.scrollback()
    #expect(text.contains("The run is in run") && text.contains("The report is in report.html"))
    try session.run("cmp before after && echo same modes")
    try session.waitFor("^same modes", seconds: 5)
    for name in ["densenet", "resnet", "plain"] {
      let log = try Log(session.folder.appendingPathComponent("run/\(name)/run.jsonl"))
      #expect(log.last?.reason == "stopped")
    }
  }

  /// A lesson for screen readers: its text in lines, once.
  @Test func aLessonInLinesOfText() throws {
    let session = try session()
    try session.run("\(Program.path) lesson small.md --plain --run-directory runs; echo code=$?")
    try session.waitFor("^Lesson 7: A small lesson")
    try session.press("Enter")
    try session.waitFor("^Does the loss fall in 20 steps\\?")
    try session.press("2", "Enter")
    try session.waitFor("^Right: yes")
    try session.press("q", "y")
    try session.waitFor("code=0")
  }
}
