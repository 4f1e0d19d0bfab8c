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
    #expect(state.shows("Weights written to checkpoints/step-120.safetensors."))
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
      lossAfter: 0.6, restoredStep: 60)
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
      restoredStep: 120)
    state.receive([.commandApplied(redo)])
    #expect(state.shows("growth rate 8 → 12, forward to step 120: loss 0.3300 on"))
    let history = state.session.run.history
    #expect(history.loss == branch.history.loss && history.evaluations.count == 1)
    // The two steps in between are the branch now.
    #expect(state.session.run.branches.map(\.forkStep) == [60])
    #expect(state.session.run.branches.first?.history.lastStep?.step == 62)
  }

  /// A loss that has exploded is readable at the axis.
  @Test func hugeLossesHaveAnExponentAtTheAxis() {
    var state = Example.state()
    state.receive([Example.step(121, loss: 2.42e20)])
    #expect(state.lines().contains { $0.hasPrefix("│ 2e20") })
  }
}
