import Channel
import Foundation
import Networks
import Testing
import Training

/// What changes did, told some steps later.
struct ChangeEffectTests {
  private func run(_ interventions: [(Int, Command)], steps: Int = 70) throws -> RunningRun {
    let run = RunningRun(
      .tiny(
        duration: .steps(steps),
        interventions: interventions.map { Intervention(step: $0.0, command: $0.1) }))
    _ = try run.end()
    return run
  }

  private func effects(_ interventions: [(Int, Command)], steps: Int = 70) throws -> [ChangeEffect]
  {
    try run(interventions, steps: steps).events.effects
  }

  @Test(arguments: [
    (Command.set(.growthRate, value: 7), 9), (.set(.growthRate, value: 9, block: 2), 10),
    (.addLayer(block: 1), 4),
  ])
  func newMapsAreMeasuredFiftyStepsLater(command: Command, count: Int) throws {
    let effects = try effects([(5, command)])
    #expect(effects.map(\.step) == [55])
    let effect = try #require(effects.first)
    #expect(effect.command == command && effect.commandStep == 5)
    #expect(effect.newMaps == count && effect.recoveredAfter == nil)
    // They are not born dead: most are taken up.
    #expect((count / 2...count).contains(effect.newMapsInUse ?? 0))
  }

  @Test func mapsOfAnEarlierStructureAreNotMeasured() throws {
    let effects = try effects([(5, .set(.growthRate, value: 7)), (15, .addLayer(block: 2))])
    #expect(effects.map(\.commandStep) == [15] && effects.map(\.newMaps) == [7])
    #expect(try self.effects([(5, .set(.growthRate, value: 7))], steps: 54).isEmpty)
  }

  /// The step is the first one whose smoothed loss, reckoned from the log, is no higher than before.
  @Test(arguments: [
    Command.set(.growthRate, value: 1), .removeLayer(block: 2),
    .cut(ConnectionPattern(block: 2, source: 1, reader: .output)),
  ])
  func recoveryIsTold(command: Command) throws {
    let events = try run([(60, command)], steps: 240).events
    let losses = events.steps.map(\.loss)
    var smoothed = [losses[0]]
    for loss in losses.dropFirst() {
      smoothed.append(0.9 * smoothed[smoothed.count - 1] + 0.1 * loss)
    }
    let recovered = smoothed.indices.first { $0 >= 69 && smoothed[$0] <= smoothed[59] }
    let effects = events.effects
    #expect(effects.map(\.recoveredAfter) == [recovered].map { $0.map { $0 - 59 } })
    let (effect, applied) = (try #require(effects.first), try #require(events.applied.first))
    #expect(effect.step == effect.commandStep + (effect.recoveredAfter ?? 0))
    #expect(effect.command == command && effect.newMaps == nil)
    #expect(effect.lossBefore == applied.lossBefore && effect.lossAfter == applied.lossAfter)
  }

  /// What is taken back is not followed, what is made again is, and what stands goes on being followed.
  @Test func undoingAndRedoingTakeThemAlong() throws {
    let growth = (5, Command.set(.growthRate, value: 7))
    let plain = try effects([growth])
    #expect(try effects([growth, (20, .undo)]).isEmpty)
    #expect(try effects([growth, (20, .undo), (7, .redo)]) == plain)
    let other = (20, Command.set(.momentum, value: 0.9001))
    #expect(try effects([growth, other, (30, .undo)]) == plain)
    #expect(try effects([growth, (20, .restart)], steps: 60).isEmpty)
  }

  /// A checkpoint has what is followed, and is not trusted where it names maps that there are not.
  @Test func aCheckpointTakesThemAlong() throws {
    let growth = (5, Command.set(.growthRate, value: 7))
    let whole = try run([growth, (20, .checkpoint), (40, .fork(step: 30, name: "again"))])
    let path = whole.folder.path + "/checkpoints/step-20.safetensors"
    var settings = try #require(try Checkpoint(contentsOf: path).settings)
    settings.interventions = []
    let rest = RunningRun(settings, from: .checkpoint(try Checkpoint(contentsOf: path)))
    _ = try rest.end()
    #expect(rest.events.effects == (try effects([growth])))
    #expect(whole.events.effects.map(\.fork) == ["again"])
    #expect(whole.events.effects.map(\.newMapsInUse) == rest.events.effects.map(\.newMapsInUse))
    let url = URL(fileURLWithPath: path)
    var file = try SafetensorsFile(Data(contentsOf: url))
    file.metadata["run"] = try #require(file.metadata["run"]?.replacing("[4,7]", with: "[4,9]"))
    // As one writes it who has no checksum.
    file.metadata["format"] = "densenet-explorer-checkpoint/2"
    file.metadata["checksum"] = nil
    try file.data.write(to: url)
    let refused = RunningRun(settings, from: .checkpoint(try Checkpoint(contentsOf: path)))
    let error = #expect(throws: RunError.self) { try refused.end() }
    #expect(error?.description.contains("expected some of 7") == true)
  }

  @Test func theSameRunTellsTheSame() throws {
    let plan = [(5, Command.set(.growthRate, value: 7)), (60, .set(.growthRate, value: 2))]
    let (first, second) = (try run(plan, steps: 150), try run(plan, steps: 150))
    #expect(first.comparableLog == second.comparableLog)
    #expect(first.events.effects.count == 2)
  }
}

extension [RunEvent] {
  fileprivate var effects: [ChangeEffect] {
    compactMap { if case .changeEffect(let effect) = $0 { effect } else { nil } }
  }
}
