import Channel
import Testing

@testable import Explorer

/// What staged changes would cost, and changes that cannot be made.
struct PreviewTests {
  private let now = ChangePreview.Cost(
    parameters: 12_345, multiplyAdds: 1_500_000, memory: 80 << 20, secondsPerStep: 0.035)

  private func preview(_ commands: [Command], _ refused: CommandRejected? = nil) -> Snapshot {
    var snapshot = Example.snapshot(.training, step: 120)
    var after = now
    if refused == nil { after.parameters = 23_456 }
    if refused == nil { after.secondsPerStep = 0.0501 }
    snapshot.preview = ChangePreview(commands: commands, now: now, after: after, refused: refused)
    return snapshot
  }

  @Test func theRunIsAskedAndItsAnswerShown() {
    var state = Example.state()
    let staged = [Command.set(.growthRate, value: 13)]
    #expect(
      update(&state, .key(.character("+"))) == [.show(Interest(staged: staged))])
    state.receive(snapshot: preview(staged))
    #expect(
      state.shows(
        "growth rate 13: parameters 12.3k → 23.5k, multiply-adds 1.5M, memory 80 MiB, a step 35 ms → "
          + "about 50.1 ms. Enter", columns: 160))
    // It stands in the pane too, when the next key has taken the message away.
    state.press(.character("4"))
    #expect(state.shows("parameters 12.3k → 23.5k") && state.shows("a step 35 ms → about 50.1 ms"))
    // An answer to what is not staged any more says nothing.
    state.press(.character("+"))
    #expect(!state.shows("12.3k"))
    state.receive(snapshot: preview(staged))
    #expect(!state.shows("12.3k"))
    #expect(update(&state, .key(.escape)) == [.show(Interest())])
  }

  @Test func whatCannotBeMadeIsNotStaged() {
    var state = Example.state()
    state.enter("add_layer block1")
    state.enter("remove_layer block7")
    #expect(state.shows("add_layer=block1  remove_layer=block7"))
    let refused = CommandRejected(
      step: 120, command: .removeLayer(block: 7), reason: "block 7: expected 1…2")
    state.receive(
      snapshot: preview([.addLayer(block: 1), .removeLayer(block: 7)], refused))
    #expect(state.shows("Refused: block 7: expected 1…2"))
    #expect(state.press(.enter) == [.send(.addLayer(block: 1))])
  }
}
