import Channel
import Networks
import Testing
import Training

/// What commands do to a run, and how they are answered.
struct CommandTests {
  /// A run with scripted commands, to its end.
  private func events(
    _ interventions: [(Int, Command)], steps: Int = 12, batchSize: Int = 32
  ) throws -> [RunEvent] {
    let run = RunningRun(
      .tiny(
        duration: .steps(steps), batchSize: batchSize,
        interventions: interventions.map { Intervention(step: $0.0, command: $0.1) }))
    _ = try run.end()
    return run.events
  }

  @Test(arguments: [5.0, 6, 8, 12, 30])
  func growingKeepsTheFunction(growthRate: Double) throws {
    let events = try events([(5, .set(.growthRate, value: growthRate))])
    let applied = try #require(events.applied.first)
    #expect(applied.step == 5 && applied.before == 4 && applied.after == growthRate)
    let before = try #require(applied.lossBefore)
    let after = try #require(applied.lossAfter)
    #expect(abs(before - after) < 1e-4 * max(before, 1))
    #expect(events.steps.map(\.step) == Array(1...12))
    #expect(events.steps[5].loss == after)
    let grown = events.reuse.filter { $0.step == 5 && $0.maps.contains(Int(growthRate)) }
    #expect(grown.count == 2)
  }

  @Test func shrinkingToTheOldGrowthRateGivesTheNetworkBack() throws {
    let changed = try events([
      (5, .set(.growthRate, value: 9)), (5, .set(.growthRate, value: 4)),
    ])
    let unchanged = try events([])
    #expect(abs(changed.steps[5].loss - unchanged.steps[5].loss) < 1e-6)
  }

  @Test func undoingAGrowthRateRestoresTheNetworkFromBefore() throws {
    let events = try events([(5, .set(.growthRate, value: 7)), (8, .undo)])
    let undo = try #require(events.applied.last)
    #expect(undo.command == .undo && undo.knob == .growthRate)
    #expect(undo.before == 7 && undo.after == 4)
    #expect(undo.step == 8 && undo.restoredStep == 5)
    #expect(undo.lossBefore != nil && undo.lossAfter != nil)
    #expect(events.reuse.last?.maps.last == 4)
  }

