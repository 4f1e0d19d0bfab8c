import Channel
import Explorer
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
    #expect(state.shows("The weights of step 50 are back: loss 0.4100"))
    #expect(state.shows("step 120: weights of step 50 restored"))
  }

  /// A loss that has exploded is readable at the axis.
  @Test func hugeLossesHaveAnExponentAtTheAxis() {
    var state = Example.state()
    state.receive([Example.step(121, loss: 2.42e20)])
    #expect(state.lines().contains { $0.hasPrefix("│ 2e20") })
  }
}
