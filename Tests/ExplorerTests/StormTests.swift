import Channel
import Screen
import Testing

@testable import Explorer

/// Any keys, mouse events, sizes and news, in any order.
struct StormTests {
  private static let keys: [Key] =
    [
      .enter, .escape, .tab, .backTab, .up, .down, .left, .right, .pageUp, .pageDown, .home, .end,
      .function(1), .function(5), .control("z"), .control("u"), .control("w"), .backspace,
    ]
    + Array("nNsS+-[]z1234567890e?:/hjklxymMfpwWio,. abcstrlo=_{}dSLLBRKE%").map { .character($0) }

  private static let lines = [
    "layout teaching", "layout reuse", "theme contrast", "go 17", "filter conv", "filter", "step 3",
    "stage momentum 0.5", "set dropout 2", "save", "curves", "nonsense", "mouse on", "measure",
  ]

  private func event(_ step: inout Int, _ generator: inout Numbers) -> RunEvent {
    switch Int.random(in: 0..<15, using: &generator) {
    case 0: Example.started
    case 1:
      .evaluation(
        Evaluation(
          step: step, loss: step % 3 == 0 ? .nan : 0.5, accuracy: 0.8, samples: 100,
          confusion: [[40, 10], [5, step % 50]]))
    case 2:
      .commandApplied(
        CommandApplied(
          step: step, command: .set(.growthRate, value: 12), knob: .growthRate, before: 8,
          after: 12, lossBefore: 1, lossAfter: .infinity))
    case 3: .warning(RunWarning(step: step, kind: .notFinite, message: "not finite"))
    case 4: .checkpoint(CheckpointWritten(step: step, path: "checkpoints/\u{1B}[2J\n😀.safetensors"))
    case 5:
      .layerStatistics(
        LayerStatistics(
          step: step, outputGradients: [1e-3, .nan], deadShares: [nil, 0.5, 1]))
    case 6:
      // Fewer layers, more maps: nothing that a viewer holds may rely on the old ones.
      .networkChanged(
        NetworkChanged(
          step: step,
          description: NetworkDescription(
            name: "other", architecture: step % 2 == 0 ? "densenet" : "resnet", parameters: 1,
            layers: (0..<step % 5).map {
              LayerDescription(
                name: "layer\($0)", kind: "linear", block: $0, outputShape: [], parameters: 0)
            })))
    case 7: .reuse(Reuse(step: step, block: step % 4, matrix: [[1], [0.5, nil]], maps: [3]))
    case 8: .shortcuts(Example.shortcuts)
    case 10:
      .changeEffect(
        ChangeEffect(
          step: step, command: .set(.growthRate, value: 12), commandStep: step - step % 3,
          newMaps: step % 2 == 0 ? step % 7 : nil, newMapsInUse: 3, recoveredAfter: step % 5,
          lossBefore: .nan, lossAfter: 1))
    case 9: .commandRejected(CommandRejected(step: step, command: .undo, reason: "no"))
    default:
      {
        step += Int.random(in: 0...3, using: &generator)
        return Example.step(step, loss: step % 50 == 0 ? .nan : nil)
      }()
    }
  }

  private func snapshot(_ step: Int, _ generator: inout Numbers) -> Snapshot {
    var snapshot = Example.snapshot(
      [.training, .paused, .evaluating(done: step, of: 0)].randomElement(using: &generator)!,
      step: step, growthRate: 1 + step % 20)
    if step % 5 == 0 { snapshot.knobs[.growthRate] = nil }
    snapshot.memory = step
    snapshot.commandsDone = [0, step, .max][step % 3]
    let picture = SamplePicture.Picture(
      width: step % 4, height: 3, values: Array(repeating: 7, count: step % 4 * 3), minimum: 0,
      maximum: 1)
    snapshot.sample = SamplePicture(
      step: step, sample: .image(step), index: step, mistakes: step % 2 == 0 ? nil : 3,
      channels: Array(repeating: picture, count: step % 4), label: step % 12,
      probabilities: step % 3 == 0 ? [] : [0.1, .nan, 0.9], layer: step % 30,
      maps: Array(repeating: picture, count: step % 70))
    snapshot.contributions = [
      Contributions(step: step, block: step % 3, matrix: [[0.5, nil], [1, .nan, -0.5]])
    ]
    return snapshot
  }

  private func action(
    _ round: Int, _ step: inout Int, networks: Int, isLesson: Bool, _ generator: inout Numbers
  ) -> Action {
    let place = (
      row: Int.random(in: -2..<75, using: &generator),
      column: Int.random(in: -2..<260, using: &generator)
    )
    switch Int.random(in: 0..<20, using: &generator) {
    case 0:
      return .resized(
        Grid.Size(
          rows: Int.random(in: 0...70, using: &generator),
          columns: Int.random(in: 0...250, using: &generator)))
    case 1: return .mouse(.press(row: place.row, column: place.column))
    case 2: return .mouse(.wheelUp(row: place.row, column: place.column))
    case 3: return .mouse(.wheelDown(row: place.row, column: place.column))
    case 4...9:
      return .news(
        RunChannel.News(
          events: [event(&step, &generator)], dropped: round % 3,
          snapshot: round % 4 == 0 ? snapshot(step, &generator) : nil), network: round % networks)
    case 10 where isLesson && round % 9 == 0: return .lessonRunFailed("nothing\u{1B}[2J there")
    default: return .key(Self.keys.randomElement(using: &generator) ?? .enter)
    }
  }

  /// 100,000 of them: no trap, nothing drawn outside, the cursors on something that exists, and a status
  /// line wherever there is room for one.
  @Test(arguments: 0..<4)
  func aStorm(part: Int) {
    storm(seed: part, from: ExplorerState(), [Example.residualState(), Example.state()])
  }

