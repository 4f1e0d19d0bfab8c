import Channel
import Foundation
import Networks
import Testing
import Training

/// Cutting everything that carries less than so many percent.
struct PruningTests {
  private func settings(
    _ interventions: [(Int, Command)], _ network: Architecture = .tinyDenseNet
  ) -> RunSettings {
    .tiny(
      network, duration: .steps(12),
      interventions: interventions.map { Intervention(step: $0.0, command: $0.1) })
  }

  private func events(
    _ interventions: [(Int, Command)], _ network: Architecture = .tinyDenseNet
  ) throws -> [RunEvent] {
    let run = RunningRun(settings(interventions, network))
    _ = try run.end()
    return run.events
  }

  /// What a viewer reads of a connection is what it is judged by, and the accuracies are those of
  /// evaluations just before and after.
  @Test func whatCarriesLessIsCut() throws {
    let events = try events([(6, .evaluate), (6, .cutBelow(percent: 30))])
    let index = try #require(
      events.firstIndex {
        if case .commandApplied(let applied) = $0 { applied.connections != nil } else { false }
      })
    let applied = try #require([events[index]].applied.first)
    let reuse = events[..<index].suffix(2).compactMap { event -> Reuse? in
      if case .reuse(let reuse) = event { reuse } else { nil }
    }
    try #require(reuse.count == 2)
    var light: [String] = []
    var all = 0
    for block in reuse {
      for (consumer, row) in block.shares.enumerated() {
        for (source, share) in row.enumerated() {
          guard let share else { continue }
          all += 1
          let reader: ConnectionPattern.Reader =
            consumer < row.count - 1 ? .layer(consumer + 1) : .output
          let pattern = ConnectionPattern(block: block.block, source: source, reader: reader)
          if share < 0.3 { light.append(pattern.text) }
        }
      }
    }
    #expect(!light.isEmpty && light.count < all)
    #expect(events.networkChanges.last?.description.cuts == light.sorted())
    #expect(applied.connections == light.count && applied.connectionsBefore == all)
    // That of before was known from the evaluation at this very step.
    let evaluations = events.evaluations.filter { $0.step == 6 }
    #expect(evaluations.map(\.accuracy) == [applied.accuracyBefore, applied.accuracyAfter])
    #expect([events[index + 2]].evaluations.map(\.accuracy) == [applied.accuracyAfter])
    #expect(applied.lossBefore != nil && applied.lossBefore != applied.lossAfter)
  }

  /// It evaluates where that has not been done, again after a step, and not twice for the same weights.
  @Test func evaluationsAreMadeWhereTheyAreNeeded() throws {
    let network = Architecture(
      .densenet(
        DenseNetStructure(
          blocks: [3, 3], growthRate: 4, hasBottleneck: true, compression: 0.5, initialChannels: 8))
    )
    let events = try events(
      [(5, .cutBelow(percent: 20)), (5, .cutBelow(percent: 30)), (6, .cutBelow(percent: 50))],
      network)
    try #require(events.rejected.map(\.reason) == [] && events.applied.count == 3)
    #expect(events.evaluations.map(\.step).filter { $0 < 7 } == [5, 5, 5, 6, 6])
    #expect(events.applied[1].accuracyBefore == events.applied[0].accuracyAfter)
    let cuts = events.networkChanges.compactMap { $0.description.cuts?.count }
    #expect(
      cuts
        == events.applied.compactMap(\.connections).reduce(into: []) {
          $0.append(($0.last ?? 0) + $1)
        })
  }

  @Test func itIsTakenBackToTheBit() throws {
    let plain = try events([])
    let back = try events([(5, .cutBelow(percent: 30)), (9, .undo)])
    #expect(back.networkChanges.last?.description.cuts == nil)
    #expect(back.steps.last?.loss == plain.steps.last?.loss)
    let cut = try events([(5, .cutBelow(percent: 30))])
    let again = try events([(5, .cutBelow(percent: 30)), (9, .undo), (6, .redo)])
    #expect(again.steps.last?.loss == cut.steps.last?.loss)
    #expect(cut.steps.last?.loss != plain.steps.last?.loss)
  }

  /// Evaluations go by running statistics, which would be those of maps that are not there any more:
  /// what is behind a cut takes the next batch's, and nothing else changes but the weights.
  @Test func whatIsBehindACutHasNewStatistics() throws {
    let pattern = try #require(ConnectionPattern(text: "block2/in->1"))
    func tensors(_ interventions: [(Int, Command)]) throws -> [String: Tensor] {
      let run = RunningRun(settings(interventions + [(5, .checkpoint), (5, .stop)]))
      _ = try run.end()
      return try Checkpoint(contentsOf: run.folder.path + "/checkpoints/step-5.safetensors").tensors
    }
    let (before, after) = (try tensors([]), try tensors([(5, .cut(pattern))]))
    let changed = before.keys.filter { before[$0] != after[$0] }.sorted()
    let norms = [
      "denseblock2.denselayer1.norm2", "denseblock2.denselayer2.norm1",
      "denseblock2.denselayer2.norm2", "norm5",
    ]
    #expect(
      changed
        == (["features.denseblock2.denselayer1.conv1.weight"]
        + norms.flatMap { ["features.\($0).running_mean", "features.\($0).running_var"] }).sorted())
  }

  @Test(arguments: [0, -2.5, 100.5, .nan])
  func aPercentageIsExpected(percent: Double) throws {
    let events = try events([(3, .cutBelow(percent: percent))])
    let reason = try #require(events.rejected.first?.reason)
    #expect(reason.hasSuffix("expected a percentage over 0, at most 100"))
    #expect(events.evaluations.allSatisfy { $0.step > 3 })
  }

  @Test func whereThereIsNothingToCutItIsRefused() throws {
    let none = try events([(3, .cutBelow(percent: 1e-6))])
    let reason = try #require(none.rejected.first?.reason)
    #expect(
      reason.contains(/^cut_below 1e-06: no connection carries less; the least carries \S+ %$/))
    let cuts = (1...2).map {
      (3, Command.cut(ConnectionPattern(block: $0, source: nil, reader: nil)))
    }
    #expect(
      try events(cuts + [(3, .cutBelow(percent: 5))]).rejected.map(\.reason)
        == ["cut_below 5: no connection carries less; all are cut already"])
    let residual = Architecture(.resnet(ResidualStructure(blocks: [1, 1, 1])))
    #expect(
      try events([(3, .cutBelow(percent: 5))], residual).rejected.map(\.reason)
        == ["cut_below 5: ResNet-8 has no dense blocks"])
  }

  /// A stop in the first of the evaluations, or in the second: nothing is cut, and the weights that are
  /// kept are those of before.
  @Test(arguments: [false, true])
  func aStopLeavesEverythingAsItWas(inSecond: Bool) throws {
    func stopped(_ interventions: [(Int, Command)]) throws -> RunningRun {
      let run = RunningRun(.tiny(), start: false)
      let channel = run.channel
      run.start(settings(interventions)) { event in
        switch event {
        case .step(let metrics) where metrics.step == 5 && !inSecond: channel.send(.stop)
        case .evaluation where inSecond: channel.send(.stop)
        default: break
        }
      }
      #expect(try run.end().step == 5)
      return run
    }
    let run = try stopped([(5, .cutBelow(percent: 30))])
    #expect(
      run.events.rejected.map(\.reason)
        == ["cut_below: the run was stopped before the accuracy was known"])
    #expect(run.events.networkChanges.isEmpty)
    func weights(_ run: RunningRun) throws -> [String: Tensor] {
      try Checkpoint(contentsOf: run.folder.path + "/checkpoints/step-5.safetensors").tensors
    }
    #expect(try weights(run) == weights(try stopped([(5, .evaluate)])))
  }

  /// A pause holds the evaluation, and the cut is made when it goes on.
  @Test func aPauseHoldsIt() throws {
    let run = RunningRun(.tiny(), start: false)
    let channel = run.channel
    run.start(settings([(5, .cutBelow(percent: 30))])) { event in
      if case .step(let metrics) = event, metrics.step == 5 { channel.send(.pause) }
    }
    let events = run.wait {
      if case .commandApplied(let applied) = $0 { applied.command == .pause } else { false }
    }
    #expect(events.networkChanges.isEmpty && run.events.evaluations.isEmpty)
    channel.send(.resume)
    #expect(try run.end().step == 12)
    #expect(run.events.applied.map(\.step).prefix(3) == [5, 5, 5])
    #expect(run.events.applied.first { $0.connections != nil }?.accuracyAfter != nil)
  }
}
