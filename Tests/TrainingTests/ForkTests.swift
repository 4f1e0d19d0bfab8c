import Channel
import Foundation
import Networks
import Testing

@testable import Training

/// Going back along the time line, other lines from there, and runs that go on from a checkpoint.
struct ForkTests {
  private func run(
    _ interventions: [(Int, Command)], steps: Int = 60, network: Architecture = .tinyDenseNet,
    timeLine: Int? = nil
  ) throws -> RunningRun {
    var settings = RunSettings.tiny(
      network, duration: .steps(steps), schedule: .cosine, evaluateEvery: 15,
      interventions: interventions.map { Intervention(step: $0.0, command: $0.1) })
    settings.timeLine = timeLine
    let run = RunningRun(settings)
    _ = try run.end()
    return run
  }

  /// What steps and evaluations say of training, without the clock.
  private func figures(_ events: some Sequence<RunEvent>) -> [String] {
    events.compactMap { event in
      switch event {
      case .step(let step):
        "\(step.step) \(step.epoch) \(step.loss) \(step.accuracy) \(step.learningRate) "
          + "\(step.gradientNorms) \(step.updateRatios) \(step.weightNorms)"
      case .evaluation(let evaluation):
        "\(evaluation.step) \(evaluation.loss) \(evaluation.accuracy)"
      default: nil
      }
    }
  }

  private func isFork(_ event: RunEvent) -> Bool {
    if case .commandApplied(let applied) = event { applied.fork != nil } else { false }
  }

  @Test func aForkEqualsAFreshRunFromTheSameCheckpoint() throws {
    var architecture = Architecture.tinyDenseNet
    architecture.dropout = 0.1
    let changes: [(Int, Command)] = [
      (12, .set(.growthRate, value: 6)), (14, .freeze("stem")), (18, .set(.batchSize, value: 20)),
      (19, .cut(ConnectionPattern(block: 2, source: 0, reader: .layer(2)))),
      (20, .checkpoint), (30, .set(.momentum, value: 0.5)), (35, .addLayer(block: 2)),
    ]
    let forked = try run(changes + [(44, .fork(step: 20, name: "again"))], network: architecture)
    let checkpoint = try Checkpoint(
      contentsOf: forked.folder.path + "/checkpoints/step-20.safetensors")
    var settings = try #require(checkpoint.settings)
    // The fork was made when the script was through.
    #expect(settings.interventions.map(\.step) == [30, 35, 44])
    settings.interventions = []
    let fresh = RunningRun(settings, from: .checkpoint(checkpoint))
    _ = try fresh.end()
    let start = try #require(forked.events.firstIndex(where: isFork))
    let (left, right) = (figures(forked.events[start...]), figures(fresh.events))
    #expect(left.count > 40 && left == right)
    guard case .runStarted(let started)? = fresh.events.first else { throw CancellationError() }
    #expect(started.resumedStep == 20 && started.batchSize == 20)
    #expect(started.networks[0].cuts == ["block2/in->2"])
    // Every file with the last step holds the same.
    let last = "checkpoints/step-60.safetensors"
    let ends = try [forked.folder.path + "/forks/again/" + last, fresh.folder.path + "/" + last].map
    {
      try Checkpoint(contentsOf: $0)
    }
    #expect(ends[0].tensors == ends[1].tensors)
  }

  @Test func aRunThatGoesOnRepeatsTheRestOfItsScript() throws {
    let changes: [(Int, Command)] = [
      (10, .set(.growthRate, value: 5)), (20, .checkpoint),
      (20, .set(.learningRate, value: 0.02)), (40, .removeLayer(block: 2)),
    ]
    let whole = try run(changes)
    let checkpoint = try Checkpoint(
      contentsOf: whole.folder.path + "/checkpoints/step-20.safetensors")
    let rest = RunningRun(try #require(checkpoint.settings), from: .checkpoint(checkpoint))
    _ = try rest.end()
    let restOfWhole = figures(
      whole.events.filter { event in
        switch event {
        case .step(let step): step.step > 20
        case .evaluation(let evaluation): evaluation.step > 20
        default: false
        }
      })
    #expect(figures(rest.events) == restOfWhole)
    #expect(rest.events.applied.map(\.step) == [20, 40])
    let folders = [whole, rest].map { $0.folder.path + "/checkpoints/step-60.safetensors" }
    #expect(
      try Checkpoint(contentsOf: folders[0]).tensors == Checkpoint(contentsOf: folders[1]).tensors)
  }