  /// The same of networks that are compared, of which one breaks and one stays behind.
  @Test(arguments: 4..<6)
  func aStormOfAComparison(part: Int) {
    storm(
      seed: part, from: ExplorerState(networks: 3),
      [ExampleComparison.state(behind: 40, brokenFrom: 80), ExampleComparison.state()])
  }

  /// The same in a lesson: a learner's, a teacher's, and one that goes by itself.
  @Test(arguments: 6..<9)
  func aStormInALesson(part: Int) {
    var rehearsal = LessonRehearsal(isTeaching: part == 7, isAutomatic: part == 8)
    let first = rehearsal.state
    var states: [ExplorerState] = []
    for _ in 0..<12 {
      rehearsal.press(.character("1"), .enter)
      states.append(rehearsal.state)
      rehearsal.answer()
      states.append(rehearsal.state)
    }
    storm(seed: part, from: first, states, rounds: 8000)
  }

  private func storm(
    seed: Int, from first: ExplorerState, _ states: [ExplorerState], rounds: Int = 25_000
  ) {
    var generator = Numbers(state: UInt64(seed))
    var state = first
    var report = PlainReport()
    var step = 0
    for round in 0..<rounds {
      if round % 500 == 499 {
        // Out of whatever the storm has closed.
        let old = state
        state = states[round / 500 % states.count]
        state.size = old.size
        if state.panes.count == old.panes.count { state.panes = old.panes }
      }
      if round % 40 == 0 {
        state.overlay = .none
        state.quitting = .no
        state.enter(Self.lines.randomElement(using: &generator) ?? "")
      }
      _ = update(
        &state,
        action(
          round, &step, networks: state.session.networks.count,
          isLesson: state.session.lesson != nil,
          &generator))
      let isSound =
        state.panes.indices.contains(state.focus) && state.session.shownStep >= 1
        && state.session.shownSteps.lowerBound >= 1
        && state.session.networks.indices.contains(state.session.selected)
        && state.session.lesson.map {
          $0.scroll >= 0 && ($0.step?.question?.choices.count ?? 1) >= $0.choice
        }
          ?? true
      if !isSound { Issue.record("round \(round): the cursors are on nothing") }
      let lines = report.lines(state, isAnswer: round % 2 == 0)
      if lines.contains(where: \.isEmpty) { Issue.record("round \(round): an empty line") }
      if round % 16 == 0 { draw(state, round / 16) }
    }
  }

  private func draw(_ state: ExplorerState, _ round: Int) {
    let display = Display(
      colorDepth: [.monochrome, .sixteen, .palette, .trueColor][round % 4],
      glyphs: Glyphs.allCases[round % 3])
    var grid = Grid(size: state.size)
    view(state, into: &grid, display: display)
    if state.size.rows > 0 && state.size.columns >= 8 {
      let first = String(grid.row(0).map(\.character))
      let words = ["RUNNING", "PAUSED", "FINISHED", "FAILED", "LESSON"]
      #expect(words.contains { first.hasPrefix($0) }, "\(first)")
    }
    if display.glyphs == .ascii {
      let isASCII = (0..<grid.size.rows).allSatisfy { grid.row($0).allSatisfy(\.character.isASCII) }
      #expect(isASCII)
    }
  }

  /// A pane keeps to its area, whatever that is.
  @Test func panesDrawInsideTheirAreas() {
    var generator = Numbers(state: 3)
    let compared = ExampleComparison.state(behind: 40, brokenFrom: 80)
    for round in 0..<1400 {
      var state =
        round % 2 == 0 ? compared : round % 5 == 0 ? Example.residualState() : Example.state()
      if round % 3 == 0 { state.receive(snapshot: snapshot(round, &generator)) }
      let pane = state.panes[round / 2 % state.panes.count]
      expectInside(&generator, pane.name) { area, grid in
        pane.draw(
          in: area, of: &grid,
          PaneContext(
            session: state.session, isFocused: round % 2 == 0,
            display: Display(glyphs: Glyphs.allCases[round % 3]), theme: .dark))
      }
    }
  }

  /// So does the text of a lesson, wherever it is scrolled to.
  @Test func aLessonDrawsInsideItsArea() {
    var generator = Numbers(state: 4)
    for isTeaching in [false, true] {
      var rehearsal = LessonRehearsal(isTeaching: isTeaching)
      for round in 0..<90 {
        if round % 6 == 0 { rehearsal.press(.character("1"), .enter) }
        if round % 12 == 0 { rehearsal.answer() }
        rehearsal.press(.pageDown)
        expectInside(&generator, "lesson") { area, grid in
          LessonView(rehearsal.state)?.draw(
            in: area, of: &grid, display: Display(glyphs: Glyphs.allCases[round % 3]))
        }
      }
    }
  }

  /// Draws into an area, and expects that nothing beside it was touched.
  private func expectInside(
    _ generator: inout Numbers, _ name: String, _ draw: (Area, inout Grid) -> Void
  ) {
    let sentinel = Cell("☠", Style(isUnderlined: true))
    var grid = Grid(size: Grid.Size(rows: 50, columns: 140))
    for row in 0..<50 { for column in 0..<140 { grid[row, column] = sentinel } }
    let area = Area(
      row: Int.random(in: 0..<20, using: &generator),
      column: Int.random(in: 0..<40, using: &generator),
      rows: Int.random(in: 0..<30, using: &generator),
      columns: Int.random(in: 0..<100, using: &generator))
    draw(area, &grid)
    let isKept = (0..<50).allSatisfy { row in
      (0..<140).allSatisfy { column in
        area.contains(row: row, column: column) || grid[row, column] == sentinel
      }
    }
    #expect(isKept, "\(name) in \(area)")
  }
}

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 33)
  }
}
