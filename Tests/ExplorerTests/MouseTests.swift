import Screen
import Testing

@testable import Explorer

/// What presses and the wheel do, on a screen of 120×40.
struct MouseTests {
  private func state() -> ExplorerState {
    var state = Example.state()
    _ = update(&state, .resized(Grid.Size(rows: 40, columns: 120)))
    return state
  }

  private func place(_ pane: String, _ state: ExplorerState) throws -> Area {
    let index = try #require(state.pane(named: pane))
    return try #require(state.places.first { $0.pane == index }).area
  }

  @Test func aPressFocusesThePaneAndPutsTheCursorThere() throws {
    var state = state()
    let area = try place("gradients", state)
    _ = update(&state, .mouse(.press(row: area.row + 3, column: area.column + 4)))
    #expect(state.shows("▶ 2 Gradients"))
    #expect(state.session.layer == 2)
    let curves = try place("curves", state)
    _ = update(&state, .mouse(.press(row: curves.row + 2, column: curves.column + 8)))
    #expect(state.shows("▶ 1 Loss") && (1...4).contains(state.session.cursorStep ?? 0))
    let knobs = try place("knobs", state)
    _ = update(&state, .mouse(.press(row: knobs.row + 2, column: knobs.column + 4)))
    #expect(state.session.selectedKnob == .learningRate)
  }

  @Test func theWheelZoomsCurvesAndScrollsOthers() throws {
    var state = state()
    let curves = try place("curves", state)
    _ = update(&state, .mouse(.wheelUp(row: curves.row + 2, column: curves.column + 8)))
    #expect(state.shows("steps 1–60"), "around the step under it")
    state.press(.escape, .character("o"))
    let right = curves.column + curves.columns - 3
    _ = update(&state, .mouse(.wheelUp(row: curves.row + 2, column: right)))
    #expect(state.shows("steps 61–120"))
    _ = update(&state, .mouse(.wheelDown(row: curves.row + 2, column: curves.column + 8)))
    #expect(state.session.window == StepWindow())
    let gradients = try place("gradients", state)
    _ = update(&state, .mouse(.wheelDown(row: gradients.row + 2, column: gradients.column + 8)))
    #expect(state.session.layer == 3)
    #expect(state.shows("▶ 1 Loss"), "the wheel leaves the focus alone")
  }

  /// The teaching layout has words below the pane, which make it smaller.
  @Test func aPressMeetsWhatIsDrawn() throws {
    var state = state()
    state.enter("layout teaching")
    state.press(.character("2"))
    let row = try #require(state.lines().firstIndex { $0.contains("block2.layer1.conv1") })
    _ = update(&state, .mouse(.press(row: row, column: 4)))
    #expect(state.session.layer == 6)
    // A message in several rows moves the panes; a press means those that are seen.
    state.press(.character("v"))
    let moved = try #require(state.lines().firstIndex { $0.contains("block1.layer1.conv1") })
    _ = update(&state, .mouse(.press(row: moved, column: 4)))
    #expect(state.session.layer == 1)
  }

  @Test func aPressTakesTextAway() {
    var state = state()
    state.press(.character("?"))
    _ = update(&state, .mouse(.wheelDown(row: 5, column: 5)))
    #expect(state.overlay == .help(scroll: 3))
    _ = update(&state, .mouse(.press(row: 5, column: 5)))
    #expect(state.overlay == .none)
  }

  @Test func itCanBeSwitchedOff() throws {
    var state = state()
    #expect(state.enter("mouse off") == [.useMouse(false)])
    let area = try place("gradients", state)
    _ = update(&state, .mouse(.press(row: area.row + 3, column: area.column + 4)))
    #expect(state.shows("▶ 1 Loss"))
    #expect(state.enter("mouse on") == [.useMouse(true)])
  }
}
