import Channel
import Networks
import Samples
import Synchronization
import Testing
import Training

/// What a run measures for a viewer only.
struct InterestTests {
  private let everything = Interest(sample: .image(3), layer: 4, wantsContributions: true)

  /// A run that pauses before each of its steps, and is resumed; a viewer may look at it meanwhile.
  private func run(
    viewer interest: Interest?
  ) throws -> (log: [String], snapshots: [Snapshot]) {
    var architecture = Architecture.tinyDenseNet
    architecture.dropout = 0.2
    let pauses = (0..<30).map { Intervention(step: $0, command: .pause) }
    let settings = RunSettings.tiny(
      architecture, duration: .steps(30), evaluateEvery: 8,
      interventions: pauses + [
        Intervention(step: 9, command: .set(.growthRate, value: 6)),
        Intervention(step: 14, command: .set(.batchSize, value: 16)),
        Intervention(step: 15, command: .undo), Intervention(step: 20, command: .undo),
      ])
    let run = RunningRun(settings, start: false)
    let snapshots = Mutex<[Snapshot]>([])
    let channel = run.channel
    run.start(settings) { event in
      // On the run's own queue: both are there before it waits.
      guard case .commandApplied(let applied) = event, applied.command == .pause else { return }
      if let snapshot = channel.takeNews().snapshot {
        snapshots.withLock { $0.append(snapshot) }
      }
      if let interest { channel.show(interest) }
      channel.send(.resume)
    }
    #expect(try run.end().step == 30)
    return (run.comparableLog, snapshots.withLock(\.self))
  }

  /// Whoever looks changes nothing: the logs are the same line by line.
  @Test func aViewerChangesNothing() throws {
    let alone = try run(viewer: nil)
    let seen = try run(viewer: everything)
    #expect(alone.log == seen.log)
    #expect(alone.snapshots.allSatisfy { $0.sample == nil && $0.contributions.isEmpty })
    #expect(Set(seen.snapshots.compactMap(\.sample?.step)).count > 20)
    #expect(Set(seen.snapshots.compactMap(\.contributions.first?.step)).count > 20)
    // The first is of the time before the run's description.
    #expect(seen.snapshots.dropFirst().allSatisfy { $0.memory ?? 0 > 1 << 20 })
  }

  /// A run that has paused after a step, its first evaluation behind it.
  private func pausedRun() -> RunningRun {
    let run = RunningRun(
      .tiny(evaluateEvery: 4, interventions: [Intervention(step: 4, command: .pause)]))
    _ = run.wait { if case .commandApplied = $0 { true } else { false } }
    return run
  }

