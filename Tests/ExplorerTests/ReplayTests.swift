import Channel
import Screen
import Testing

@testable import Explorer

/// Going through a recorded run.
struct ReplayTests {
  /// A run with a change, an evaluation every ten steps, a way back, and a fork.
  static let events: [RunEvent] = {
    var events = [Example.started]
    events += Example.reuse(growthRate: 8).map(RunEvent.reuse)
    func steps(_ range: ClosedRange<Int>, loss: Double) {
      for step in range {
        events.append(Example.step(step, loss: loss / Double(step)))
        guard step % 10 == 0 else { continue }
        events.append(
          .evaluation(
            Evaluation(step: step, loss: 1 / Double(step), accuracy: 0.5, samples: 1000)))
      }
    }
    func applied(_ change: CommandApplied) { events.append(.commandApplied(change)) }
    steps(1...60, loss: 2)
    applied(
      CommandApplied(
        step: 60, command: .set(.learningRate, value: 0.5), knob: .learningRate, before: 0.1,
        after: 0.5))
    steps(61...90, loss: 3)
    applied(
      CommandApplied(
        step: 90, command: .undo, knob: .learningRate, before: 0.5, after: 0.1, restoredStep: 60,
        change: .set(.learningRate, value: 0.5)))
    steps(61...100, loss: 4)
    applied(
      CommandApplied(
        step: 100, command: .fork(step: 40, name: "wide"), lossAfter: 0.5, restoredStep: 40,
        fork: "wide"))
    steps(41...120, loss: 5)
    events.append(.runEnded(RunEnded(step: 120, reason: .finished, message: "Finished.")))
    return events
  }()

  private let log = RecordedLog(Self.events)

  /// What is seen of the run, cell by cell, but for how the replay stands.
  private func picture(_ state: ExplorerState) -> [String] {
    var state = state
    state.session.cursorStep = nil
    state.session.replay = nil
    state.session.message = nil
    return Array(state.lines(rows: 60, columns: 200).dropLast())
  }

  @Test func theWholeRunIsSeenFirst() {
    let state = log.screen()
    #expect(state.shows("FINISHED  replay") && state.shows("step 120 of"))
    #expect(state.shows("Space plays it from the beginning"))
    #expect(picture(state) == picture(log.screen(ofFirst: Self.events.count)))
  }

