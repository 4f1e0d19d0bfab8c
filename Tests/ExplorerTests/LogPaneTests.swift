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

  @Test func aLineStaysUnderTheCursorWhileOthersCome() {
    var state = logState()
    state.press(.character("m"), .pageUp)
    let reading = state.panes[state.focus].reading(state.session)
    #expect(reading.first?.hasPrefix("step 110: loss") == true)
    for step in 121...900 { state.receive([Example.step(step)]) }
    #expect(state.panes[state.focus].reading(state.session) == reading)
    #expect(state.shows("110 loss") && !state.shows("900 loss"))
  }

  @Test func escListsEverythingAgain() {
    var state = logState()
    state.enter("filter evalu")
    #expect(state.shows("with 'evalu'"))
    state.press(.escape)
    #expect(!state.shows("with 'evalu'") && state.shows("growth rate 8 → 12"))
  }

  @Test func stepsThatWereNotShownAreTold() {
    var state = logState()
    _ = update(&state, .news(RunChannel.News(dropped: 7)))
    #expect(state.shows("7 steps came too fast to be shown; the run's folder has them all"))
  }

  @Test func itStaysBounded() {
    var log = RunLog()
    log.add(
      .warning(RunWarning(step: 1, kind: .notFinite, message: "the loss is not finite")))
    for step in 1...50_000 { log.add(Example.step(step)) }
    #expect(log.lines.count <= 20_000)
    #expect(log.lines.first?.text == "warning: the loss is not finite")
    #expect(log.lines.last?.step == 50_000)
    #expect(log.count == 50_001)
  }
}