  @Test func linesAreLeftAndTakenUpAgain() throws {
    let plain = try run([], steps: 40)
    let run = try run(
      [
        (30, .fork(step: 14, name: nil)), (20, .set(.learningRate, value: 0.01)),
        (25, .switchFork("main")), (33, .switchFork("fork-1")), (28, .switchFork("main")),
      ], steps: 40)
    #expect(run.events.rejected.isEmpty, "\(run.events.rejected)")
    let applied = run.events.applied.filter { $0.fork != nil }
    #expect(applied.map(\.fork) == ["fork-1", "main", "fork-1", "main"])
    #expect(applied.map(\.restoredStep) == [10, 30, 25, 33])
    #expect(applied[0].command == .fork(step: 10, name: "fork-1"))
    // What was done on the fork is not the main line's matter.
    let main = run.events.filter {
      if case .step(let step) = $0 { step.fork == nil } else { false }
    }
    #expect(
      figures(main) == figures(plain.events.filter { if case .step = $0 { true } else { false } }))
    #expect(run.events.steps.filter { $0.fork == "fork-1" }.map(\.step) == Array(11...28))
    #expect(Set(run.events.evaluations.compactMap(\.fork)) == ["fork-1"])
    // Each line's newest step is in a file.
    let files = ["forks/fork-1/checkpoints/step-28", "checkpoints/step-33", "checkpoints/step-40"]
    for file in files {
      let path = run.folder.path + "/\(file).safetensors"
      #expect(
        try Checkpoint(contentsOf: path).origin?.step == Int(file.split(separator: "-").last ?? ""))
    }
    #expect(try Checkpoint(contentsOf: run.folder.path + "/forks/fork-1").origin?.step == 28)
  }

  /// A run's folder stands for where the run was: at its end, or when it was killed.
  @Test func theFolderOfARunIsWhereItWas() throws {
    let run = try run([(30, .fork(step: 10, name: "a")), (25, .stop)])
    let folder = run.folder.path
    #expect(
      try Checkpoint(contentsOf: folder).path.hasSuffix("forks/a/checkpoints/step-25.safetensors"))
    let undone = try self.run([
      (20, .set(.momentum, value: 0.5)), (40, .checkpoint), (40, .undo), (30, .stop),
    ])
    #expect(try Checkpoint(contentsOf: undone.folder.path).origin?.step == 30)
    // Killed: the log has no end, and the newest file counts.
    let log = run.folder.appendingPathComponent("run.jsonl")
    let lines = run.log.dropLast()
    try Data(lines.joined(separator: "\n").utf8).write(to: log)
    let newest = run.folder.appendingPathComponent("time-line/step-20.safetensors")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 100)], ofItemAtPath: newest.path)
    #expect(try Checkpoint(contentsOf: folder).path == newest.path)
  }

  /// What another line computed is no way back from numbers that are not finite.
  @Test func theSoundStateIsTheLinesOwn() throws {
    var settings = RunSettings.tiny(duration: .steps(90))
    settings.interventions = [
      Intervention(step: 60, command: .fork(step: 20, name: "a")),
      Intervention(step: 70, command: .switchFork("main")),
      Intervention(step: 61, command: .set(.learningRate, value: 1000)),
    ]
    let run = RunningRun(settings, policy: .goOn)
    _ = try run.end()
    let sound = run.events.compactMap { event -> String? in
      if case .checkpoint(let written) = event, written.path.contains("sound") {
        written.path
      } else {
        nil
      }
    }
    #expect(sound.first == "checkpoints/sound-step-60.safetensors")
    // What cannot be read again is not written.
    for file in ["", "/forks/a"] {
      #expect(try Checkpoint(contentsOf: run.folder.path + file).trainingState().isFinite)
    }
  }

  @Test func whatIsNoForkIsRefused() throws {
    let run = try run([
      (5, .fork(step: 9, name: nil)), (5, .fork(step: -1, name: nil)),
      (20, .fork(step: 10, name: "main")), (20, .fork(step: 10, name: "../out")),
      (20, .switchFork("nowhere")), (20, .switchFork("main")),
    ])
    #expect(
      run.events.rejected.map(\.reason) == [
        "fork 9: expected a step in 0…5, the line's own",
        "fork -1: expected a step in 0…5, the line's own",
        "fork 10: name 'main' is taken, expected none of main",
        "fork 10: name '../out': expected 1 to 40 letters, digits, - or _",
        "switch 'nowhere': expected a fork: the run has no other, fork begins one",
        "switch 'main': expected a fork: the run has no other, fork begins one",
      ])
    let without = try self.run([(20, .fork(step: 10, name: nil))], timeLine: 0)
    #expect(without.events.rejected.first?.reason.contains("--time-line 0 keeps none") == true)
  }

  @Test func eachLineHasItsOwnChanges() throws {
    let run = try run([
      (10, .set(.momentum, value: 0.5)), (20, .fork(step: 10, name: nil)), (11, .undo),
      (13, .set(.weightDecay, value: 0.01)), (15, .switchFork("main")), (22, .undo),
      (12, .switchFork("fork-1")), (16, .undo),
    ])
    #expect(
      run.events.rejected.map(\.reason) == [
        "undo: there is no change to take back on fork-1, switch=main leaves it"
      ])
    let undone = run.events.applied.filter { $0.command == .undo }
    #expect(undone.map(\.change) == [.set(.momentum, value: 0.5), .set(.weightDecay, value: 0.01)])
    #expect(undone.map(\.restoredStep) == [10, 13])
  }

  /// Going back takes the time line along, and going forward brings it back.
  @Test func theTimeLineFollowsUndoAndRedo() throws {
    let back = try run([
      (12, .set(.momentum, value: 0.5)), (35, .undo), (13, .redo), (36, .fork(step: 30, name: "a")),
      (31, .restart), (20, .undo), (32, .fork(step: 20, name: nil)),
    ])
    #expect(
      back.events.rejected.map(\.reason) == ["fork 20: expected a step in 30…32, the line's own"])
    let forks = back.events.applied.filter { $0.fork != nil }
    // The fork "a" begins at step 30 and has no step 20 of its own.
    #expect(forks.map(\.restoredStep) == [30])
  }

  @Test func undoForgetsTheLineBehindIt() throws {
    let run = try run([
      (12, .set(.momentum, value: 0.5)), (35, .undo), (13, .fork(step: 30, name: nil)),
    ])
    #expect(
      run.events.rejected.map(\.reason) == ["fork 30: expected a step in 0…13, the line's own"])
  }

  /// A reaction comes once, at the first step whose figure is as wished, and not again after a resumption.
  @Test func aScriptReactsToFigures() throws {
    var settings = RunSettings.tiny(
      duration: .steps(60), evaluateEvery: 15,
      interventions: [Intervention(step: 40, command: .checkpoint)])
    settings.reactions = [
      Reaction(.loss, isBelow: true, 2, command: .set(.learningRate, value: 0.05)),
      Reaction(.testAccuracy, isBelow: false, 0.2, command: .set(.growthRate, value: 6)),
      Reaction(.loss, isBelow: false, 100, command: .stop),
    ]
    let run = RunningRun(settings)
    _ = try run.end()
    let slower = run.events.applied.filter { $0.knob == .learningRate }
    let wider = run.events.applied.filter { $0.knob == .growthRate }
    var smoothed: Double?
    let first = run.events.steps.first { step in
      smoothed = smoothed.map { 0.9 * $0 + 0.1 * step.loss } ?? step.loss
      return (smoothed ?? 9) < 2
    }
    #expect(slower.map(\.step) == [try #require(first).step])
    let good = run.events.evaluations.first { $0.accuracy > 0.2 }
    #expect(wider.map(\.step) == [try #require(good).step] && wider[0].step < 40)
    let file = try Checkpoint(contentsOf: run.folder.path + "/checkpoints/step-40.safetensors")
    let rest = try #require(file.settings)
    #expect(rest.reactions == [settings.reactions[2]])
    let resumed = RunningRun(rest, from: .checkpoint(file))
    _ = try resumed.end()
    #expect(resumed.events.steps.map(\.loss) == run.events.steps.map(\.loss).suffix(20))
  }

  @Test(arguments: ["loss<0.5", "loss>2.0", "test_accuracy>0.9"])
  func conditionsAreReadAsTheyAreWritten(text: String) throws {
    #expect(Reaction(condition: text, command: .undo)?.condition == text)
    for wrong in ["loss=1", "loss<", "loss<nan", "lost<1", "loss <1", "<1", "loss<1<2"] {
      #expect(Reaction(condition: wrong, command: .undo) == nil)
    }
  }
}