  /// Wherever one jumps, the screen is the one that was there then.
  @Test func aStepIsShownAsItWas() throws {
    for step in [0, 1, 9, 10, 33, 59, 119] {
      var state = log.screen()
      // The last time that the run was there is on the fork, whose first forty steps are the run's own.
      log.enter("jump \(step)", on: &state)
      #expect(state.step == step && state.shows("PAUSED  replay"), "step \(step)")
      let place = try #require(state.session.replay?.place)
      let (seen, then) = (picture(state), picture(log.screen(ofFirst: place)))
      for (row, line) in seen.enumerated() { #expect(line == then[row], "step \(step)") }
    }
  }

  /// A run may come to a step several times; one goes to the next time in the direction in which one goes.
  @Test func stepsThatWereMadeAgainAreShownInTheirOrder() throws {
    var state = log.screen()
    func loss() -> Double? { state.session.live.history.lastStep?.loss }
    log.enter("jump 100", on: &state)
    #expect(loss() == 5.0 / 100)
    log.enter("jump 30", on: &state)
    // Back before all of it, and on: the first time.
    #expect(loss() == 2.0 / 30)
    log.enter("jump 80", on: &state)
    #expect(loss() == 3.0 / 80)
    log.enter("jump 95", on: &state)
    #expect(loss() == 4.0 / 95 && state.session.live.branches.map(\.lastStep) == [90])
    log.enter("jump 80", on: &state)
    #expect(loss() == 4.0 / 80)
    log.enter("jump 110", on: &state)
    #expect(loss() == 5.0 / 110 && state.session.live.fork == "wide")
    log.enter("jump 120", on: &state)
    #expect(state.session.replay?.isAtEnd == true)
  }

  /// Where one begins is the first time that the run was there; behind its end, the end.
  @Test func aReplayBeginsWhereItIsTold() {
    for step in [0, 50, 75, 90] {
      let state = log.screen(from: step)
      #expect(state.step == step && state.session.live.branches.isEmpty, "step \(step)")
    }
    for step in [120, 121, 999] {
      let state = log.screen(from: step)
      #expect(state.step == 120 && state.shows("FINISHED  replay"), "step \(step)")
    }
  }

  @Test func singleStepsGoThroughEverything() throws {
    var state = log.screen(from: 0)
    var steps: [Int] = []
    for _ in 0..<210 {
      log.press(.character("s"), on: &state)
      steps.append(state.step)
    }
    #expect(steps == Array(1...90) + Array(61...100) + Array(41...120))
    #expect(state.session.replay?.isAtEnd == true && state.shows("FINISHED"))
    log.press(.character("s"), on: &state)
    #expect(state.shows("no step after this one"))
  }

  @Test func keysJump() {
    var state = log.screen(from: 60)
    #expect(state.step == 60 && state.shows("─ 120"))
    log.press(.character("<"), on: &state)
    #expect(state.step == 54)
    log.press(.character(">"), .character(">"), on: &state)
    #expect(state.step == 66)
    log.press(.character("("), on: &state)
    #expect(state.step == 60)
    // The way back, and the fork, in the order in which they happened.
    var marks: [Int] = []
    for _ in 0..<2 {
      log.press(.character(")"), on: &state)
      marks.append(state.step)
    }
    #expect(marks == [60, 40] && state.session.live.fork == "wide")
    log.press(.character("("), .character("("), on: &state)
    #expect(state.step == 60 && state.session.live.branches.isEmpty)
    log.press(.character("G"), on: &state)
    #expect(state.step == 120 && state.shows("FINISHED"))
    log.press(.left, .left, on: &state)
    let cursor = state.session.cursorStep
    log.press(.character("g"), on: &state)
    #expect(state.step == cursor && state.step < 120)
    log.press(.character("g"), on: &state)
    #expect(state.shows("put it there first"))
    log.enter("jump 500", on: &state)
    #expect(state.shows("expected a whole number in 0…120") && state.step == cursor)
  }

  @Test func theBarJumpsToo() throws {
    var state = log.screen()
    state.size = Grid.Size(rows: 40, columns: 120)
    let bar = state.areas.timeLine
    #expect(bar.rows == 1)
    let effects = update(&state, .mouse(.press(row: bar.row, column: bar.column + 2)))
    log.carryOut(effects, &state)
    #expect(state.step == 0)
    let last = update(&state, .mouse(.press(row: bar.row, column: bar.column + 60)))
    log.carryOut(last, &state)
    #expect(55...65 ~= state.step)
  }

  /// Playing is asked for with its speed, from where one is; at the end, from the beginning.
  @Test func playingAndItsSpeed() throws {
    var state = log.screen()
    let orders = state.press(.character(" "))
    guard case .replay(let order)? = orders.first else {
      Issue.record("no order")
      return
    }
    #expect(order.stepsPerSecond == 10 && order.target != nil && order.place == 0)
    log.carryOut(orders, &state)
    #expect(state.step == 0 && state.shows("PLAYING  replay, 10 steps/s") && state.shows("pause"))
    guard case .replay(let faster)? = state.press(.character("+")).first else {
      Issue.record("no order")
      return
    }
    #expect(faster.stepsPerSecond == 20 && faster.target == nil)
    // What an order before it brings comes too late.
    let before = picture(state)
    _ = update(&state, .replay(.played(log.events, order: order.number, hasReachedEnd: false)))
    #expect(picture(state) == before)
    let rest = Array(log.events[faster.place...])
    _ = update(
      &state, .replay(.played(Array(rest.prefix(20)), order: faster.number, hasReachedEnd: false)))
    #expect(state.step > 10 && state.shows("PLAYING"))
    _ = update(
      &state, .replay(.played(Array(rest.dropFirst(20)), order: faster.number, hasReachedEnd: true))
    )
    #expect(state.shows("FINISHED  replay") && state.step == 120)
    #expect(picture(state) == picture(log.screen()))
  }

  @Test func aRunThatIsWrittenIsFollowed() {
    let half = RecordedLog(Array(Self.events.prefix(70)))
    var state = half.screen()
    _ = update(&state, .replay(.appended([], isBeingWritten: true)))
    #expect(state.shows("RUNNING  replay") && state.shows("Another program is writing this run"))
    let step = state.step
    _ = update(&state, .replay(.appended(Array(log.events[70..<80]), isBeingWritten: true)))
    #expect(state.step > step)
    // Who looks back is left where he is.
    log.press(.character("<"), on: &state)
    let now = state.step
    _ = update(&state, .replay(.appended(Array(log.events[80...]), isBeingWritten: false)))
    #expect(state.step == now && state.shows("PAUSED"))
    log.press(.character("G"), on: &state)
    #expect(picture(state) == picture(log.screen()))
  }

  @Test func aKilledRunSaysSo() {
    let state = RecordedLog(Array(Self.events.prefix(50))).screen()
    #expect(state.shows("KILLED  replay") && state.shows("the run was killed"))
  }

  @Test func nothingSteersIt() {
    var state = log.screen()
    let before = picture(state)
    for key in ["z", "Z", "r", "c", "E"] as [Character] {
      #expect(state.press(.character(key)).isEmpty)
      #expect(state.session.message?.contains("--resume") == true, "\(key)")
    }
    for line in ["set learning_rate 0.1", "stage growth_rate 12", "fork 20 x", "step 5"] {
      #expect(state.enter(line).isEmpty, "\(line)")
    }
    #expect(state.session.staged.isEmpty && picture(state) == before)
    #expect(state.press(.character("q")) == [.quit])
  }

  @Test func aRunThatGoesBackEverAgainIsKeptInBoundedMemory() {
    var events = [Example.started]
    for _ in 0..<100 {
      for step in 1...30 { events.append(Example.step(step, loss: Double(events.count))) }
      events.append(
        .commandApplied(
          CommandApplied(
            step: 30, command: .restart, restoredStep: 0, change: .set(.momentum, value: 0.5))))
    }
    for step in 1...40 { events.append(Example.step(step)) }
    let log = RecordedLog(events)
    var state = log.screen()
    // Through all of it, back.
    log.enter("jump 20", on: &state)
    for _ in 0..<2 { log.enter("jump 5", on: &state) }
    #expect(state.step == 5)
    log.enter("jump 0", on: &state)
    for _ in 0..<40 { log.press(.character("s"), on: &state) }
    #expect(state.step == 10 || state.step == 40)
  }

  /// A million steps: what is joined in the history is parted where one goes on from.
  @Test func aLongRunIsExactAroundAStep() throws {
    var events = [Example.started]
    for step in 1...9000 { events.append(Example.step(step, loss: Double(step % 97))) }
    let log = RecordedLog(events)
    for step in [4321, 8000, 8999] {
      var state = log.screen()
      log.enter("jump \(step)", on: &state)
      let (cut, whole) = (
        state.session.live.history,
        log.screen(ofFirst: step + 1).session.live.history
      )
      #expect(state.step == step)
      #expect(cut.loss.value(at: step) == whole.loss.joined(around: step, like: cut.loss))
    }
  }
}

extension Series {
  /// The mean of the steps of another series' stretch that holds a step.
  fileprivate func joined(around step: Int, like other: Series) -> Double? {
    other.stretch(at: step).flatMap { joined($0.steps).mean }
  }
}
