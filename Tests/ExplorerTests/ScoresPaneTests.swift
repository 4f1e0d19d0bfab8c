import Channel
import Screen
import Testing

@testable import Explorer

/// The table of networks, and what its figures are.
struct ScoresPaneTests {
  private func state(_ state: ExplorerState = ExampleComparison.state()) -> ExplorerState {
    state.pressed(.character("0"))
  }

  @Test func aTableOfAllFigures() {
    var state = state()
    state.press(.character("e"))
    let lines = state.lines(columns: 160)
    #expect(lines.contains { $0.contains("▸ ● dense") && $0.contains("97.0 %") })
    for figure in ["1296", "1.0M", "14 MiB", "9.719", "83.7 %", "0.43"] {
      #expect(lines.contains { $0.contains("● dense") && $0.contains(figure) }, "\(figure)")
    }
    #expect(lines.contains { $0.contains("■ plain") && $0.contains("–") })
  }

  /// Networks as columns where that shows more.
  @Test func theTableTurnsWhereThePaneIsNarrow() {
    let session = ExampleComparison.state().session
    let table = ScoreTable(session, isDifference: false, display: Display())
    func plan(_ rows: Int, _ columns: Int) -> ScoreTable.Plan {
      table.plan(Area(row: 0, column: 0, rows: rows, columns: columns))
    }
    #expect(plan(20, 50).isTransposed && plan(20, 50).figures.count == 11)
    #expect(!plan(20, 150).isTransposed && !plan(5, 80).isTransposed)
    // What matters least goes first.
    let few = plan(5, 38)
    #expect(few.figures.contains { $0.figure.name == "test accuracy" })
    #expect(!plan(8, 38).figures.contains { $0.figure.name == "memory a step" })
    #expect(ScoresPane().shows("test acc.", session, rows: 8, columns: 38))
    for rows in 0..<30 { for columns in 0..<90 { _ = plan(rows, columns) } }
  }

  @Test func theSelectionMoves() {
    var state = state()
    state.press(.down)
    #expect(state.session.selected == 1 && state.shows("residual is shown."))
    state.press(.down, .down, .down)
    #expect(state.session.selected == 2)
    state.press(.home)
    #expect(state.session.selected == 0)
    state.press(.left)
    #expect(state.shows("Scores at step 118"))
    state.press(.character("e"))
    state.size = Grid.Size(rows: 40, columns: 160)
    let row = state.lines(columns: 160).firstIndex { $0.contains("▲ residual") } ?? 0
    _ = update(&state, .mouse(.press(row: row, column: 30)))
    #expect(state.session.selected == 1)
  }

  @Test func detailsSayEverythingInWords() {
    var state = state()
    state.press(.down, .enter)
    for text in [
      "ResNet-7 at step 120, after 7500 images", "multiplications with an addition",
      "Test after step 120", "2.99 times the norm",
      "80 % of the test images were right first after",
      "No evaluation has had 85 % right yet.",
    ] {
      #expect(state.shows(text, columns: 200), "\(text)")
    }
    var fresh = ExplorerState(networks: 2)
    fresh.receive([ExampleComparison.started(0)], snapshot: nil, network: 0)
    fresh.press(.character("0"), .enter)
    #expect(fresh.shows("no evaluation yet"))
  }

  @Test func differencesToTheSelectedNetwork() {
    var state = state()
    state.press(.character("e"), .character("d"))
    let lines = state.lines(columns: 160)
    #expect(lines.contains { $0.contains("● dense") && $0.contains("97.0 %") })
    #expect(lines.contains { $0.contains("▲ residual") && $0.contains("−17.0 pp") })
    #expect(lines.contains { $0.contains("▲ residual") && $0.contains("6.94×") })
    #expect(state.shows("others by what they have more than dense", columns: 160))
  }

  @Test func networksMayBreakOrStandBehind() {
    var state = state(ExampleComparison.state(behind: 60, brokenFrom: 90))
    state.press(.character("e"))
    let lines = state.lines(columns: 160)
    #expect(lines.contains { $0.contains("■ plain") && $0.contains("NaN") })
    #expect(lines.contains { $0.contains("▲ residual (step 60)") && $0.contains("65.0 %") })
    #expect(state.shows("residual: step 60", rows: 24, columns: 80))
    state.press(.character("d"), .enter)
    #expect(!state.lines().isEmpty)
  }

  /// Batches that are an epoch's last are smaller, and the knob may change.
  @Test func imagesAreCountedAndNotSteps() {
    var run = ObservedRun()
    func receive(_ events: RunEvent...) { run.receive(RunChannel.News(events: events)) }
    receive(ExampleComparison.started(0))
    for step in 1...24 { receive(ExampleComparison.step(step, 0)) }
    // 23 of 64 and one of 28.
    #expect(run.history.seen.images(at: 24) == 1500)
    #expect(run.history.seen.images(at: 10) == 640)
    receive(
      .commandApplied(
        CommandApplied(
          step: 24, command: .set(.batchSize, value: 128), knob: .batchSize, before: 64, after: 128)
      ))
    receive(ExampleComparison.step(25, 0))
    #expect(run.history.seen.images(at: 25) == 1628)
    receive(ExampleComparison.evaluation(25, 0))
    #expect(run.history.seen.images(until: 0.6, at: 25) == 1628)
    #expect(run.history.seen.images(until: 0.6, at: 24) == nil)
    #expect(run.history.seen.images(until: 0.7, at: 25) == nil)
    // Reports that came too fast: steps 26 to 29 are counted by the knob.
    receive(ExampleComparison.step(30, 0))
    #expect(run.history.seen.images(at: 30) == 1628 + 5 * 128)
    var past = run.history
    past.goBack(to: 24)
    #expect(past.seen.images(at: 24) == 1500 && past.seen.images(until: 0.6, at: 30) == nil)
  }

  @Test func aStepTakesWhatItsImagesTake() {
    let scores = ExampleComparison.state().session.scores(of: 0)
    #expect(abs((scores.secondsPerStep ?? 0) - 0.0099) < 2e-4)
    #expect(scores.parameters == 1296 && scores.multiplyAdds == 9 * 112_896)
    #expect(scores.memory == 9 * 1_605_632)
  }

  /// Numbers that no network has, from a log that somebody wrote.
  @Test func impossibleFiguresDoNotTrap() {
    var description = ExampleComparison.description(0)
    for index in description.layers.indices { description.layers[index].multiplyAdds = .max }
    var state = state()
    state.receive(
      [
        .networkChanged(NetworkChanged(step: 120, description: description)),
        .evaluation(Evaluation(step: 120, loss: .nan, accuracy: .nan, samples: 0)),
        ExampleComparison.step(130, 0, loss: .infinity),
      ], snapshot: nil, network: 0)
    state.press(.character("e"))
    for _ in 0..<2 {
      #expect(!state.lines(columns: 160).isEmpty)
      state.press(.character("d"))
    }
  }
}
