import Channel
import Screen
import Testing

@testable import Explorer

/// Zooming, marks and what else the curves can do.
struct CurvesPaneTests {
  @Test func zoomingKeepsTheNewestStepInSightUntilOneLooksBack() {
    var state = Example.state()
    state.press(.character("i"))
    #expect(state.shows("steps 61–120, following"))
    state.receive([Example.step(121)])
    #expect(state.shows("steps 62–121, following"))
    state.enter("go 70")
    state.press(.character("i"))
    #expect(state.shows("steps 56–85") && !state.shows("following"))
    state.receive([Example.step(122)])
    #expect(state.shows("steps 56–85"))
    state.press(.pageUp)
    #expect(state.shows("steps 55–84"))
    state.press(.escape)
    #expect(state.shows("steps 93–122, following"))
    for _ in 0..<5 { state.press(.character("o")) }
    #expect(state.shows("Loss and accuracy ─"))
  }

  @Test func theWindowStaysInsideTheRun() {
    var window = StepWindow()
    for step in [1, 3, 1000, 0, -5] {
      for _ in 0..<20 { window.zoomIn(around: step, newest: 1000) }
      let steps = window.steps(newest: 1000)
      #expect(steps.lowerBound >= 1 && steps.count == 10)
    }
    #expect(StepWindow().steps(newest: 0) == 1...1)
    var small = StepWindow()
    small.zoomIn(around: 2, newest: 3)
    #expect(small.steps(newest: 3) == 1...3)
  }

  @Test func marksAreVisitedAndOpened() {
    var state = Example.state()
    state.receive([
      .checkpoint(CheckpointWritten(step: 110, path: "checkpoints/step-110.safetensors"))
    ])
    state.press(.character("N"))
    #expect(state.shows("step 110: checkpoint written to checkpoints/step-110.safetensors"))
    state.press(.character("N"))
    #expect(state.shows("step 60: growth rate 8 → 12"))
    state.press(.enter)
    #expect(state.shows("Step 60: growth rate 8 → 12"))
    #expect(state.shows("the loss was 0.6012 before and 0.6012 after it"))
    #expect(state.shows("50 steps later"))
    state.press(.escape)
    state.press(.character("N"))
    #expect(state.shows("No mark before step 60."))
    state.press(.character("n"), .character("n"))
    #expect(state.shows("No mark after step 110."))
  }

  @Test func changesShowTheirEffect() {
    var state = Example.state()
    #expect(state.shows("step 60: growth rate 8 → 12"))
    let effect = state.session.run.history.changes.first
    #expect(effect?.lossBefore != nil && effect?.lossAfter != nil)
    state.press(.character("e"), .character("4"))
    #expect(state.lines().contains { $0.contains("growth rate 8 → 12") && $0.contains("loss 0.") })
  }

  @Test func otherQuantitiesComeFirst() {
    var state = Example.state()
    state.receive(
      snapshot: {
        var snapshot = Example.snapshot(.training, step: 120)
        snapshot.memory = 83 << 20
        return snapshot
      }())
    #expect(state.shows("912 images/s, memory 83 MiB"))
    state.press(.character("m"), .character("m"))
    #expect(state.lines().contains { $0.hasPrefix("│rate") })
    #expect(state.lines().contains { $0.hasPrefix("│img/s") })
    state.press(.character("e"))
    for title in ["loss", "acc.", "rate", "img/s", "mem."] {
      #expect(state.lines().contains { $0.hasPrefix("│\(title)") }, "\(title)")
    }
  }

  @Test func aLogarithmicAxisHasPowersOfTen() {
    var state = ExplorerState()
    state.receive([Example.started])
    for step in 1...60 { state.receive([Example.step(step, loss: 10 / Double(step * step))]) }
    state.press(.character("y"))
    #expect(state.lines().contains { $0.hasPrefix("│ 0.01") })
    #expect(state.lines().contains { $0.hasPrefix("│    1") })
  }

