import Channel
import Explorer
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
}
