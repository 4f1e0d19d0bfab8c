import Channel
import Foundation
import Testing
import Training

/// Folders of runs in which something is not what was written: what is there stays.
struct DamagedRunTests {
  /// A run of 20 steps with checkpoints at 8, 12, 16 and 20, and its log.
  private func run() throws -> (run: RunningRun, log: URL, lines: [String]) {
    var settings = RunSettings.tiny(.tinyDenseNet, duration: .steps(20), evaluateEvery: 5)
    settings.checkpointRule = CheckpointRule(interval: .steps(4), count: 3)
    let run = RunningRun(settings)
    _ = try run.end()
    return (run, run.folder.appendingPathComponent("run.jsonl"), run.log)
  }

  private func write(_ lines: [String], to log: URL) throws {
    try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: log)
  }

  private func line(_ lines: [String], ofStep step: Int) throws -> Int {
    try #require(
      lines.firstIndex { $0.contains(#""event":"step""#) && $0.contains(#""step":\#(step),"#) })
  }

  /// Lines are what a checkpoint counts: what is none of the log's may not stand before it.
  @Test(arguments: ["hello", "\0\0\0", "{\"event\":\"step\",\"st", ""])
  func linesThatAreNoneOfTheLog(other: String) throws {
    let (run, log, lines) = try run()
    var broken = lines
    broken[try line(lines, ofStep: 14)] = other
    try write(broken, to: log)
    let stored = try StoredRun(run.folder)
    #expect(stored.checkpoint?.origin?.step == 12)
    #expect(stored.objections.contains { $0.contains("run.jsonl: 1 of the first ") })
    // Before all checkpoints: to begin again would lose what can be had.
    broken[try line(lines, ofStep: 2)] = other
    try write(broken, to: log)
    #expect {
      try StoredRun(run.folder)
    } throws: {
      "\($0)".contains("lines are no events of a run")
    }
    try write(Array(lines.prefix(4)), to: log)
    #expect {
      try StoredRun(run.folder)
    } throws: {
      "\($0)".contains("run.jsonl: expected at least ")
    }
  }

  /// One that no longer says where the log stood is damaged too, and that is said.
  @Test func aCheckpointWithoutItsPlaceIsSaid() throws {
    let (run, _, _) = try run()
    for name in ["step-20", "automatic-step-20"] {
      let file = run.folder.appendingPathComponent("checkpoints/\(name).safetensors")
      let content = try Data(contentsOf: file)
      let place = try #require(content.firstRange(of: Data("position".utf8)))
      var damaged = content
      damaged[place.lowerBound] ^= 1
      try damaged.write(to: file)
    }
    let stored = try StoredRun(run.folder)
    #expect(stored.checkpoint?.origin?.step == 16 && stored.objections.count == 2)
  }

  /// A run that cannot go on for its folder cannot be written has lost nothing by the attempt.
  @Test func whatCannotGoOnStaysAsItIs() throws {
    let (run, log, _) = try run()
    let before = try Data(contentsOf: log)
    let obstacle = run.folder.appendingPathComponent("config.json.partial")
    try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: false)
    var stored = try StoredRun(run.folder)
    stored.settings.duration = .steps(24)
    let refused = RunningRun(goingOnWith: stored, after: run)
    let error = try #require(throws: RunError.self) { try refused.end() }
    #expect(error.description.contains("cannot write the run's folder: "))
    #expect(try Data(contentsOf: log) == before)
  }

  /// A program that was killed before its first line has left an empty log: no run.
  @Test func anEmptyLogIsNoRun() throws {
    let settings = RunSettings.tiny(duration: .steps(1))
    let run = RunningRun(settings, start: false)
    try FileManager.default.createDirectory(at: run.folder, withIntermediateDirectories: true)
    try Data().write(to: run.folder.appendingPathComponent("run.jsonl"))
    run.start(settings)
    #expect(try run.end().step == 1)
  }
}
