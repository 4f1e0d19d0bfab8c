import Channel
import Foundation
import Networks
import Testing

@testable import Training

/// Runs that go on in their own folder.
struct StoredRunTests {
  private static let rule = CheckpointRule(interval: .steps(4), count: 2)

  private func settings(_ steps: Int) -> RunSettings {
    var settings = RunSettings.tiny(.tinyDenseNet, duration: .steps(steps), evaluateEvery: 5)
    settings.checkpointRule = Self.rule
    settings.interventions = [
      Intervention(step: 6, command: .set(.growthRate, value: 6)),
      Intervention(step: 13, command: .set(.momentum, value: 0.5)),
    ]
    return settings
  }

  private func files(_ run: RunningRun) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: run.folder.appendingPathComponent("checkpoints").path
    ).sorted()
  }

  private func content(_ run: RunningRun, _ name: String) throws -> Data {
    try Data(contentsOf: run.folder.appendingPathComponent(name))
  }

  /// Goes on with a run in its own folder.
  private func goOn(_ run: RunningRun, _ change: (inout RunSettings) -> Void = { _ in }) throws
    -> RunningRun
  {
    var stored = try StoredRun(run.folder)
    change(&stored.settings)
    return RunningRun(goingOnWith: stored, after: run)
  }

  /// As a killed program leaves it: without the end, and with half a line.
  private func cut(_ run: RunningRun, behind step: Int) throws {
    let url = run.folder.appendingPathComponent("run.jsonl")
    let lines = run.log
    let end = try #require(
      lines.firstIndex { $0.contains(#""event":"step""#) && $0.contains(#""step":\#(step),"#) })
    let kept = lines[...end].joined(separator: "\n") + "\n" + lines[end + 1].prefix(9)
    try Data(kept.utf8).write(to: url)
    for name in try files(run) where name == "step-20.safetensors" {
      try FileManager.default.removeItem(
        at: run.folder.appendingPathComponent("checkpoints/" + name))
    }
  }

  @Test func theNewestCheckpointsStayAndTheBest() throws {
    let run = RunningRun(settings(20))
    _ = try run.end()
    #expect(
      try files(run) == [
        "automatic-step-16.safetensors", "automatic-step-20.safetensors", "best.safetensors",
        "step-20.safetensors",
      ])
    // The log does not have them: when they are due may depend on the clock.
    let told = run.events.compactMap {
      if case .checkpoint(let written) = $0 { written.path } else { nil }
    }
    #expect(told == ["checkpoints/step-20.safetensors"])
    let best = try Checkpoint(
      contentsOf: run.folder.appendingPathComponent("checkpoints/best.safetensors").path)
    let accuracies = run.events.evaluations.map(\.accuracy)
    let highest = try #require(accuracies.max())
    #expect(best.record?.progress.testAccuracy == highest)
    #expect(best.origin?.step == run.events.evaluations.first { $0.accuracy == highest }?.step)
  }

  @Test func aKilledRunGoesOnToTheBit() throws {
    let whole = RunningRun(settings(20))
    _ = try whole.end()
    let killed = RunningRun(settings(20))
    _ = try killed.end()
    try cut(killed, behind: 19)
    try FileManager.default.removeItem(
      at: killed.folder.appendingPathComponent("checkpoints/automatic-step-20.safetensors"))
    let stored = try StoredRun(killed.folder)
    #expect(stored.checkpoint?.origin?.step == 16 && stored.stepsLost == 3 && !stored.hasEnded)
    let rest = try goOn(killed)
    _ = try rest.end()
    #expect(rest.comparableLog == whole.comparableLog)
    for name in ["checkpoints/step-20.safetensors", "config.json", "plan.txt"] {
      #expect(try content(rest, name) == content(whole, name))
    }
  }

  /// A run that came to its end goes on where it is given more steps, as if it had had them from the start.
  @Test func aRunThatEndedGoesOnWithMoreSteps() throws {
    let whole = RunningRun(settings(24))
    _ = try whole.end()
    let first = RunningRun(settings(20))
    _ = try first.end()
    let refused = try goOn(first)
    #expect(throws: RunError.self) { try refused.end() }
    #expect(try StoredRun(first.folder).hasEnded)
    let rest = try goOn(first) { $0.duration = .steps(24) }
    _ = try rest.end()
    func losses(_ run: RunningRun) -> [Substring] {
      run.comparableLog.compactMap { $0.firstMatch(of: /"loss":[0-9.e-]+/)?.output }
    }
    // The evaluation at what was the end was not due in the other run.
    #expect(losses(rest).suffix(4).first == losses(whole).suffix(4).first)
    #expect(
      try content(rest, "checkpoints/step-24.safetensors")
        == content(whole, "checkpoints/step-24.safetensors"))
  }

  /// One that was asked for is as good as one that was written by itself.
  @Test func aRunGoesOnFromWhatWasAskedFor() throws {
    var settings = settings(20)
    settings.checkpointRule = CheckpointRule(interval: .never)
    settings.interventions.append(Intervention(step: 13, command: .checkpoint))
    let whole = RunningRun(settings)
    _ = try whole.end()
    let killed = RunningRun(settings)
    _ = try killed.end()
    try cut(killed, behind: 17)
    let stored = try StoredRun(killed.folder)
    #expect(stored.checkpoint?.origin?.step == 13 && stored.stepsLost == 4)
    let rest = try goOn(killed)
    _ = try rest.end()
    #expect(rest.comparableLog == whole.comparableLog)
    for name in ["step-13.safetensors", "step-20.safetensors"] {
      #expect(try content(rest, "checkpoints/" + name) == content(whole, "checkpoints/" + name))
    }
    #expect(try content(rest, "plan.txt") == content(whole, "plan.txt"))
  }

  /// The newest that is whole is taken, and what was passed over is said.
  @Test func aDamagedCheckpointIsPassedOver() throws {
    let run = RunningRun(settings(20))
    _ = try run.end()
    try cut(run, behind: 19)
    let newest = run.folder.appendingPathComponent("checkpoints/automatic-step-16.safetensors")
    try FileManager.default.removeItem(
      at: run.folder.appendingPathComponent("checkpoints/automatic-step-20.safetensors"))
    var damaged = try Data(contentsOf: newest)
    damaged[damaged.count - 5] ^= 4
    try damaged.write(to: newest)
    let stored = try StoredRun(run.folder)
    #expect(stored.checkpoint == nil && stored.objections.count == 1)
    #expect(stored.objections[0].contains("automatic-step-16.safetensors: the checksum is"))
    // From the beginning, to the same end.
    let again = try goOn(run)
    _ = try again.end()
    let whole = RunningRun(settings(20))
    _ = try whole.end()
    #expect(again.comparableLog == whole.comparableLog)
  }

  @Test func aRunThatIsBeingWrittenIsLeftAlone() throws {
    let run = RunningRun(settings(1_000_000))
    _ = run.wait { if case .step = $0 { true } else { false } }
    #expect {
      try StoredRun(run.folder)
    } throws: {
      "\($0)".contains("is being written by another program")
    }
    run.channel.send(.stop)
    _ = try run.end()
    _ = try StoredRun(run.folder)
  }

  @Test func anotherFormatIsRefused() throws {
    let run = RunningRun(settings(14))
    _ = try run.end()
    let url = run.folder.appendingPathComponent("run.jsonl")
    let log = try String(contentsOf: url, encoding: .utf8)
    for (format, message) in [
      ("densenet-explorer-run/2", "this program may be older"),
      ("", "does not begin as a run's log"),
    ] {
      try Data(log.replacing("densenet-explorer-run/1", with: format).utf8).write(to: url)
      #expect {
        try StoredRun(run.folder)
      } throws: {
        "\($0)".contains(message)
      }
    }
    try Data("{}\n".utf8).write(to: url)
    #expect {
      try StoredRun(run.folder)
    } throws: {
      "\($0)".contains("does not begin as a run's log")
    }
  }
}