  /// Where many steps share a stretch, the least of them may be 0 and have no logarithm.
  @Test func aLogarithmicAxisTakesZeros() {
    var state = ExplorerState()
    let steps = (1...5000).map { Example.step($0, loss: $0 % 3 == 0 ? 0 : 0.5) }
    state.receive([Example.started] + steps)
    state.press(.character("y"))
    #expect(state.lines().contains { $0.hasPrefix("│  0.4") })
    state.press(.character("e"))
    #expect(state.lines().contains { $0.contains("⣿") })
  }

  /// The smoothed line at a step is the same, wherever the chart begins.
  @Test func smoothingDoesNotDependOnTheZoom() {
    let state = Example.state()
    let history = state.session.run.history
    func line(_ steps: ClosedRange<Int>) -> [LineChart.Point] {
      Smoothing().line(in: steps) { ChartQuantity.loss.points(history, steps: $0) }
    }
    let (whole, part) = (line(1...120), line(110...120))
    #expect(part.count == 11)
    for (left, right) in zip(whole.suffix(11), part) {
      #expect(left.position == right.position && abs(left.mean - right.mean) < 1e-4)
    }
  }

  @Test func theMarkAtTheNewestStepIsReached() {
    var state = Example.state(steps: 60)
    state.press(.enter)
    #expect(state.shows("Step 60: growth rate 8 → 12"))
    state.press(.escape, .character("N"))
    #expect(state.shows("step 60: growth rate 8 → 12") && state.session.cursorStep == 60)
    state.press(.character("N"))
    #expect(state.shows("No mark before step 60."))
    state.receive([Example.step(61)])
    #expect(state.session.shownStep == 60)
  }

  @Test func smoothingIsChosen() {
    var state = Example.state()
    #expect(state.shows("smoothed 0.9"))
    state.press(.character("S"))
    #expect(state.shows("smoothed 0.98") && state.shows("Smoothing: 0.98"))
    state.press(.character("S"))
    #expect(!state.shows("smoothed 0") && state.shows("No smoothing."))
  }

  @Test func aFrozenPictureStaysWhileTheRunGoesOn() {
    var state = Example.state()
    state.press(.character("f"))
    state.receive([Example.step(121)], snapshot: Example.snapshot(.training, step: 121))
    #expect(state.shows("step 121 of") && state.shows("frozen at step 120"))
    #expect(state.shows("step 120: loss"))
    state.press(.character("f"))
    #expect(state.shows("step 121: loss"))
  }

  @Test func labelsTellNeighboursApart() {
    #expect([0, 0.5, 1].map { tickLabel($0, apart: 0.5) } == ["0", "0.5", "1"])
    #expect([0.0001, 0.0005].map { tickLabel($0, apart: 1e-4) } == ["1e-4", "5e-4"])
    #expect([0.98, 0.985].map { tickLabel($0, apart: 0.005) } == ["0.98", "0.985"])
    #expect([12_000, 12_500].map { tickLabel($0, apart: 500) } == ["12k", "12.5k"])
    #expect(
      [1e-4, 1, 1000, 1e5, 2e7].map { tickLabel($0) } == ["1e-4", "1", "1000", "100k", "20M"])
    #expect(tickLabel(0) == "0" && tickLabel(-0.25, apart: 0.25) == "-0.25")
    #expect(tickLabel(1e300) == "1e300" && !tickLabel(.leastNormalMagnitude).isEmpty)
  }

  @Test func ticksAreRound() {
    #expect(Ticks.linear(0...1, atMost: 5) == [0, 0.5, 1])
    #expect(Ticks.linear(0.13...2.3, atMost: 5) == [0.5, 1, 1.5, 2])
    #expect(Ticks.linear(3...3, atMost: 5) == [])
    #expect(Ticks.linear(0...(.infinity), atMost: 5) == [])
    #expect(Ticks.linear(0...10, atMost: 1).count <= 1)
    #expect(Ticks.whole(1...7, atMost: 10) == [1, 2, 3, 4, 5, 6, 7])
    #expect(Ticks.logarithmic(-3.5...0.2, atMost: 9) == [-3, -2, -1, 0])
    #expect(Ticks.logarithmic(-20...0, atMost: 5) == [-20, -15, -10, -5, 0])
    #expect(Ticks.logarithmic(0.1...0.4, atMost: 4).allSatisfy { 0.1...0.4 ~= $0 })
  }
}