  @Test func aPausedRunAnswersAtOnce() throws {
    let run = pausedRun()
    let dataset = try Dataset.load("digits")
    guard case .runStarted(let started)? = run.events.first else { return }
    let layers = started.networks[0].layers
    for (layer, description) in layers.enumerated() {
      // Beyond the end it begins anew.
      let image = layer % 2 == 0 ? layer : layer + dataset.test.count
      run.channel.show(Interest(sample: .image(image), layer: layer))
      let sample = try #require(
        run.snapshot { $0.sample?.sample == .image(image) && $0.sample?.layer == layer }?.sample)
      #expect(sample.step == 4 && sample.index == layer)
      #expect(sample.label == Int(dataset.test.labels[layer]))
      #expect(sample.channels.count == 1)
      #expect(try sample.channels[0].values == dataset.test.pixels(layer..<layer + 1))
      #expect(abs(sample.probabilities.reduce(0, +) - 1) < 1e-5)
      #expect(sample.maps.count == description.outputShape[0])
      for map in sample.maps {
        // A transition's are kept pooled.
        let halves = description.name.contains("transition") ? 2 : 1
        #expect(
          [map.height * halves, map.width * halves] == Array(description.outputShape.dropFirst()))
        #expect(map.values.count == map.height * map.width)
        let isFlat = map.minimum == map.maximum
        #expect(map.values.min() == 0 && map.values.max() == (isFlat ? 0 : 255))
      }
    }
    // Nothing is wanted any more.
    run.channel.show(Interest())
    #expect(run.snapshot { $0.sample == nil } != nil)
    run.channel.send(.stop)
    #expect(try run.end().reason == .stopped)
  }

  /// Images that the evaluation answered wrongly, one after the other.
  @Test func mistakesAreThoseOfTheLastEvaluation() throws {
    let run = pausedRun()
    let evaluation = try #require(run.events.evaluations.last)
    let wrong = evaluation.samples - Int((evaluation.accuracy * 297).rounded())
    var indices: [Int] = []
    for number in [0, 1, wrong] {
      run.channel.show(Interest(sample: .mistake(number)))
      let sample = try #require(run.snapshot { $0.sample?.sample == .mistake(number) }?.sample)
      #expect(sample.mistakes == wrong)
      let answer = sample.probabilities.indices.max {
        sample.probabilities[$0] < sample.probabilities[$1]
      }
      #expect(answer != sample.label)
      indices.append(sample.index)
    }
    #expect(indices[0] < indices[1] && indices[2] == indices[0])
    run.channel.send(.stop)
    _ = try run.end()
  }

  /// Also after a change that gave the network another shape or smaller batches.
  @Test func contributionsAreThoseOfTheNetworkAsItIs() throws {
    let run = pausedRun()
    run.channel.show(Interest(wantsContributions: true))
    var blocks = try #require(run.snapshot { !$0.contributions.isEmpty }?.contributions)
    #expect(blocks.map(\.block) == [1, 2] && blocks.allSatisfy { $0.step == 4 })
    #expect(blocks.map(\.matrix.count) == [2, 3])
    for row in blocks.flatMap(\.matrix) {
      #expect(abs(row.reduce(0) { $0 + ($1 ?? 0) } - 1) < 1e-9)
    }
    let before = blocks
    run.channel.send(.set(.batchSize, value: 9))
    run.channel.send(.set(.growthRate, value: 7))
    blocks = try #require(
      run.snapshot { $0.knobs[.growthRate] == 7 && $0.contributions.first?.step == 4 }?
        .contributions)
    #expect(blocks.map(\.matrix.count) == [2, 3] && blocks != before)
    run.channel.send(.stop)
    _ = try run.end()
  }

  /// No interest keeps a paused evaluation from sleeping, or is lost in it.
  @Test func aPausedEvaluationAnswersToo() throws {
    let run = RunningRun(.tiny(), start: false)
    let channel = run.channel
    run.start(.tiny(duration: .epochs(2))) { event in
      if case .step(let metrics) = event, metrics.step == 7 { channel.send(.pause) }
    }
    _ = run.wait { if case .commandApplied = $0 { true } else { false } }
    channel.show(everything)
    let sample = run.snapshot { $0.sample != nil }?.sample
    #expect(sample?.mistakes == nil && sample?.step == 7)
    channel.show(Interest(sample: .mistake(0)))
    #expect(run.snapshot { $0.sample == nil } != nil)
    channel.send(.resume)
    #expect(try run.end().reason == .finished)
    #expect(run.events.evaluations.map(\.step) == [7, 14])
  }

  /// At its end a run with a viewer waits: it answers, and goes on from where one goes back to.
  @Test func aRunWaitsAtItsEndForItsViewer() throws {
    let settings = RunSettings.tiny(duration: .steps(30))
    let run = RunningRun(settings, start: false)
    run.start(settings, staysForViewer: true)
    for image in [7, 8] {
      run.channel.show(Interest(sample: .image(image), wantsContributions: true))
      let snapshot = run.snapshot { $0.sample?.index == image && $0.activity == .finished }
      #expect(snapshot?.contributions.count == 2)
    }
    #expect(run.events.steps.count == 30)
    run.channel.send(.fork(step: 20, name: "again"))
    _ = run.wait {
      if case .step(let step) = $0 { step.fork != nil && step.step == 30 } else { false }
    }
    #expect(run.snapshot { $0.activity == .finished && $0.step == 30 } != nil)
    #expect(run.events.steps.filter { $0.fork == "again" }.map(\.step) == Array(21...30))
    // The same again: nothing was changed.
    let losses = run.events.steps.map(\.loss)
    #expect(losses.suffix(10) == losses[20..<30])
    run.channel.send(.stop)
    let end = try run.end()
    #expect(end.reason == .finished && end.message == "Finished after 30 steps.")
    guard case .runEnded? = run.events.last else { throw CancellationError() }
    // What was done can be done again, and leaving was nothing that was done.
    let plan = try String(
      contentsOf: run.folder.appendingPathComponent("plan.txt"), encoding: .utf8)
    #expect(plan == "30:fork=20/again\n")
    var again = settings
    again.interventions = [Intervention(step: 30, command: .fork(step: 20, name: "again"))]
    let repeated = RunningRun(again)
    _ = try repeated.end()
    #expect(repeated.comparableLog == run.comparableLog)
  }
}
