import Channel
import Foundation
import Networks
import Testing

@testable import Training

/// Whatever a person does to a run, in whatever order, it can be trusted.
struct RandomChangesTests {
  /// Changes, ways back and other lines, most of them possible.
  private func changes(_ count: Int, seed: UInt64) -> [Command] {
    var random = RandomGenerator(seed: seed)
    return (0..<count).map { _ in
      let block = Int.random(in: 1...2, using: &random)
      let choices: [Command] = [
        .set(.growthRate, value: Double(Int.random(in: 1...9, using: &random))),
        .set(.growthRate, value: Double(Int.random(in: 1...9, using: &random)), block: block),
        .addLayer(block: block), .removeLayer(block: block),
        .set(.batchSize, value: Double(Int.random(in: 5...40, using: &random))),
        .set(.dropout, value: 0.1), .set(.momentum, value: 0.5),
        .cut(ConnectionPattern(block: block, source: 0, reader: .layer(1))),
        .cut(ConnectionPattern(block: block, source: nil, reader: .output)),
        .join(ConnectionPattern(block: block, source: nil, reader: nil)),
        .freeze("block\(block)"), .thaw("block\(block)"), .undo, .undo, .redo, .restart,
        .fork(step: Int.random(in: 0...20, using: &random)), .switchFork("main"),
        .switchFork("fork-1"),
      ]
      return choices.randomElement(using: &random) ?? .undo
    }
  }

  @Test(arguments: 1...12)
  func aRunGoesOnFromAnyCheckpointAsIfNothingHadHappened(seed: UInt64) throws {
    let script = changes(14, seed: seed).enumerated().map { index, command in
      Intervention(step: index + 4, command: command)
    }
    // What goes back makes the next change come later; the checkpoint comes when all are through.
    var settings = RunSettings.tiny(duration: .steps(45), schedule: .step, interventions: script)
    settings.augmentation = seed % 2 == 0 ? .standard : .off
    settings.interventions.append(Intervention(step: 30, command: .checkpoint))
    let whole = RunningRun(settings)
    _ = try whole.end()
    let written = whole.events.compactMap { event -> CheckpointWritten? in
      if case .checkpoint(let checkpoint) = event { checkpoint } else { nil }
    }
    let checkpoint = try #require(written.last { $0.step == 30 })
    let file = try Checkpoint(contentsOf: whole.folder.path + "/" + checkpoint.path)
    // Each parameter has its momentum, and nothing else has one.
    let origin = try #require(file.origin)
    let state = try file.trainingState()
    #expect(Set(state.network.parameters.keys) == Set(state.network.momenta.keys))
    #expect(Set(file.tensors.keys) == Set(state.network.tensors.keys))
    #expect(origin.configuration == state.configuration)

    let rest = RunningRun(try #require(file.settings), from: .checkpoint(file))
    _ = try rest.end()
    let index = try #require(whole.events.lastIndex(of: .checkpoint(checkpoint)))
    let tail = Array(whole.events[index...]).steps
    #expect(tail.map(\.loss) == rest.events.steps.map(\.loss))
    #expect(
      tail.map(\.gradientNorms) == rest.events.steps.map(\.gradientNorms))
    #expect(rest.events.steps.count == 15)
  }

  /// Networks, their histories and the time line's checkpoints go when they are not needed any more.
  @Test func noSequenceOfChangesKeepsMemory() throws {
    func bytes(after commands: Int) throws -> Int {
      let script = changes(commands, seed: 99).enumerated().map { index, command in
        Intervention(step: min(index, 29), command: command)
      }
      let wide = Architecture(
        .densenet(
          DenseNetStructure(
            blocks: [2, 2], growthRate: 12, hasBottleneck: true, compression: 0.5,
            initialChannels: 24)))
      let run = RunningRun(.tiny(wide, duration: .steps(30), interventions: script))
      _ = try run.end()
      return try #require(residentMemory())
    }
    _ = try bytes(after: 60)
    let before = try bytes(after: 60)
    let after = try bytes(after: 600)
    // One network with its maps takes more than 1 MiB: 500 that were kept could not be overlooked.
    #expect(after - before < 100 << 20, "\(before >> 20) MiB, then \(after >> 20) MiB")
  }
}
