import Channel
import Foundation
import Testing

@testable import Training

/// Runs as their folders keep them.
struct RecordedRunTests {
  private func comparison() throws -> InventedLog {
    try InventedLog(
      InventedLog.text([
        InventedLog.started(["dense", "plain"]), InventedLog.step(1, network: 0, loss: 2),
        InventedLog.step(1, network: 1, loss: 3),
        InventedLog.evaluation(1, network: 1, accuracy: 0.75),
        .checkpoint(
          CheckpointWritten(step: 1, network: 1, path: "plain/checkpoints/step-1.safetensors")),
        InventedLog.evaluation(1, network: 1, accuracy: 0.5), InventedLog.end(1, .stopped),
      ]))
  }

  @Test func oneOfSeveralNetworksAsIfItHadTrainedAlone() throws {
    let log = try comparison()
    let run = try RecordedRun(log.folder.path)
    #expect(run.isComparison && run.names == ["dense", "plain"])
    var events: [RunEvent] = []
    let extent = try run.forEachEvent(ofNetwork: 1) { event, _ in events.append(event) }
    #expect(extent.passedOver == 0 && !extent.isCut)
    guard case .runStarted(let start)? = events.first else { throw CocoaError(.featureUnsupported) }
    #expect(start.networks.map(\.label) == ["plain"])
    #expect(
      events.dropFirst() == [
        InventedLog.step(1, loss: 3), InventedLog.evaluation(1, accuracy: 0.75),
        .checkpoint(CheckpointWritten(step: 1, path: "checkpoints/step-1.safetensors")),
        InventedLog.evaluation(1, accuracy: 0.5), InventedLog.end(1, .stopped),
      ])
  }

  @Test func namesThatLeaveTheFolderAreNotUsed() throws {
    let log = try InventedLog(InventedLog.text([InventedLog.started(["../../etc", "a", "a"])]))
    let run = try RecordedRun(log.folder.path)
    #expect(run.names == ["network-1", "a", "network-3"])
    #expect(run.folder(ofNetwork: 0) == nil && run.folder(ofNetwork: 7) == nil)
    #expect(throws: RunError.self) { try run.checkpoint(ofNetwork: 0) }
    #expect(throws: RunError.self) { try run.checkpoint(ofNetwork: 1, step: 4) }
  }

  @Test func aSecondRunBehindTheFirstIsPassedOver() throws {
    let log = try InventedLog(
      InventedLog.text([
        InventedLog.started(), InventedLog.step(1), InventedLog.started(["a", "b"]),
        InventedLog.step(2), InventedLog.step(2, network: 1),
      ]) + "{\"event\":\"st")
    var steps: [Int] = []
    let extent = try RecordedRun(log.log).forEachEvent(wanted: ["step"]) { event, _ in
      steps.append(event.step)
    }
    #expect(steps == [1, 2] && extent.isCut)
    #expect(
      extent.remarks(on: "log") == [
        "log: 1 line is no event of a run, passed over",
        "log: the last line is cut short, passed over",
      ])
  }

  @Test func whatIsNoRunIsRefused() throws {
    let empty = try InventedLog("")
    let foreign = try InventedLog("{\"event\":\"run_started\",\"format\":\"another/1\"}\n")
    let late = try InventedLog(InventedLog.text([InventedLog.step(1), InventedLog.started()]))
    for log in [empty, foreign, late] {
      let error = try #require(throws: RunError.self) { try RecordedRun(log.folder.path) }
      #expect(error.kind == .data && error.description.contains("does not begin as a run's log"))
    }
    let nothing = try #require(throws: RunError.self) {
      try RecordedRun(FileManager.default.temporaryDirectory.path)
    }
    #expect(nothing.kind == .missing)
  }

  // MARK: What it has come to

  @Test func figuresOfEachNetwork() throws {
    let log = try comparison()
    let record = try RunRecord(RecordedRun(log.folder.path))
    #expect(record.state == .stopped && record.step == 1 && record.size > 1000)
    #expect(record.networks.map(\.loss) == [2, 3])
    #expect(record.networks.map(\.bestAccuracy) == [nil, 0.75])
    #expect(record.networks.map(\.lastAccuracy) == [nil, 0.5])
  }

  @Test func howRunsEnd() throws {
    func state(_ events: [RunEvent]) throws -> RunRecord.State {
      let log = try InventedLog(InventedLog.text([InventedLog.started()] + events))
      return try RunRecord(RecordedRun(log.folder.path)).state
    }
    #expect(try state([InventedLog.step(1), InventedLog.end(1)]) == .finished)
    #expect(try state([InventedLog.end(0, .failed)]) == .failed)
    // It was gone on with.
    #expect(try state([InventedLog.end(1), InventedLog.step(2)]) != .finished)
  }

  @Test func aRunWithoutAnEndIsRunningWhileSomebodyWritesIt() throws {
    let log = try InventedLog(InventedLog.text([InventedLog.started(), InventedLog.step(1)]))
    func state() throws -> RunRecord.State {
      try RunRecord(RecordedRun(log.folder.path)).state
    }
    #expect(try state() == .killed)
    let writer = try LineFile(continuing: log.log, lines: 2)
    #expect(try state() == .running)
    writer.unlock()
    #expect(try state() == .killed)
  }

  @Test func settingsAsAList() throws {
    let log = try InventedLog(InventedLog.text([InventedLog.started()]))
    let config = log.folder.appendingPathComponent("config.json")
    try Data(
      """
      {"batch_size": 64, "network": {"blocks": [3, 3], "bottleneck": true}, "resume": null,
       "optimizer": {"learning_rate": 0.1}, "interventions": [
       {"step": 4, "command": {"command": "set", "knob": "growth_rate", "value": 12}}]}
      """.utf8
    ).write(to: config)
    let values = RecordedSettings(folder: log.folder).values.mapValues(\.text)
    #expect(
      values == [
        "batch_size": "64", "network.blocks": "3,3", "network.bottleneck": "yes",
        "optimizer.learning_rate": "0.1", "interventions": "4:growth_rate=12",
      ])
    try Data(String(repeating: "[", count: 100_000).utf8).write(to: config)
    #expect(RecordedSettings(folder: log.folder).values.isEmpty)
  }
}
