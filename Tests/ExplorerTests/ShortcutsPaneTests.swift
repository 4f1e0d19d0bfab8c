import Channel
import Explorer
import Testing

/// The screen of networks without dense blocks.
struct ShortcutsPaneTests {
  /// A network without a growth rate: another knob is selected, and can be changed.
  @Test func theSelectedKnobIsOneThatTheNetworkHas() {
    var state = Example.residualState()
    #expect(!state.shows("growth rate"))
    state.press(.character("+"))
    #expect(state.press(.enter) == [.send(.set(.learningRate, value: 0.2))])
    state.press(.character("]"), .character("-"))
    #expect(state.press(.enter) == [.send(.set(.momentum, value: 0.8))])
  }

  @Test func theCursorGoesThroughTheShortcuts() {
    var state = Example.residualState()
    #expect(state.shows("|x| 150, |F(x)| 30: layer1.1"))
    state.press(.home)
    #expect(state.shows("|x| 80, |F(x)| 120: layer1.0"))
    state.press(.end, .down)
    #expect(state.shows("|F(x)| NaN: layer2.1"))
    #expect(state.shows("no number"))
  }

  @Test func aPlainNetworkHasNeitherReuseNorShortcuts() {
    var state = ExplorerState()
    state.receive(
      [Example.started("plain", layers: ["conv1", "fc"]), Example.step(1)],
      snapshot: Snapshot(activity: .training, step: 1, knobs: [.momentum: 0.9]))
    #expect(state.shows("no shortcuts: each layer"))
    state.press(.character("3"), .down, .end, .up, .home, .pageDown)
    #expect(state.shows("no shortcuts: each layer"))
  }
}
