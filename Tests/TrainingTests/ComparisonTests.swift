import Channel
import Foundation
import Networks
import Testing
import Training

/// Networks that train in lockstep.
struct ComparisonTests {
  private static let residual = Architecture(.resnet(ResidualStructure(blocks: [1, 1])))
  private static let plain = Architecture(.plain(ResidualStructure(blocks: [1, 1])))

  private static func three(_ change: (inout RunSettings) -> Void = { _ in }) -> [RunSettings] {
    [.tinyDenseNet, residual, plain].map {
      var settings = RunSettings.tiny($0, duration: .epochs(2), evaluateEvery: 5)
      change(&settings)
      return settings
    }
  }

  /// To the bit, and its folder is that of a run of its own.
  @Test func eachNetworkTrainsAsItDoesAlone() throws {
    let all = RunningRun(comparing: Self.three())
    #expect(try all.end().reason == .finished)
    for (name, settings) in zip(["a", "b", "c"], Self.three()) {
      let alone = RunningRun(settings)
      _ = try alone.end()
      #expect(all.comparableLog(of: name) == alone.comparableLog)
      func weights(_ folder: URL) throws -> Data {
        try Data(contentsOf: folder.appendingPathComponent("checkpoints/step-14.safetensors"))
      }
      let own = all.folder.appendingPathComponent(name)
      #expect(try weights(own).count > 1000)
      #expect(try weights(own) == weights(alone.folder))
    }
  }

  @Test func theLogHasAllNetworksInLockstep() throws {
    let all = RunningRun(comparing: Self.three())
    _ = try all.end()
    let events = all.events
    guard case .runStarted(let started)? = events.first, case .runEnded(let ended)? = events.last
    else {
      Issue.record("the first event must be run_started and the last run_ended")
      return
    }
    #expect(started.networks.map(\.architecture) == ["densenet", "resnet", "plain"])
    #expect(ended.step == 14 && ended.message == "Finished after 14 steps.")
    // Each makes its step before the first makes its next.
    #expect(events.steps.map(\.step) == (1...14).flatMap { [$0, $0, $0] })
    #expect(events.steps.map(\.network) == (1...14).flatMap { _ in [0, 1, 2] })
    #expect(events.evaluations.map(\.network) == [5, 7, 10, 14].flatMap { _ in [0, 1, 2] })
    #expect(events.reuse.allSatisfy { $0.network == 0 } && !events.reuse.isEmpty)
    let checkpoints = events.compactMap { event in
      if case .checkpoint(let written) = event { written } else { nil }
    }
    #expect(checkpoints.map(\.network) == [0, 1, 2])
    for checkpoint in checkpoints {
      let file = all.folder.appendingPathComponent(checkpoint.path)
      #expect(FileManager.default.fileExists(atPath: file.path))
    }
    #expect(try all.log.map(RunEvent.init(jsonLine:)) == events)
  }

