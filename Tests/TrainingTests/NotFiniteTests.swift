import Channel
import Foundation
import Networks
import Testing
import Training

/// Numbers that stop being finite: told, survived, taken back.
struct NotFiniteTests {
  /// Weights that soon overflow.
  private let diverging = [
    Intervention(step: 2, command: .set(.learningRate, value: 1000)),
    Intervention(step: 2, command: .set(.weightDecay, value: 1)),
  ]

  /// A run to its end; whenever it has paused by itself, it gets the commands that `answer` gives for
  /// the step.
  private func runAnswering(
    _ settings: RunSettings, _ answer: @escaping @Sendable (_ step: Int) -> [Command]
  ) throws -> (run: RunningRun, end: RunEnded) {
    let run = RunningRun(settings, start: false)
    let channel = run.channel
    run.start(settings, policy: .pause) { event in
      guard case .commandApplied(let applied) = event, applied.command == .pause else { return }
      for command in answer(applied.step) { channel.send(command) }
    }
    return (run, try run.end())
  }

  /// The same after some steps that are sound.
  private let divergingLate = [
    Intervention(step: 60, command: .set(.learningRate, value: 1000)),
    Intervention(step: 60, command: .set(.weightDecay, value: 1)),
  ]

  private func warnings(_ run: RunningRun) -> [RunWarning] {
    run.events.compactMap { if case .warning(let warning) = $0 { warning } else { nil } }
  }

  private func broken(_ run: RunningRun) -> [StepMetrics] {
    run.events.steps.filter(isBroken)
  }

  private func isBroken(_ step: StepMetrics) -> Bool {
    !step.loss.isFinite || step.gradientNorms.contains { !$0.isFinite }
  }

  /// A warning once for a row of such steps.
  @Test func aRunThatGoesOnWarnsOnce() throws {
    let run = RunningRun(
      .tiny(duration: .steps(30), interventions: diverging), policy: .goOn)
    #expect(try run.end().step == 30)
    #expect(!broken(run).isEmpty)
    #expect(warnings(run).count == 1)
    #expect(run.log.contains { $0.contains("\"loss\":null") })
  }

  @Test func withoutAPersonTheRunFails() throws {
    let run = RunningRun(.tiny(duration: .steps(30), interventions: diverging))
    let error = #expect(throws: RunError.self) { try run.end() }
    #expect(error?.description.contains("--continue-after-warnings") == true)
    let last = try #require(broken(run).last)
    guard case .runEnded(let ended)? = run.events.last else {
      Issue.record("the last event must be run_ended")
      return
    }
    #expect(ended.reason == .failed && ended.step == last.step)
    #expect(warnings(run).map(\.step) == [last.step])
  }

