import Channel
import Screen
import Testing

@testable import Explorer

/// Looking back along the time line, and lines that branch off from it.
struct TimeLineTests {
  private func state(timeLine: [Int] = [0, 40, 80, 100, 110]) -> ExplorerState {
    var state = Example.state()
    var snapshot = Example.snapshot(.training, step: 120)
    snapshot.timeLine = ["main": timeLine]
    state.receive(snapshot: snapshot)
    return state
  }

  private func forked(_ state: inout ExplorerState, at step: Int, _ name: String, from: Int) {
    state.receive([
      .commandApplied(
        CommandApplied(
          step: from, command: .fork(step: step, name: name), lossAfter: 0.5, restoredStep: step,
          fork: name))
    ])
  }

  @Test func panesShowTheRunAsItWas() throws {
    var state = state()
    let now = state.session.live.history.loss.value(at: 120)
    state.press(.character("t"))
    #expect(state.shows("Time line") && state.shows("where the run is now"))
    state.press(.left, .left)
    #expect(state.session.timeLine == TimeLineCursor(fork: "main", step: 100))
    let past = try #require(state.session.past)
    #expect(past.step == 100 && past.history.loss.value(at: 100) != now)
    #expect(past.history.evaluations.allSatisfy { $0.step <= 100 })
    #expect(past.log.lines.allSatisfy { $0.step <= 100 })
    // What came later stands beside it.
    #expect(past.branches.map(\.lastStep) == [120] && past.branches.map(\.forkStep) == [100])
    #expect(state.shows("Step 100 of main") && state.shows("Enter forks here"))
    // The status line is about now, and the run goes on.
    state.receive([Example.step(121)])
    #expect(state.shows("step 121 of") && state.session.run.step == 100)
    state.press(.character("<"))
    #expect(state.shows("Step 99 of main") && state.shows("Enter forks at step 80"))
    state.press(.home)
    #expect(state.session.timeLine?.step == 0)
    state.press(.pageDown, .character(">"))
    #expect(state.session.timeLine?.step == 13)
    state.press(.escape)
    #expect(state.session.run.step == 121 && !state.shows("Time line"))
  }

  /// Structure, knobs, reuse and confusion are those of the step.
  @Test func whatWasChangedSinceIsAsBefore() throws {
    var state = state()
    guard case .runStarted(let started) = Example.started else { return }
    var wider = started.networks[0]
    wider.name = "DenseNet-BC (10, k=9)"
    wider.layers.insert(wider.layers[3], at: 3)
    wider.layers[3].name = "features.denseblock1.denselayer9.conv1"
    let reuse = Reuse(step: 120, block: 1, matrix: [[0.5]], maps: [16])
    state.receive([
      .commandApplied(
        CommandApplied(
          step: 120, command: .set(.growthRate, value: 9), knob: .growthRate, before: 8, after: 9)),
      .networkChanged(NetworkChanged(step: 120, description: wider)), .reuse(reuse),
      Example.step(121),
    ])
    let layer = state.session.live.history.layers[.gradientNorm]?[4].value(at: 100)
    state.press(.character("t"), .left, .left)
    let past = try #require(state.session.past)
    #expect(past.step == 100 && past.network == started.networks[0])
    // The change of step 60 was to 12.
    #expect(past.snapshot.knobs[.growthRate] == 12 && past.reuse != [reuse])
    #expect(state.shows("growth rate   12"))
    // Each layer has its own gradients, wherever it stood later.
    #expect(past.history.layers[.gradientNorm]?[3].value(at: 100) == layer && layer != nil)
    state.press(.end)
    #expect(state.session.past?.network == wider)
  }

  @Test func enterForksWhereACheckpointIs() {
    var state = state()
    state.press(.character("t"), .left, .left, .enter)
    #expect(state.shows(":fork 100"))
    #expect(
      state.press(.character("a"), .enter) == [.send(.fork(step: 100, name: "a"))])
    #expect(state.session.timeLine == nil)
    state.press(.character("t"), .enter)
    #expect(state.shows("This is where the run is"))
  }

  @Test func forksAreBranchesAndCompared() throws {
    var state = state()
    forked(&state, at: 80, "wider", from: 120)
    let live = state.session.live
    #expect(live.fork == "wider" && live.step == 80 && live.forks.names == ["main", "wider"])
    #expect(live.branches.map(\.name) == ["main"] && live.branches.map(\.forkStep) == [80])
    #expect(state.shows("wider begun at step 80") && state.shows("─ main"))
    state.receive([Example.step(81, loss: 9), Example.step(82, loss: 9)])
    state.press(.character("t"))
    // Both have 82 steps.
    #expect(state.shows("loss at step 82, the last that all lines have"))
    #expect(state.shows("╰"))
    state.press(.up)
    #expect(state.session.timeLine == TimeLineCursor(fork: "main", step: 82))
    #expect(state.session.past?.history.loss.value(at: 82) != 9)
    state.press(.enter)
    #expect(state.shows(":switch main"))
    #expect(state.press(.enter) == [.send(.switchFork("main"))])
    state.receive([
      .commandApplied(
        CommandApplied(
          step: 82, command: .switchFork("main"), restoredStep: 120, fork: "main"))
    ])
    #expect(state.shows("main taken up again at step 120"))
    let back = state.session.live
    #expect(back.fork == "main" && back.step == 120 && back.branches.map(\.name) == ["wider"])
    #expect(back.branches.map(\.forkStep) == [80] && back.branches.map(\.lastStep) == [82])
  }

  @Test func linesShareWhatTheirCommonParentHas() {
    var tree = ForkTree()
    tree.add("a", from: "main", at: 80)
    tree.add("b", from: "a", at: 100)
    tree.add("c", from: "main", at: 50)
    #expect(tree.sharedStep("b", "main") == 80 && tree.sharedStep("main", "b") == 80)
    #expect(tree.sharedStep("b", "a") == 100 && tree.sharedStep("b", "c") == 50)
    tree.goBack("main", to: 60)
    #expect(tree.sharedStep("b", "main") == 60 && tree.sharedStep("b", "a") == 100)
  }

  @Test func aRunThatHasEndedTellsHowToGoOn() {
    var state = state()
    state.receive([.runEnded(RunEnded(step: 120, reason: .finished, message: "Finished."))])
    state.press(.character("t"), .left, .enter)
    #expect(
      state.shows("--resume goes on from time-line/step-N.safetensors in its folder, N being 110."))
  }
}
