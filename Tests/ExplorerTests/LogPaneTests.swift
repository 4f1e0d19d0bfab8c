import Channel
import Screen
import Testing

@testable import Explorer

/// What the run reported, as text.
struct LogPaneTests {
  private func logState() -> ExplorerState {
    var state = Example.state()
    state.enter("log")
    state.press(.character("e"))
    return state
  }

  @Test func everythingButStepsIsListed() {
    let state = logState()
    #expect(state.shows("Log: without steps"))
    #expect(state.shows("evaluation: loss 0.4100, accuracy 85.3 % of 10000 images"))
    #expect(state.shows("growth rate 8 → 12"))
    #expect(!state.shows("learning rate 0.1  912"))
  }

  @Test func stepsAreListedOnRequest() {
    var state = logState()
    state.press(.character("m"))
    #expect(state.shows("120 loss 0.3286  accuracy 90.0 %  learning rate 0.1  912 images/s"))
    state.press(.character("m"))
    #expect(!state.shows("evaluation:") && state.shows("growth rate 8 → 12"))
  }

  @Test func itFollowsTheNewestUntilOneLooksBack() {
    var state = logState()
    state.press(.character("m"), .home)
    #expect(state.shows("DenseNet-BC (10, k=8) with 12345 parameters on fashion-mnist"))
    state.press(.end)
    for step in 121...200 { state.receive([Example.step(step)]) }
    #expect(state.shows("200 loss"))
  }

  @Test func linesAreFilteredAndOpened() {
    var state = logState()
    state.press(.character("/"))
    for character in "EVALU" { state.press(.character(character)) }
    state.press(.enter)
    #expect(state.shows("with 'EVALU'") && !state.shows("growth rate 8 → 12"))
    state.press(.enter)
    #expect(state.shows("Step 100") && state.shows("evaluation: loss 0.4100"))
  }

  @Test func itStaysBounded() {
    var log = RunLog()
    log.add(
      .warning(RunWarning(step: 1, kind: .notFinite, message: "the loss is not finite")))
    for step in 1...50_000 { log.add(Example.step(step)) }
    #expect(log.lines.count <= 20_000)
    #expect(log.lines.first?.text == "warning: the loss is not finite")
    #expect(log.lines.last?.step == 50_000)
    #expect(log.droppedLines + log.lines.count == 50_001)
  }
}
