import Channel
import Screen
import Testing

@testable import Explorer

/// What a screen reader hears.
struct PlainReportTests {
  /// The lines after keys that were pressed one after the other; of the last one.
  private func lines(after keys: Key..., of state: ExplorerState = Example.state()) -> [String] {
    var (state, report) = (state, PlainReport())
    _ = report.lines(state, isAnswer: false)
    var lines: [String] = []
    for key in keys {
      _ = update(&state, .key(key))
      lines = report.lines(state, isAnswer: true)
    }
    return lines
  }

  @Test func theRunIsToldWhereItMatters() {
    var (state, report) = (ExplorerState(), PlainReport())
    #expect(report.lines(state, isAnswer: false) == ["RUNNING"])
    state.receive([Example.started] + (1...300).map { Example.step($0) })
    let lines = report.lines(state, isAnswer: false)
    #expect(lines.first?.hasPrefix("step 0: DenseNet-BC (10, k=8) with") == true)
    let steps = lines.dropFirst().compactMap { $0.split(separator: ":").first }
    #expect(steps == [1, 2, 5, 10, 20, 50, 100, 200].map { "step \($0)" })
    state.receive([
      .evaluation(Evaluation(step: 300, loss: 0.41, accuracy: 0.853, samples: 10_000)),
      .warning(RunWarning(step: 300, kind: .notFinite, message: "the loss is not finite")),
    ])
    #expect(
      report.lines(state, isAnswer: false) == [
        "step 300: evaluation: loss 0.4100, accuracy 85.3 % of 10000 images",
        "step 300: warning: the loss is not finite",
      ])
    #expect(report.lines(state, isAnswer: false) == [])
  }

  @Test func keysAreAnswered() {
    #expect(
      lines(after: .character("2")) == [
        "pane 2 of \(panes.count), Gradients: gradient norm", "norm 3.40e-2: conv0, step 120",
      ])
    #expect(lines(after: .character("2"), .down) == ["norm 6.80e-2: block1.layer1.conv1, step 120"])
    #expect(lines(after: .character("+")) == ["growth rate 12 → 13 staged"])
    #expect(lines(after: .character("+"), .character("-")) == ["nothing is staged"])
    #expect(lines(after: .character("s")) == ["Pause first (Space), then s does one step."])
    #expect(lines(after: .character("q")).first?.hasPrefix("Stop the run and quit?") == true)
    #expect(
      lines(after: .character("v")).first?.hasPrefix(
        "step 120, epoch 2, loss 0.3286, accuracy 90.0 %, 912 images/s, growth rate 12") == true)
    #expect(
      lines(after: .character("?")).contains("Space: pause; resume, and staged changes take effect")
    )
  }

  /// Of networks that are not shown one hears what is more than a step.
  @Test func networksThatAreComparedAreToldByName() {
    var (state, report) = (ExampleComparison.state(), PlainReport())
    let first = report.lines(state, isAnswer: false)
    #expect(first.contains { $0.hasPrefix("dense, step 0: DenseNet-BC (10, k=8) with") })
    #expect(first.contains { $0.hasPrefix("plain, step 120: evaluation: loss") })
    #expect(first.contains { $0.hasPrefix("dense, step 100: loss") })
    #expect(!first.contains { $0.hasPrefix("plain, step 100: loss") })
    _ = update(&state, .key(.character("}")))
    #expect(report.lines(state, isAnswer: true) == ["residual is shown."])
    state.receive(
      [ExampleComparison.step(121, 1), ExampleComparison.step(122, 1)], snapshot: nil, network: 1)
    #expect(report.lines(state, isAnswer: false).map { $0.prefix(19) } == ["residual, step 121:"])
  }

  /// A lesson's next run is told from its beginning, with fewer lines than the one before or not.
  @Test func theNextRunIsToldFromItsBeginning() {
    var (state, report) = (Example.state(), PlainReport())
    _ = report.lines(state, isAnswer: false)
    state.startRun(networks: 1)
    _ = report.lines(state, isAnswer: false)
    state.receive([Example.started] + (1...300).map { Example.step($0) })
    let steps = report.lines(state, isAnswer: false).compactMap { $0.split(separator: ":").first }
    #expect(steps.prefix(4) == ["step 0", "step 1", "step 2", "step 5"])
  }

  @Test func scrollingRepeatsNothing() {
    #expect(lines(after: .character("?"), .down) == [])
    #expect(lines(after: .character("?"), .down, .end) == [])
  }

  @Test func theCommandLineSaysWhatTheKeyboardCannot() {
    #expect(lines(after: .character(":")) == [":"])
    #expect(lines(after: .character(":"), .character("g")) == [])
    #expect(lines(after: .character(":"), .character("l"), .character("a"), .tab) == [":layout "])
  }

  @Test func pausesAreTold() {
    var (state, report) = (Example.state(), PlainReport())
    _ = report.lines(state, isAnswer: false)
    _ = update(&state, .key(.character(" ")))
    state.receive(snapshot: Example.snapshot(.paused, step: 120))
    #expect(report.lines(state, isAnswer: false).first?.hasPrefix("PAUSED: step 120") == true)
  }

  /// The text of a lesson is said once for each stage, and then what a key has changed in it.
  @Test func aLessonIsRead() {
    var (rehearsal, report) = (LessonRehearsal(), PlainReport())
    func said(isAnswer: Bool = false) -> [String] {
      report.lines(rehearsal.state, isAnswer: isAnswer)
    }
    let introduction = said()
    #expect(introduction.first == "LESSON")
    #expect(introduction.contains("Lesson 3: How networks learn"))
    #expect(introduction.last == "Enter: begin. About 5 minutes.")
    #expect(said() == [])
    rehearsal.goOn()
    let question = said(isAnswer: true)
    #expect(question.contains("> 1 the plain network's") && question.contains("Side by side"))
    rehearsal.press(.down)
    #expect(said(isAnswer: true) == ["  1 the plain network's", "> 2 the dense network's"])
    rehearsal.press(.enter)
    #expect(said(isAnswer: true).contains("The run: step 0 of 40 …"))
    rehearsal.answer()
    let result = said()
    #expect(result.contains("Right: the dense network's"))
    #expect(result.contains { $0.hasPrefix("The plain network's loss is ") })
    rehearsal.act(.lessonRunFailed("no memory"))
    #expect(said().filter { $0 == "no memory" }.count == 1 && said() == [])
    // What fails again is said again.
    rehearsal.press(.character("R"))
    _ = said(isAnswer: true)
    rehearsal.act(.lessonRunFailed("no memory"))
    #expect(said().filter { $0 == "no memory" }.count == 1 && said() == [])
  }
}