  /// After an undo the run goes on as if the change had never been made, to the bit: weights, momenta,
  /// generators and the position in the data.
  @Test(arguments: [
    Command.set(.growthRate, value: 7), .set(.growthRate, value: 2),
    .set(.learningRate, value: 0.01),
    .set(.batchSize, value: 16), .set(.dropout, value: 0.3), .set(.momentum, value: 0.1),
  ])
  func undoingGoesBackToTheBit(change: Command) throws {
    let changed = try events([(5, change), (9, .undo)])
    let plain = try events([])
    #expect(changed.steps.map(\.step) == Array(1...9) + Array(6...12))
    #expect(changed.steps.suffix(7).map(\.loss) == plain.steps.suffix(7).map(\.loss))
    #expect(
      changed.steps.suffix(7).map(\.gradientNorms) == plain.steps.suffix(7).map(\.gradientNorms))
  }

  /// A redo goes on where the undo left off, as if neither had been.
  @Test func redoingGoesForwardToTheBit() throws {
    let change = (5, Command.set(.growthRate, value: 7))
    let redone = try events([change, (9, .undo), (7, .redo), (9, .undo), (7, .redo)])
    let plain = try events([change])
    // The second undo and redo come when the run is at step 9 again.
    #expect(redone.applied.map(\.restoredStep) == [nil, 5, 9, 5, 9])
    #expect(redone.steps.last?.step == 12)
    #expect(redone.steps.suffix(3).map(\.loss) == plain.steps.suffix(3).map(\.loss))
    #expect(
      redone.steps.suffix(3).map(\.gradientNorms) == plain.steps.suffix(3).map(\.gradientNorms))
  }

  // MARK: Structure

  @Test func oneBlockGrowsAlone() throws {
    let events = try events([(5, .set(.growthRate, value: 7, block: 2))])
    let applied = try #require(events.applied.first)
    #expect(applied.knob == .growthRate && applied.before == 4 && applied.after == 7)
    let (before, after) = (try #require(applied.lossBefore), try #require(applied.lossAfter))
    #expect(abs(before - after) < 1e-4 * max(before, 1))
    #expect(events.networkChanges.last?.description.name.contains("k=4/7") == true)
    #expect(events.reuse.last { $0.block == 1 }?.maps.last == 4)
    #expect(events.reuse.last { $0.block == 2 }?.maps.last == 7)
  }

  /// A layer more computes nothing new at first; taking it away again leaves no trace.
  @Test func layersAreAddedAndTakenAway() throws {
    let plain = try events([])
    let added = try events([(5, .addLayer(block: 1))])
    #expect(abs(added.steps[5].loss - plain.steps[5].loss) < 1e-4)
    #expect(added.steps[5].gradientNorms.count == plain.steps[5].gradientNorms.count + 2)
    #expect(added.steps[11].loss != plain.steps[11].loss)
    let both = try events([(5, .addLayer(block: 1)), (5, .removeLayer(block: 1))])
    #expect(abs(both.steps[5].loss - plain.steps[5].loss) < 1e-6)
    #expect(both.networkChanges.last?.description == NetworkDescription.of(plain))
  }

  /// Weights of what is frozen stay to the bit, and nothing else does.
  @Test(arguments: ["stem", "block1", "transition1", "classifier", "denseblock2.denselayer1.conv2"])
  func frozenPartsStay(part: String) throws {
    let events = try events([(4, .freeze(part)), (8, .thaw(part))])
    let layers = try #require(events.networkChanges.first).description.layers
    let frozen = layers.indices.filter { layers[$0].isFrozen == true }
    #expect(!frozen.isEmpty && frozen.count < layers.count)
    for layer in layers.indices {
      // Norms before the updates of steps 5…9: those of 5…8 are left out.
      let norms = events.steps[4...8].map { $0.weightNorms[layer] }
      #expect((Set(norms).count == 1) == frozen.contains(layer), "\(layers[layer].name)")
      #expect(events.steps[5].updateRatios[layer] == 0 || !frozen.contains(layer))
      #expect(events.steps[10].updateRatios[layer] > 0)
    }
    #expect(
      events.networkChanges.last?.description.layers.allSatisfy { $0.isFrozen == nil } == true)
  }

  /// Whatever was changed, taking everything back leaves the run as it was, and making it all again
  /// leads to where it was then.
  @Test(arguments: 0..<24)
  func everythingCanBeTakenBackAndMadeAgain(seed: UInt64) throws {
    var random = RandomGenerator(seed: seed)
    let commands: [Command] = [
      .set(.growthRate, value: 7), .set(.growthRate, value: 2),
      .set(.growthRate, value: 6, block: 2),
      .addLayer(block: 2), .removeLayer(block: 1), .freeze("block1"), .freeze("stem"),
      .set(.dropout, value: 0.2), .set(.batchSize, value: 20), .set(.learningRate, value: 0.03),
    ]
    let changes = (0..<3).map { (3 + $0, commands.randomElement(using: &random) ?? .undo) }
    let changed = try events(changes)
    let count = changed.applied.filter { $0.changesNetwork || $0.before != $0.after }.count
    let undos = [(8, Command.undo)] + Array(repeating: (0, .undo), count: max(count - 1, 0))
    let back = try events(changes + undos)
    let plain = try events([])
    #expect(back.steps.last?.loss == plain.steps.last?.loss)
    #expect(back.steps.last?.gradientNorms == plain.steps.last?.gradientNorms)
    let again = try events(changes + undos + Array(repeating: (0, .redo), count: count))
    #expect(again.steps.last?.loss == changed.steps.last?.loss)
    #expect(again.steps.last?.gradientNorms == changed.steps.last?.gradientNorms)
  }

  /// What is cut is 0 and stays so, whatever momentum and weight decay do; what is joined learns again.
  @Test(
    arguments: [
      ("block2/1->2", 2, 1, 1), ("block2/in->*", 2, 0, 3), ("block1/*->out", 1, nil, 2),
    ] as [(String, Int, Int?, Int)])
  func cutConnectionsStayCut(text: String, block: Int, source: Int?, count: Int) throws {
    let pattern = try #require(ConnectionPattern(text: text))
    let cut = try events([(5, .cut(pattern)), (9, .checkpoint)])
    #expect(cut.applied.first?.lossAfter != cut.applied.first?.lossBefore)
    #expect(cut.networkChanges.last?.description.cuts?.count == count)
    let reuse = try #require(cut.reuse.last { $0.block == block })
    for (consumer, row) in reuse.matrix.enumerated() {
      for (index, value) in row.enumerated() {
        guard let value else { continue }
        let name =
          consumer < reuse.matrix.count - 1 ? "\(consumer + 1)" : "out"
        let connection = "block\(block)/\(index == 0 ? "in" : "\(index)")->\(name)"
        let isCut = cut.networkChanges.last?.description.cuts?.contains(connection) ?? false
        #expect((value == 0) == isCut, "\(connection) \(value)")
      }
    }
    let joined = try events([(5, .cut(pattern)), (7, .join(pattern))])
    #expect(joined.networkChanges.last?.description.cuts == nil)
    let learned = try #require(joined.reuse.last { $0.block == block })
    #expect(!learned.matrix.joined().contains(0))
    let back = try events([(5, .cut(pattern)), (9, .undo)])
    #expect(back.steps.last?.loss == (try events([])).steps.last?.loss)
  }

  /// A cut outlives changes of the structure, and new maps of a source that is cut are not read.
  @Test func cutsSurviveGrowth() throws {
    let pattern = try #require(ConnectionPattern(text: "block2/1->*"))
    let events = try events([
      (4, .cut(pattern)), (6, .set(.growthRate, value: 7)), (8, .addLayer(block: 2)), (9, .restart),
    ])
    let reuse = try #require(events.reuse.last { $0.block == 2 })
    try #require(reuse.maps == [7, 7, 7, 7] && reuse.matrix.count == 4)
    // The layer that was added later may read it.
    #expect(reuse.matrix.map { $0[1] }.prefix(2) == [nil, 0] && reuse.matrix[2][1] ?? 0 > 0)
    #expect(reuse.matrix[3][1] == 0)
  }

  // MARK: Same again

  /// The initial weights and the order of data, with the knobs of now: as if they had been so from the
  /// start.
  @Test func aRestartIsARunWithTheKnobsOfNow() throws {
    let restarted = try events([
      (3, .set(.momentum, value: 0.5)), (5, .set(.weightDecay, value: 0.01)), (8, .restart),
    ])
    #expect(restarted.applied.last?.restoredStep == 0)
    #expect(restarted.steps.map(\.step) == Array(1...8) + Array(1...12))
    var settings = RunSettings.tiny(duration: .steps(12), batchSize: 32)
    settings.optimizer.momentum = 0.5
    settings.optimizer.weightDecay = 0.01
    let run = RunningRun(settings)
    _ = try run.end()
    #expect(restarted.steps.suffix(12).map(\.loss) == run.events.steps.map(\.loss))
  }

  @Test func aRestartKeepsTheStructureAndCanBeTakenBack() throws {
    let plain = try events([])
    let changes = [(5, Command.set(.growthRate, value: 7))]
    let restarted = try events(changes + [(8, .restart)])
    #expect(restarted.networkChanges.last?.description.name.contains("k=7") == true)
    #expect(abs(restarted.steps[8].loss - plain.steps[0].loss) < 1e-4)
    let back = try events(changes + [(8, .restart), (4, .undo)])
    let changed = try events(changes)
    #expect(back.steps.suffix(4).map(\.loss) == changed.steps.suffix(4).map(\.loss))
  }

  /// Which maps go is judged by their weights, or by what the loss would change.
  @Test func mapsAreRemovedByACriterion() throws {
    func loss(_ criterion: MapCriterion?) throws -> CommandApplied {
      var settings = RunSettings.tiny(
        duration: .steps(42), batchSize: 32,
        interventions: [Intervention(step: 40, command: .set(.growthRate, value: 1))])
      settings.mapCriterion = criterion
      let run = RunningRun(settings)
      _ = try run.end()
      return try #require(run.events.applied.first)
    }
    let (byWeight, byLoss) = (try loss(nil), try loss(.loss))
    #expect(byWeight.lossBefore == byLoss.lossBefore && byWeight.lossAfter != byLoss.lossAfter)
  }

  /// The network is described anew where its layers change, and only there.
  @Test func aChangedNetworkIsDescribed() throws {
    let events = try events([
      (2, .set(.learningRate, value: 0.01)), (5, .set(.growthRate, value: 7)), (8, .undo),
      (9, .undo),
    ])
    guard case .runStarted(let started)? = events.first else { return }
    let changes = events.networkChanges
    // The undo takes the run back to step 5.
    #expect(changes.map(\.step) == [5, 5])
    let grown = try #require(changes.first).description
    #expect(grown.name.contains("k=7") && grown.parameters > started.networks[0].parameters)
    #expect(grown.layers.map(\.name) == started.networks[0].layers.map(\.name))
    #expect(changes.last?.description == started.networks[0])
  }

  @Test func scalarsAreSetAndUndoneLastFirst() throws {
    let events = try events([
      (2, .set(.learningRate, value: 0.01)), (4, .set(.momentum, value: 0.5)),
      (5, .set(.weightDecay, value: 0.01)), (6, .set(.batchSize, value: 16)),
      (8, .undo), (8, .undo), (8, .undo), (8, .undo), (8, .undo),
    ])
    #expect(events.steps[1].learningRate == 0.1 && events.steps[2].learningRate == 0.01)
    let undone = events.applied.filter { $0.command == .undo }
    #expect(undone.map(\.knob) == [.batchSize, .weightDecay, .momentum, .learningRate])
    #expect(undone.map(\.after) == [32, 1e-4, 0.9, 0.1])
    #expect(events.rejected.map(\.reason) == ["undo: there is no change to take back"])
  }

  @Test(arguments: [
    (Command.set(.growthRate, value: 0), "growth rate 0: expected a whole number in 1…256"),
    (.set(.growthRate, value: 257), "growth rate 257: expected a whole number in 1…256"),
    (.set(.growthRate, value: 4.5), "growth rate 4.5: expected a whole number in 1…256"),
    (.set(.growthRate, value: .nan), "growth rate nan: expected a whole number in 1…256"),
    (.set(.learningRate, value: -1), "learning rate -1: expected a number over 0, at most 1000"),
    (.set(.momentum, value: 1), "momentum 1: expected a number from 0 to below 1"),
    (.set(.batchSize, value: 201), "batch size 201: expected at most 200, the training samples"),
    (.set(.growthRate, value: 8, network: 1), "network 1: expected 0, this run has one network"),
    (.step(count: 0), "0 steps: expected at least 1"),
    (.set(.growthRate, value: 8, block: 3), "growth rate 8: block 3: expected 1…2"),
    (
      .set(.momentum, value: 0.5, block: 1),
      "block 1: expected no block, momentum is the whole network's"
    ),
    (.addLayer(block: 0), "add_layer: block 0: expected 1…2"),
    (
      .freeze("block9"),
      "freeze 'block9': expected stem, block1…block2, classifier or a layer's name"
    ),
    (
      .cut(ConnectionPattern(block: 1, source: 2, reader: .layer(1))),
      "cut block1/2->1: expected a source in 0…1 and a later layer or out"
    ),
    (
      .join(ConnectionPattern(block: 1, source: 0, reader: .layer(1))),
      "join=block1/in->1: it is so already"
    ),
    (.thaw("stem"), "thaw=stem: it is so already"),
    (.thaw(""), "thaw '': expected stem, block1…block2, classifier or a layer's name"),
  ])
  func whatMakesNoSenseIsRefusedAndTheRunGoesOn(command: Command, reason: String) throws {
    let refused = try events([(3, command)], steps: 6)
    #expect(refused.rejected.map(\.reason) == [reason])
    let plain = try events([], steps: 6)
    #expect(refused.steps.map(\.loss) == plain.steps.map(\.loss))
  }

  @Test func pausedARunStandsStillAndStepsOneByOne() throws {
    let run = RunningRun(.tiny(duration: .steps(20), interventions: []), start: false)
    let channel = run.channel
    run.start(.tiny(duration: .steps(20))) { event in
      // On the run's own queue: the command is there before the next step.
      if case .step(let metrics) = event, metrics.step == 5 { channel.send(.pause) }
    }
    var events = run.wait { if case .commandApplied = $0 { true } else { false } }
    #expect(events.applied.last?.command == .pause && events.applied.last?.step == 5)
    // Changed while it waits, stepped twice, and the change is in force.
    channel.send(.set(.growthRate, value: 6))
    channel.send(.step(count: 2))
    channel.send(.resume)
    #expect(try run.end().reason == .finished)
    events = run.events
    #expect(events.applied.map(\.step).prefix(3) == [5, 5, 5])
    #expect(events.steps.count == 20)
  }

  /// An evaluation that is asked for changes nothing of the training, and a pause does not hold it.
  @Test func evaluationsOnRequest() throws {
    let asked = try events([(0, .evaluate), (5, .evaluate)])
    #expect(asked.evaluations.map(\.step).prefix(2) == [0, 5])
    #expect(asked.steps.map(\.loss) == (try events([])).steps.map(\.loss))
    let run = RunningRun(.tiny(duration: .steps(20)), start: false)
    let channel = run.channel
    run.start(.tiny(duration: .steps(20))) { event in
      if case .step(let metrics) = event, metrics.step == 3 {
        channel.send(.pause)
        channel.send(.evaluate)
      }
    }
    let events = run.wait { if case .evaluation = $0 { true } else { false } }
    #expect(events.evaluations.map(\.step) == [3] && events.steps.count == 3)
    channel.send(.stop)
    #expect(try run.end().step == 3)
  }

  /// A run that is counted in epochs has fewer steps with larger batches.
  @Test func theNumberOfStepsFollowsTheBatchSize() throws {
    let run = RunningRun(
      .tiny(
        duration: .epochs(3), batchSize: 32,
        interventions: [Intervention(step: 9, command: .set(.batchSize, value: 100))]))
    let end = try run.end()
    #expect(run.events.networkChanges.map(\.steps) == [end.step])
  }

  @Test func stopEndsAPausedRun() throws {
    let run = RunningRun(.tiny(), start: false)
    let channel = run.channel
    run.start(.tiny()) { event in
      if case .step(let metrics) = event, metrics.step == 3 {
        channel.send(.pause)
        channel.send(.step(count: 2))
      }
    }
    _ = run.wait { if case .step(let metrics) = $0 { metrics.step == 5 } else { false } }
    channel.send(.stop)
    let end = try run.end()
    #expect(end.reason == .stopped && end.step == 5)
  }

  /// The step before the pause, whose evaluation is under way, is not one of those asked for.
  @Test func stepsDuringAnEvaluation() throws {
    let run = RunningRun(.tiny(), start: false)
    let channel = run.channel
    run.start(.tiny(duration: .epochs(2))) { event in
      if case .step(let metrics) = event, metrics.step == 7 {
        channel.send(.pause)
        channel.send(.step(count: 1))
        channel.send(.step(count: 1))
      }
    }
    _ = run.wait { if case .step(let metrics) = $0 { metrics.step == 9 } else { false } }
    channel.send(.stop)
    #expect(try run.end().step == 9)
    #expect(run.events.evaluations.map(\.step) == [7])
  }

  /// A pause within an evaluation holds it; a change waits for its end, and nothing is lost.
  @Test func commandsDuringAnEvaluation() throws {
    let run = RunningRun(.tiny(), start: false)
    let channel = run.channel
    run.start(.tiny(duration: .epochs(2))) { event in
      if case .step(let metrics) = event, metrics.step == 7 {
        channel.send(.pause)
        channel.send(.set(.growthRate, value: 6))
      }
    }
    _ = run.wait {
      if case .commandApplied(let applied) = $0 { applied.command == .pause } else { false }
    }
    #expect(run.events.evaluations.isEmpty)
    channel.send(.resume)
    #expect(try run.end().reason == .finished)
    #expect(run.events.evaluations.map(\.step) == [7, 14])
    #expect(run.events.applied.first { $0.knob == .growthRate }?.step == 7)
  }

  /// A larger batch ends a run of epochs sooner: what was to come later is refused, not forgotten.
  @Test func interventionsBehindTheEndAreRefused() throws {
    let run = RunningRun(
      .tiny(
        duration: .epochs(1),
        interventions: [
          Intervention(step: 1, command: .set(.batchSize, value: 128)),
          Intervention(step: 6, command: .checkpoint),
        ]))
    _ = try run.end()
    #expect(run.events.rejected.map(\.reason) == ["--at 6: the run ended before that step"])
  }
}

extension NetworkDescription {
  /// The network that a run started with.
  fileprivate static func of(_ events: [RunEvent]) -> NetworkDescription? {
    if case .runStarted(let run)? = events.first { run.networks.first } else { nil }
  }
}