  /// A network that diverges does not take the others with it.
  @Test func aNetworkThatFailsEndsAlone() throws {
    var settings = Self.three()
    settings[1].optimizer.learningRate = 1e30
    let run = RunningRun(comparing: settings)
    let end = try run.end()
    #expect(end.reason == .finished && end.step == 14)
    #expect(
      end.message.hasPrefix("a: Finished after 14 steps. c: Finished after 14 steps. b failed: "))
    let last = (0..<3).map { network in
      run.events.steps.last { $0.network == network }?.step ?? 0
    }
    #expect(last[0] == 14 && last[1] < 14 && last[2] == 14)
    // The log says it when it happens, before the others' next step.
    let ends = run.events.compactMap { if case .runEnded(let end) = $0 { end } else { nil } }
    #expect(ends.map(\.network) == [1, nil] && ends.first?.reason == .failed)
    #expect(ends.first?.step == last[1])
  }

  /// Where nothing was learned the log ends with that, at the last step that was made.
  @Test func allNetworksFail() throws {
    let run = RunningRun(comparing: Self.three { $0.optimizer.learningRate = 1e30 })
    #expect(throws: RunError.self) { try run.end() }
    let steps = run.events.steps.map(\.step).max() ?? 0
    guard case .runEnded(let end)? = run.events.last else {
      Issue.record("the last event must be run_ended")
      return
    }
    #expect(end.network == nil && end.reason == .failed && end.step == steps)
  }

  /// What is compared is checked without being trained.
  @Test func comparisonsAreCheckedBefore() throws {
    try Comparison.check([])
    let good = zip(["a", "b", "c"], Self.three()).map { Contestant(name: $0, settings: $1) }
    try Comparison.check([("one", good), ("another", good)])
    var bad = good
    bad[1].settings.batchSize = 900
    #expect {
      try Comparison.check([("one", good), ("another", bad)])
    } throws: {
      "\($0)".contains("another: network 'b': batch size 900")
    }
  }

  /// A viewer that says stop once is done with all networks, those that failed included: nothing of the
  /// run is kept any longer.
  @Test(arguments: [false, true]) func aStopLeavesNothingBehind(oneFails: Bool) throws {
    final class Token: Sendable {}
    weak var kept: Token?
    var settings = Self.three { $0.duration = .steps(1_000_000) }
    if oneFails { settings[1].optimizer.learningRate = 1e30 }
    let channels = RunChannel.channels(3)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let ended = DispatchSemaphore(value: 0)
    let failed = DispatchSemaphore(value: 0)
    do {
      let token = Token()
      kept = token
      Comparison.start(
        zip(["a", "b", "c"], settings).map { Contestant(name: $0, settings: $1) }, folder: folder,
        channels: channels, warningPolicy: .fail, staysForViewer: true
      ) { [token] event, _ in
        _ = token
        if case .runEnded = event { failed.signal() }
        if case .step(let step) = event, step.step == 3, !oneFails { failed.signal() }
      } completion: { _ in
        ended.signal()
      }
    }
    #expect(failed.wait(timeout: .now() + .seconds(60)) == .success)
    for channel in channels { channel.send(.stop) }
    #expect(ended.wait(timeout: .now() + .seconds(60)) == .success)
    for _ in 0..<500 where kept != nil { usleep(10_000) }
    #expect(kept == nil)
  }

  @Test func oneNetworkWaitsAloneAndCatchesUp() throws {
    let settings = Self.three { $0.duration = .steps(20) }
    let run = RunningRun(comparing: settings, staysForViewer: true)
    run.channels[1].send(.pause)
    // The others come to their end; the one that waits answers.
    let events = run.wait { event in
      if case .checkpoint(let written) = event { written.network == 2 } else { false }
    }
    let before = events.steps.count { $0.network == 1 }
    #expect(before < 20 && events.steps.count { $0.network == 0 } == 20)
    run.channels[1].send(.step(count: 2))
    run.channels[1].send(.resume)
    let rest = run.wait { event in
      if case .checkpoint(let written) = event { written.network == 1 } else { false }
    }
    #expect(rest.steps.count { $0.network == 1 } == 20)
    for channel in run.channels { channel.send(.stop) }
    #expect(try run.end().message == "Finished after 20 steps.")
    // It saw the same batches as if it had not waited.
    let alone = RunningRun(settings[1])
    _ = try alone.end()
    let steps = run.events.steps.filter { $0.network == 1 }.map(\.loss)
    #expect(steps == alone.events.steps.map(\.loss))
  }

  @Test func aStopEndsAll() throws {
    let run = RunningRun(comparing: Self.three { $0.duration = .steps(1_000_000) })
    _ = run.wait { if case .step = $0 { true } else { false } }
    for channel in run.channels { channel.send(.stop) }
    let end = try run.end()
    #expect(end.reason == .stopped)
    #expect(run.events.count { if case .runEnded = $0 { true } else { false } } == 1)
  }

  /// A change of one network leaves the others as they are, and the log names it.
  @Test func aCommandGoesToOneNetwork() throws {
    var settings = Self.three()
    settings[0].interventions = [
      Intervention(step: 3, command: .set(.growthRate, value: 6)),
      Intervention(step: 4, command: .set(.growthRate, value: 0)),
    ]
    let run = RunningRun(comparing: settings)
    _ = try run.end()
    #expect(run.events.applied.map(\.network) == [0])
    #expect(run.events.rejected.map(\.network) == [0])
    #expect(run.events.networkChanges.map(\.network) == [0])
    #expect(run.events.steps.filter { $0.network == 1 }.count == 14)
  }

  @Test(arguments: [
    ([], "0 networks: expected 1…6"),
    (Array(repeating: RunSettings.tiny(), count: 7), "7 networks: expected 1…6"),
    (
      [.tiny(), .tiny(seed: 2)],
      "network 'b': expected the data set, the augmentation and the seed of the others"
    ),
    (
      [.tiny(), .tiny(batchSize: 900)],
      "network 'b': batch size 900: expected at most 200, the number of training samples"
    ),
  ]) func whatCannotBeComparedIsRefused(_ settings: [RunSettings], _ message: String) {
    let run = RunningRun(comparing: settings)
    #expect {
      try run.end()
    } throws: { error in
      (error as? RunError)?.description == message
    }
    #expect(!FileManager.default.fileExists(atPath: run.folder.path))
  }
}
