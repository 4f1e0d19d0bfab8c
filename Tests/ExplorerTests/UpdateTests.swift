import Channel
import Screen
import Testing

@testable import Explorer

/// What each key and each event does, without a terminal.
struct UpdateTests {
  private func pausedState() -> ExplorerState {
    var state = Example.state()
    state.press(.character(" "))
    state.receive(snapshot: Example.snapshot(.paused, step: 120, growthRate: 12))
    return state
  }

  @Test func spacePausesAndResumes() {
    var state = Example.state()
    #expect(state.press(.character(" ")) == [.send(.pause)])
    #expect(state.shows("RUNNING") && state.shows("pausing…"))
    state.receive(snapshot: Example.snapshot(.paused, step: 121))
    #expect(state.shows("PAUSED"))
    #expect(state.press(.character(" ")) == [.send(.resume)])
    #expect(state.shows("RUNNING"))
  }

  @Test func aSingleStepNeedsAPause() {
    var state = Example.state()
    #expect(state.press(.character("s")) == [])
    #expect(state.shows("Pause first"))
    state = pausedState()
    #expect(state.press(.character("s")) == [.send(.step(count: 1))])
    #expect(state.shows("PAUSED"))
  }

  @Test func changesAreStagedAndTakeEffectOnResume() {
    var state = pausedState()
    #expect(state.press(.character("+"), .character("+"), .character("-")) == [])
    #expect(state.shows("k=12→13"))
    #expect(
      state.press(.character(" ")) == [.send(.set(.growthRate, value: 13)), .send(.resume)])
    #expect(!state.shows("→13"))
  }

  @Test func enterAppliesStagedChangesAndGoesOnWaiting() {
    var state = pausedState()
    state.press(.character("]"), .character("+"), .character("["), .character("+"))
    #expect(
      state.press(.enter) == [
        .send(.set(.learningRate, value: 0.2)), .send(.set(.growthRate, value: 13)),
      ])
    #expect(state.shows("PAUSED"))
  }

  @Test func backToTheValueThatStandsIsNoChange() {
    var state = pausedState()
    state.press(.character("+"), .character("-"))
    #expect(state.press(.character(" ")) == [.send(.resume)])
  }

  @Test func escapeCancelsStagedChanges() {
    var state = pausedState()
    state.press(.character("+"), .escape)
    #expect(state.press(.character(" ")) == [.send(.resume)])
  }

  @Test(arguments: [
    (0, 300, Key.character("+"), 256.0), (0, 300, .character("-"), 1),
    (1, 100, .character("+"), 1000), (1, 100, .character("-"), 1e-7),
    (2, 100, .character("+"), 0.999), (2, 100, .character("-"), 0),
    (3, 100, .character("-"), 0), (4, 100, .character("+"), 0.9), (4, 100, .character("-"), 0),
    (5, 100, .character("+"), 65_536), (5, 100, .character("-"), 1),
  ])
  func knobsStopAtTheirEnds(knob: Int, presses: Int, key: Key, end: Double) {
    var state = pausedState()
    for _ in 0..<knob { state.press(.character("]")) }
    for _ in 0..<presses { state.press(key) }
    let name = Knob.allCases[knob]
    #expect(state.press(.enter) == [.send(.set(name, value: end))])
  }

  @Test func undoIsSent() {
    var state = Example.state()
    #expect(state.press(.character("z")) == [.send(.undo)])
  }

  @Test func anInterventionIsMarkedAndSaid() {
    var state = Example.state(steps: 50)
    #expect(!state.lines().contains { $0.contains("▼") && !$0.contains("change") })
    state = Example.state()
    #expect(state.lines().contains { $0.contains("▼") && !$0.contains("change") })
    #expect(state.shows("step 60: growth rate 8 → 12"))
    #expect(state.shows("block 1 of 2: 40 maps"))
  }

  /// What a change did is said when it is known, and stands with the change from then on.
  @Test func effectsOfAChangeAreSaid() {
    var state = Example.state()
    state.receive([
      .changeEffect(
        ChangeEffect(
          step: 110, command: .set(.growthRate, value: 12), commandStep: 60, newMaps: 24,
          newMapsInUse: 15))
    ])
    let words = "new maps: 63 % in use (15 of 24, 50 steps later)"
    #expect(state.shows("growth rate 8 → 12 at step 60: \(words)."))
    state.press(.character("N"), .enter)
    #expect(state.shows(words))
    state.press(.escape, .character("4"), .character("e"))
    #expect(state.shows("  \(words)"))
    state.enter("log")
    #expect(state.shows("110 growth rate 12 at step 60: \(words)"))
    #expect(state.summary().contains("step 60: growth rate 8 → 12; \(words)"))
    // Where the run goes back to before that was known, it is not known any more.
    state.receive([
      .commandApplied(CommandApplied(step: 120, command: .undo, restoredStep: 100))
    ])
    #expect(state.session.live.history.changes.first?.effects == [])
  }

  @Test func recoveryIsSaid() {
    var state = Example.state()
    let command = Command.removeLayer(block: 2)
    state.receive([
      .commandApplied(
        CommandApplied(step: 120, command: command, lossBefore: 0.41, lossAfter: 0.68)),
      Example.step(121),
      .changeEffect(
        ChangeEffect(
          step: 121, command: command, commandStep: 120, recoveredAfter: 1, lossBefore: 0.41,
          lossAfter: 0.68)),
    ])
    #expect(
      state.shows(
        "the last layer of block 2 taken away at step 120: loss 0.4100 before, 0.6800 right after, "
          + "recovered after 1 step."))
  }

  @Test func theCostOfCuttingIsSaid() {
    var state = Example.state()
    state.receive([
      .commandApplied(
        CommandApplied(
          step: 120, command: .cutBelow(percent: 2.5), lossBefore: 0.5, lossAfter: 0.75,
          accuracyBefore: 0.873, accuracyAfter: 0.869, connections: 9, connectionsBefore: 24))
    ])
    let sentence =
      "9 of 24 connections cut that carried less than 2.5 %: accuracy 87.3 % → 86.9 %"
    #expect(state.session.live.history.changes.last?.text == sentence)
    #expect(state.session.message == sentence + ", loss 0.5000 → 0.7500 on the same batch")
  }

  @Test func aRefusalIsSaid() {
    var state = Example.state()
    state.receive([
      .commandRejected(
        CommandRejected(
          step: 3, command: .set(.growthRate, value: 200), reason: "growth rate 200 needs too much")
      )
    ])
    #expect(state.shows("Refused: growth rate 200 needs too much"))
  }

  @Test func quittingAsksWhileTraining() {
    var state = Example.state()
    #expect(state.press(.character("q")) == [])
    #expect(state.shows("Stop the run and quit?"))
    #expect(state.press(.character("n")) == [])
    #expect(!state.shows("Stop the run and quit?"))
    #expect(state.press(.control("c"), .character("y")) == [.send(.stop)])
    #expect(
      state.receive([
        .runEnded(RunEnded(step: 120, reason: .stopped, message: "Stopped after 120 steps."))
      ]) == [.quit])
  }

  @Test func quittingAfterTheEndDoesNotAsk() {
    var state = Example.state()
    state.receive([
      .runEnded(RunEnded(step: 120, reason: .finished, message: "Finished after 120 steps."))
    ])
    #expect(state.shows("FINISHED"))
    #expect(state.press(.character(" "), .character("z"), .character("+")) == [])
    #expect(state.press(.character("q")) == [.quit])
  }

  @Test func whoAsksTwiceWhileStoppingIsLetOut() {
    var state = Example.state()
    #expect(
      state.press(.character("q"), .character("q"), .character("q")) == [.send(.stop), .quit])
  }

  /// What is staged can be seen wherever one is, and which knob is selected is said.
  @Test func stagedKnobsStandInTheStatusLine() {
    var state = Example.state()
    state.press(.character("e"), .character("]"))
    #expect(state.shows("learning rate 0.1: + and - stage a change."))
    state.press(.character("+"))
    #expect(state.lines()[0].contains("learning rate 0.1→0.2"))
    #expect(state.lines(rows: 12, columns: 60)[0].contains("learning rate 0.1→0.2"))
  }

  @Test func whatComesTooLateIsSaid() {
    var state = Example.state()
    state.receive([.runEnded(RunEnded(step: 120, reason: .finished, message: "Finished."))])
    for key in [Key.character(" "), .character("s"), .character("+"), .character("z")] {
      #expect(state.press(key) == [])
      #expect(state.shows("The run has ended: there is nothing left to change."))
    }
    for line in ["stage growth_rate 16", "step 5", "set momentum 0.5"] {
      #expect(state.enter(line) == [])
      #expect(state.shows("The run has ended: there is nothing left to change."), "\(line)")
    }
    #expect(state.session.staged.isEmpty && !state.session.wantsPause)
  }

  @Test func textIsScrolledFromItsFirstToItsLastRow() {
    var state = Example.state()
    _ = update(&state, .resized(Grid.Size(rows: 40, columns: 120)))
    state.press(.character("?"), .end)
    let last = state.lines()
    for _ in 0..<20 { state.press(.pageDown) }
    #expect(state.lines() == last && state.shows("arrows scroll"))
    state.press(.up)
    #expect(state.lines() != last)
    state.press(.home, .pageUp)
    #expect(state.overlay == .help(scroll: 0))
  }

  /// A narrow status line shortens digits, never powers of ten.
  @Test func aLargeLossStaysLarge() {
    for (loss, text) in [(0.53214, "0.532"), (1234.56, "1235"), (12_345, "12345"), (2.5e6, "2e+6")]
    {
      var state = ExplorerState()
      state.receive([Example.started, Example.step(1, loss: loss)])
      let line = state.lines(rows: 24, columns: 80)[0]
      #expect(line.contains("loss \(text) acc"), "\(line)")
    }
  }

  @Test func aFailureIsSaid() {
    var state = Example.state()
    state.receive([.runEnded(RunEnded(step: 9, reason: .failed, message: "run.jsonl: disk full"))])
    #expect(state.shows("FAILED") && state.shows("run.jsonl: disk full"))
  }

  @Test func panesAreReachedByTabAndNumber() {
    var state = Example.state()
    state.press(.tab)
    #expect(state.shows("▶ 2 Gradients"))
    state.press(.backTab, .backTab, .tab, .character("4"))
    #expect(state.shows("▶ 4 Knobs"))
    state.press(.character("3"))
    #expect(state.shows("▶ 3 Reuse"))
    state.press(.character("e"))
    #expect(!state.shows("Loss and accuracy ─"))
    state.press(.escape)
    #expect(state.shows("Loss and accuracy ─"))
  }

  @Test func theValueUnderTheCursorIsWrittenOut() {
    var state = Example.state()
    state.press(.home)
    #expect(state.shows("step 1: loss 2.1905"))
    state.press(.character("2"), .down)
    #expect(state.shows("norm 2.04e-2: block1.layer1.conv1, step 1"))
    state.press(.character("3"), .right, .down)
    #expect(state.shows("mean |w| 3.00e-1: layer 2 from layer 1, 12 maps"))
    state.press(.pageDown)
    #expect(state.shows("block 2 of 2"))
  }

  /// What was measured of a layer goes with it when others come before it.
  @Test func historiesFollowTheLayers() throws {
    var state = Example.state()
    var description = try #require(state.session.run.network)
    var layer = description.layers[3]
    layer.name = "features.denseblock1.denselayer3.conv1"
    layer.isFrozen = true
    description.layers.insert(layer, at: 5)
    let before = try #require(state.session.run.history.layers[.gradientNorm])
    state.receive([.networkChanged(NetworkChanged(step: 120, description: description))])
    let after = try #require(state.session.run.history.layers[.gradientNorm])
    #expect(after.count == before.count + 1)
    #expect(after[4] == before[4] && after[6] == before[5] && after[5].value(at: 120) == nil)
    state.press(.character("6"), .character("e"))
    #expect(state.lines().contains { $0.contains("block1.layer3.conv1") && $0.contains("frozen") })
  }

  @Test func aLossThatIsNotFiniteIsShownAsSuch() {
    var state = Example.state()
    state.receive([
      Example.step(121, loss: .nan),
      .warning(RunWarning(step: 121, kind: .notFinite, message: "the loss is not finite")),
    ])
    #expect(state.shows("loss NaN") && state.shows("Warning: the loss is not finite"))
  }

  /// Half a million steps take no more memory than the stretches that a screen can show, and the
  /// extremes of all of them are kept.
  @Test func historiesStayBounded() {
    var state = ExplorerState()
    state.receive([Example.started])
    for step in 1...50_000 { state.receive([Example.step(step, loss: step == 33_333 ? 9 : 1)]) }
    state.enter("go 33333")
    #expect(state.shows("(1.0000–9.0000)"))
    state.press(.home)
    #expect(state.shows("steps 1–16: loss 1.0000, accuracy"))
  }

  @Test func theSummaryTellsWhatRanAndHowItEnded() {
    var state = Example.state()
    state.receive([
      .runEnded(RunEnded(step: 120, reason: .finished, message: "Finished after 120 steps."))
    ])
    #expect(
      state.summary() == [
        "DenseNet-BC (10, k=8), 12345 parameters at the start, on fashion-mnist",
        "step 120, epoch 2: loss 0.3286, accuracy 90.0 %",
        "test after step 100: loss 0.4100, accuracy 85.3 % of 10000 images",
        "step 60: growth rate 8 → 12", "Finished after 120 steps.",
      ])
  }

  /// Of networks that are compared all are told of, by their names.
  @Test func theSummaryOfAComparison() {
    var state = ExampleComparison.state()
    for network in 0..<3 {
      state.receive(
        [.runEnded(RunEnded(step: 120, reason: .finished, message: "Finished \(network)."))],
        snapshot: nil, network: network)
    }
    let lines = state.summary()
    for (network, name) in ["dense: DenseNet-BC", "residual: ResNet-7", "plain: plain-5"]
      .enumerated()
    {
      #expect(lines.contains { $0.hasPrefix(name) } && lines.contains("Finished \(network)."))
    }
  }

  /// At any moment: the help is a picture too.
  @Test func thePictureIsSavedUnderTheHelpToo() {
    var state = Example.state()
    #expect(state.press(.character("p")) == [.savePicture])
    #expect(state.press(.character("?"), .character("p")) == [.savePicture])
    #expect(state.overlay == .help(scroll: 0))
  }

  /// At its end a run has no step to make, but can be gone on with from an earlier one.
  @Test func aRunThatHasFinishedCanBeGoneBackIn() {
    var state = Example.state()
    let written = CheckpointWritten(step: 120, path: "checkpoints/step-120.safetensors")
    var snapshot = Example.snapshot(.finished, step: 120)
    snapshot.timeLine = ["main": [0, 60, 120]]
    state.receive([.checkpoint(written)], snapshot: snapshot)
    #expect(state.shows("FINISHED") && state.shows("t or z goes back, r begins again, q quits."))
    #expect(state.press(.character(" ")) == [] && state.press(.character("s")) == [])
    #expect(state.shows("The run has finished: t or z goes back"))
    state.press(.character("t"), .left, .enter)
    #expect(state.press(.character("a"), .enter) == [.send(.fork(step: 60, name: "a"))])
    state.receive(snapshot: Example.snapshot(.training, step: 61))
    #expect(state.shows("RUNNING"))
    state.receive(snapshot: snapshot)
    // Nothing is lost by leaving: no question.
    #expect(state.press(.character("q")) == [.quit])
  }
}
