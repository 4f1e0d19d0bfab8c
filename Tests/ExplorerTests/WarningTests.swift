import Channel
@testable import Explorer
import Foundation
import Testing

/// What a run tells besides its figures.
struct WarningTests {
  /// A run that stops being finite pauses by itself, and one key makes it go on.
  @Test func aRunThatPausesByItselfIsResumedWithOneKey() {
    var state = Example.state()
    state.receive(
      [
        .warning(RunWarning(step: 120, kind: .notFinite, message: "the loss is not finite")),
        .commandApplied(CommandApplied(step: 120, command: .pause)),
      ], snapshot: Example.snapshot(.paused, step: 120))
    #expect(state.shows("PAUSED") && state.shows("the loss is not finite"))
    #expect(state.press(.character(" ")) == [.send(.resume)])
    state.receive([.commandApplied(CommandApplied(step: 120, command: .resume))])
    #expect(state.shows("RUNNING"))
  }

  @Test func checkpointsAreAskedForAndTold() {
    var state = Example.state()
    #expect(state.press(.character("c")) == [.send(.checkpoint)])
    state.receive([
      .checkpoint(CheckpointWritten(step: 120, path: "checkpoints/step-120.safetensors"))
    ])
    #expect(state.shows("Checkpoint written to checkpoints/step-120.safetensors."))
  }

  /// What a person must read stands there whole, on narrow screens too.
  @Test(arguments: [(12, 40), (24, 80), (40, 120)])
  func longMessagesTakeMoreRows(rows: Int, columns: Int) {
    func text(_ state: ExplorerState) -> String {
      state.lines(rows: rows, columns: columns).map { $0.trimmingCharacters(in: .whitespaces) }
        .joined(separator: " ")
    }
    var state = Example.state()
    state.press(.character("q"))
    #expect(text(state).contains("y or q: yes, any other key: no"))
    state.press(.escape)
    let advice = "the loss is not finite; undo goes back to step 50"
    state.receive([.warning(RunWarning(step: 120, kind: .notFinite, message: advice, undoStep: 50))]
    )
    #expect(text(state).contains("\(advice) (z, then [ ] - and Space)."))
  }

  @Test func weightsThatAreBackAreTold() {
    var state = Example.state()
    state.receive([
      .commandApplied(
        CommandApplied(step: 120, command: .undo, lossAfter: 0.41, restoredStep: 50))
    ])
    #expect(state.shows("Back at step 50: loss 0.4100 on the next batch."))
    #expect(state.shows("step 50 of"))
  }

  /// What the run did before it went back stays on the chart, and comes back when it goes forward.
  @Test func goingBackLeavesABranch() throws {
    var state = Example.state()
    let undo = CommandApplied(
      step: 120, command: .undo, knob: .growthRate, before: 12, after: 8, lossBefore: 0.33,
      lossAfter: 0.6, restoredStep: 60, change: .set(.growthRate, value: 12))
    state.receive([.commandApplied(undo)])
    #expect(state.shows("growth rate 12 → 8, back to step 60: loss 0.6000 on"))
    #expect(state.shows("before going back") && state.shows("step 60: loss"))
    #expect(state.session.run.history.evaluations.isEmpty)
    #expect(state.session.run.history.changes.first?.isUndone == true)
    let branch = try #require(state.session.run.branches.first)
    #expect(branch.forkStep == 60 && branch.history.lastStep?.step == 120)
    state.receive([Example.step(61), Example.step(62)])
    let redo = CommandApplied(
      step: 62, command: .redo, knob: .growthRate, before: 8, after: 12, lossAfter: 0.33,
      restoredStep: 120, change: .set(.growthRate, value: 12))
    state.receive([.commandApplied(redo)])
    #expect(state.shows("growth rate 8 → 12, forward to step 120: loss 0.3300 on"))
    let history = state.session.run.history
    #expect(history.loss == branch.history.loss && history.evaluations.count == 1)
    // The two steps in between are the branch now.
    #expect(state.session.run.branches.map(\.forkStep) == [60])
    #expect(state.session.run.branches.first?.history.lastStep?.step == 62)
  }

  /// An undo of a restart goes forward, to all that there was before it.
  @Test func aRestartThatIsUndoneBringsEverythingBack() throws {
    var state = Example.state()
    let before = state.session.live.history
    state.receive([
      .commandApplied(
        CommandApplied(step: 120, command: .restart, lossAfter: 2.3, restoredStep: 0)),
      Example.step(1), Example.step(2),
      .commandApplied(
        CommandApplied(
          step: 2, command: .undo, lossAfter: 0.4, restoredStep: 120, change: .restart)),
    ])
    let history = state.session.live.history
    #expect(history.lastStep == before.lastStep && history.loss == before.loss)
    #expect(history.marks == before.marks && history.evaluations == before.evaluations)
    #expect(state.session.live.branches.map(\.lastStep) == [2])
    #expect(state.shows("begun again with the initial weights undone, forward to step 120"))
  }

  /// Every change that is taken back says so, and the figures are those of the step.
  @Test func undoneChangesAreMarked() throws {
    var state = Example.state()
    let cut = Command.cut(ConnectionPattern(block: 1, source: 0, reader: .layer(2)))
    state.receive([
      .commandApplied(
        CommandApplied(step: 120, command: cut, lossBefore: 0.4, lossAfter: 0.9))
    ])
    #expect(state.shows("loss 0.4000 → 0.9000 on the same batch"))
    state.press(.character("4"), .character("e"))
    #expect(state.shows("loss 0.4000 before, 0.9000 right after, not recovered yet"))
    state.receive([
      Example.step(121, loss: 5),
      .commandApplied(
        CommandApplied(step: 121, command: .undo, lossAfter: 0.4, restoredStep: 120, change: cut)),
    ])
    #expect(state.session.live.history.changes.last?.isUndone == true)
    #expect(state.shows("undone") && !state.shows("not recovered"))
    #expect(state.session.live.history.lastStep?.loss != 5)
    #expect(state.shows("block1/in->2 cut undone, back to step 120"))
  }

  /// A loss that has exploded is readable at the axis.
  @Test func hugeLossesHaveAnExponentAtTheAxis() {
    var state = Example.state()
    state.receive([Example.step(121, loss: 2.42e20)])
    #expect(state.lines().contains { $0.hasPrefix("│ 2e20") })
  }
}
