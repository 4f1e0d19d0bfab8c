import Foundation
import Testing

/// The main job, by keys alone, in a real terminal.
@Suite(.serialized, .onOwnThreads)
struct MainJobTests {
  @Test func pauseChangeTheGrowthRateAndResume() throws {
    let session = try TerminalSession()
    try session.run("stty -a > before; \(Program.path) --seed 1; echo \"code=$?\"; stty -a > after")

    // It trains on Fashion-MNIST.
    try session.waitFor("RUNNING +k=8 +step [1-9]\\d* of 9380")
    try session.waitFor("block 1 of 3: 40 maps")
    try session.waitFor("step (\\d{2,}) of")

    // Paused, the steps stand still.
    try session.press("Space")
    try session.waitFor("PAUSED")
    Thread.sleep(forTimeInterval: 0.5)
    let step = try session.step()
    Thread.sleep(forTimeInterval: 1)
    #expect(try session.step() == step)

    // Four times +: staged, not applied.
    try session.press("+", "+", "+", "+")
    try session.waitFor("PAUSED +k=8→12")
    #expect(try session.step() == step)

    // Resumed, it trains with the new growth rate from where it was.
    try session.press("Space")
    try session.waitFor("RUNNING +k=12 ")
    let losses = try session.waitFor(
      "growth rate 8 → 12, loss (\\d+\\.\\d+ → \\d+\\.\\d+) on the same"
    ).split(separator: " ").compactMap { Double($0) }
    #expect(losses.count == 2 && abs(losses[0] - losses[1]) <= 1e-4)
    try session.waitFor("▼")
    try session.waitFor("step \(step): growth rate 8 → 12")
    try session.waitFor("block 1 of 3: 52 maps")
    let end = Date().addingTimeInterval(60)
    while try session.step() < step + 5, Date() < end { Thread.sleep(forTimeInterval: 0.1) }
    #expect(try session.step() >= step + 5)

    // The loss goes on from where it was, as the log tells.
    let log = try Log(in: session.folder.appendingPathComponent("runs"))
    let before = log.steps.filter { $0.step <= step }.suffix(10).map(\.loss)
    let after = log.steps.filter { $0.step > step }.prefix(5).map(\.loss)
    #expect(after.max() ?? .infinity < 2 * (before.max() ?? 0))

    // Quitting asks, and leaves the terminal as it was.
    try session.press("q")
    try session.waitFor("Stop the run and quit\\?")
    try session.press("y")
    try session.waitFor("code=0")
    #expect(try session.variable("alternate_on") == "0")
    #expect(try session.variable("cursor_flag") == "1")
    let scrollback = try session.scrollback()
    #expect(scrollback.contains("step \(step): growth rate 8 → 12"))
    #expect(scrollback.contains("The run is in runs/"))
    try session.run("cmp before after && echo same modes")
    try session.waitFor("^same modes", seconds: 5)
    #expect(try Log(in: session.folder.appendingPathComponent("runs")).last?.reason == "stopped")
  }
}