  /// The warning names a layer of the network, and a checkpoint of finite weights is there.
  @Test(arguments: [
    Architecture.tinyDenseNet, Architecture(.resnet(ResidualStructure(blocks: [1, 1, 1]))),
    Architecture(.plain(ResidualStructure(blocks: [1, 1, 1])), normalization: .none),
  ])
  func theLayerIsNamedAndFiniteWeightsAreKept(architecture: Architecture) throws {
    let run = RunningRun(.tiny(architecture, duration: .steps(40), interventions: diverging))
    _ = try? run.end()
    let warning = try #require(warnings(run).first)
    #expect(warning.kind == .notFinite)
    let written = run.events.compactMap {
      if case .checkpoint(let checkpoint) = $0 { checkpoint } else { nil }
    }
    let checkpoint = try #require(written.first)
    let path = run.folder.appendingPathComponent(checkpoint.path).path
    let tensors = try Checkpoint(contentsOf: path).tensors
    let modules = Set(tensors.keys.map { $0.prefix(upTo: $0.lastIndex(of: ".") ?? $0.endIndex) })
    #expect(
      modules.contains { warning.message.contains(" of \($0) is not finite") },
      "\(warning.message)")
    #expect(tensors.values.allSatisfy { $0.values.allSatisfy { $0.isFinite } })
    #expect(checkpoint.step < warning.step)
  }

  /// The run waits; undone and with a lower learning rate it goes on from finite weights.
  @Test func aPersonCanGoBackAndOn() throws {
    let (run, end) = try runAnswering(
      .tiny(duration: .steps(140), interventions: divergingLate)
    ) { _ in
      [.undo, .set(.learningRate, value: 0.05), .resume]
    }
    #expect(end.reason == .finished)
    let warning = try #require(warnings(run).first)
    #expect(warnings(run).count == 1)
    #expect(warning.message.contains("undo goes back to step 50"))
    let undone = run.events.applied.filter { $0.command == .undo }
    #expect(undone.map(\.restoredStep) == [50])
    let after = run.events.steps.filter { $0.step > warning.step }
    #expect(!after.isEmpty && after.allSatisfy { $0.loss.isFinite })
    #expect(after.last?.loss ?? .infinity < 1)
  }

  /// Who goes on without changing anything is told again, of evaluations too, and the weights stay
  /// finite.
  @Test func goingOnWithoutAChangePausesAgain() throws {
    let (run, _) = try runAnswering(
      .tiny(duration: .steps(60), interventions: diverging)
    ) { $0 < 50 ? [.resume] : [.stop] }
    #expect(warnings(run).count >= 2)
    let notFinite = run.events.compactMap { event -> Int? in
      switch event {
      case .step(let metrics): isBroken(metrics) ? metrics.step : nil
      case .evaluation(let evaluation): evaluation.loss.isFinite ? nil : evaluation.step
      default: nil
      }
    }
    #expect(warnings(run).map(\.step) == notFinite)
  }

  /// Going back to when all was well takes back what was changed since then, and there is nothing left
  /// to undo, nor a broken run to go forward to.
  @Test func goingBackTakesLaterChangesBackToo() throws {
    let late = Intervention(step: 61, command: .set(.growthRate, value: 7))
    let (run, _) = try runAnswering(
      .tiny(duration: .steps(90), interventions: divergingLate + [late])
    ) { _ in [.undo, .undo, .redo, .stop] }
    #expect(warnings(run).count == 1)
    let undone = run.events.applied.filter { $0.command == .undo }
    #expect(undone.map(\.restoredStep) == [50])
    #expect(undone.first?.lossAfter ?? .infinity < 1.5)
    #expect(run.events.networkChanges.last?.description.name.contains("k=4") == true)
    #expect(
      run.events.rejected.map(\.reason).suffix(2) == [
        "undo: there is no change to take back", "redo: there is no change that was taken back",
      ])
  }

  /// An evaluation's loss counts too; of a row of them the first is told, and a checkpoint that was
  /// asked for stays what it is.
  @Test func evaluationsThatAreNotFiniteAreToldOnce() throws {
    var settings = RunSettings.tiny(
      duration: .steps(60), evaluateEvery: 1,
      interventions: [
        Intervention(step: 0, command: .checkpoint),
        Intervention(step: 1, command: .set(.growthRate, value: 5)),
      ])
    settings.optimizer.learningRate = 1000
    settings.optimizer.weightDecay = 1
    let run = RunningRun(settings, policy: .goOn)
    let end = try run.end()
    #expect(run.events.evaluations.contains { !$0.loss.isFinite })
    #expect(1...10 ~= warnings(run).count)
    #expect(end.message.hasSuffix("the last weights are ruined and were not kept."))
    let asked = try Checkpoint(
      contentsOf: run.folder.appendingPathComponent("checkpoints/step-0.safetensors").path)
    #expect(asked.origin?.configuration.architecture.denseNet?.growthRate == 4)
    // What evaluate and --resume take of the run's folder computes.
    let newest = try Checkpoint(contentsOf: run.folder.path)
    #expect(newest.path.contains("step-0.safetensors"))
  }

  /// A run that is lost from its first update on goes back to its initial weights.
  @Test func theInitialWeightsAreKept() throws {
    var settings = RunSettings.tiny(duration: .steps(60))
    settings.optimizer.learningRate = 1000
    settings.optimizer.weightDecay = 1
    let (run, end) = try runAnswering(settings) { _ in
      [.undo, .set(.weightDecay, value: 1e-4), .set(.learningRate, value: 0.05), .resume]
    }
    #expect(end.message.hasSuffix(" of them left out as not finite."))
    let losses = run.events.steps.map(\.loss)
    #expect(run.events.applied.first { $0.command == .undo }?.restoredStep == 0)
    #expect(losses.last ?? .infinity < losses[0])
    let path = run.folder.appendingPathComponent("checkpoints/sound-step-0.safetensors").path
    let checkpoint = try Checkpoint(contentsOf: path)
    let report = try TestReport(
      checkpoint, architecture: .tinyDenseNet, dataset: "digits", batchSize: 64,
      instructionSet: .best, threads: 1)
    #expect(report.loss < 10)
  }
}
