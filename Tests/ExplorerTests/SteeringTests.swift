import Channel
import Screen
import Testing

@testable import Explorer

/// Whom keys steer where several networks are compared.
struct SteeringTests {
  private func press(_ keys: String, _ state: inout ExplorerState) -> [Effect] {
    keys.flatMap { update(&state, .key($0 == "\n" ? .enter : .character($0))) }
  }

  private func sent(_ effects: [Effect]) -> [(Command, Int)] {
    effects.compactMap { effect in
      if case .send(let command, let network) = effect { (command, network) } else { nil }
    }
  }

  @Test func keysSteerAllOrTheOneThatIsShown() {
    var state = ExampleComparison.state()
    #expect(sent(press(" ", &state)).map(\.1) == [0, 1, 2])
    _ = press("}a", &state)
    #expect(state.session.message == "Keys steer residual alone.")
    #expect(sent(press(" ", &state)).map(\.1) == [1])
  }

  /// What the residual network has no use for does not concern it.
  @Test func aCommandGoesToThoseThatHaveItsParts() {
    var state = ExampleComparison.state()
    let orders = sent(press("+\n", &state))
    #expect(orders.map(\.1) == [0])
    #expect(orders.first?.0 == .set(.growthRate, value: 9))
  }

  /// A look at a network without growth rate does not make another knob the one that keys change.
  @Test func theChosenKnobIsRemembered() {
    var state = ExampleComparison.state()
    #expect(state.session.selectedKnob == .growthRate)
    _ = press("}", &state)
    #expect(state.session.selectedKnob != .growthRate)
    _ = press("{", &state)
    #expect(state.session.selectedKnob == .growthRate)
  }

  /// Staged for all while a network is shown that cannot have it: one that can is asked what it costs.
  @Test func whatIsStagedForAllIsAskedOfOneThatCanHaveIt() throws {
    var state = ExampleComparison.state()
    _ = press("+", &state)
    let staged = state.session.staged.commands
    #expect(!staged.isEmpty)
    let shown = press("}", &state).compactMap { effect in
      if case .show(let interest, let network) = effect { (network, interest.staged) } else { nil }
    }
    #expect(state.session.selected == 1)
    #expect(shown.allSatisfy { $0.0 != 1 || $0.1.isEmpty })
    let costs = ChangePreview.Cost(
      parameters: 1, multiplyAdds: 1, memory: 1, secondsPerStep: nil)
    var refused = ExampleComparison.snapshot(1, step: 120)
    refused.preview = ChangePreview(
      commands: staged, now: costs, after: costs,
      refused: CommandRejected(step: 120, command: staged[0], reason: "it has no dense blocks"))
    state.receive([], snapshot: refused, network: 1)
    #expect(state.session.staged.commands == staged)
    #expect(sent(press("\n", &state)).map(\.1) == [0])
  }

  /// A change that is staged for one network does not go to another that is looked at.
  @Test func whatIsStagedForOneIsAppliedOrCancelledFirst() {
    var state = ExampleComparison.state()
    _ = press("a+}", &state)
    #expect(state.session.selected == 0)
    #expect(state.session.message?.hasPrefix("Apply or cancel (Esc) staged changes first") == true)
  }

  /// That the network that is shown has come to its end leaves the others something to do.
  @Test func othersGoOnWhereTheShownOneHasEnded() {
    var state = ExampleComparison.state()
    let failed = RunEnded(step: 120, reason: .failed, message: "no memory")
    state.receive([.runEnded(failed)], snapshot: nil, network: 0)
    #expect(sent(press(" ", &state)).map(\.1) == [1, 2])
    _ = press("a", &state)
    #expect(sent(press(" ", &state)).isEmpty)
    #expect(state.session.message == "The run has ended: there is nothing left to change.")
  }
}
