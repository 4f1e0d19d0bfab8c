import Foundation
import Testing

/// `replay`, in a real terminal.
@Suite(.serialized, .onOwnThreads)
struct ReplayCommandTests {
  private static let train =
    "\(Program.path) train --dataset digits --blocks 1,1 --run-directory run"

  /// A run that has ended: whole, played, and gone through.
  @Test func aRecordedRun() throws {
    let session = try TerminalSession()
    try session.run("\(Self.train) --steps 90 --at 40:learning_rate=0.05 2> /dev/null; echo over")
    try session.waitFor("over\n")
    try session.run("\(Program.path) replay run --speed 1000")
    try session.waitFor("FINISHED +replay +k=8 +step 90 of 90")
    try session.press(":")
    try session.type("jump 40")
    try session.press("Enter")
    try session.waitFor("PAUSED +replay, 1000 steps/s +k=8 +step 40 of 90")
    try session.waitFor("learning rate +0.05")
    try session.press("s")
    try session.waitFor("step 41 of 90")
    try session.press("z")
    try session.waitFor("recorded and cannot be changed")
    try session.press("Space")
    try session.waitFor("FINISHED +replay +k=8 +step 90 of 90")
    try session.press("q")
    try session.waitFor("Finished after 90 steps")
    #expect(try session.variable("alternate_on") == "0")
    // The run is as it was.
    let log = try Log(session.folder.appendingPathComponent("run/run.jsonl"))
    #expect(log.steps.count == 90 && log.last?.reason == "finished")
  }

  /// A second program watches what a first one writes, to its end.
  @Test func aRunThatIsWritten() throws {
    let session = try TerminalSession()
    try session.run("\(Self.train) --steps 1500 2> /dev/null & replay=\(Program.path)")
    let log = session.folder.appendingPathComponent("run/run.jsonl").path
    try session.run(
      "while ! grep -q '\"step\":20,' \(log) 2> /dev/null; do sleep 0.05; done; $replay replay run")
    try session.waitFor("RUNNING +replay +k=8 +step \\d+ of 1500")
    try session.waitFor("FINISHED +replay +k=8 +step 1500 of 1500")
    try session.press("q")
    try session.waitFor("Finished after 1500 steps")
  }

  @Test func withoutAScreenItSaysSo() throws {
    let result = try Program.run(Program.path, ["replay", "nothing"])
    #expect(result.exitCode == 66 && result.errors.contains("nothing"))
  }
}
