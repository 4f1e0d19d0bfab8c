import Channel
import Lessons
import Screen
import Testing

@testable import Explorer

/// A learner's way through a lesson.
struct LessonTests {
  private static let first = LessonRun(
    options: "--learning-rate 0.05", networks: ExampleLesson.lesson.steps[0].networks)

  /// The same command to all networks.
  private func all(_ command: Command) -> [Effect] {
    ExampleComparison.names.indices.map { .send(command, network: $0) }
  }

  /// What the second step has sent to the networks.
  private var secondStep: [Effect] {
    all(.set(.learningRate, value: 0.5)) + [
      .send(.set(.growthRate, value: 12), network: 0),
      .send(.set(.momentum, value: 0.5), network: 2),
    ] + all(.step(count: 20))
  }

  /// At the question of the first step, all of the run being ready.
  private func firstQuestion(isTeaching: Bool = false) -> LessonRehearsal {
    var rehearsal = LessonRehearsal(isTeaching: isTeaching)
    rehearsal.goOn()
    return rehearsal
  }

  /// At the result of the first step.
  private func firstResult(choice: Character = "2", isTeaching: Bool = false) -> LessonRehearsal {
    var rehearsal = firstQuestion(isTeaching: isTeaching)
    rehearsal.press(.character(choice))
    rehearsal.goOn()
    return rehearsal
  }

  /// At the result of the second step.
  private func secondResult(typed: String = "1") -> LessonRehearsal {
    var rehearsal = firstResult()
    rehearsal.goOn()
    rehearsal.type(typed)
    rehearsal.goOn()
    return rehearsal
  }

  /// At the result of the last step but one, which asks nothing.
  private func fourthResult() -> LessonRehearsal {
    var rehearsal = secondResult()
    rehearsal.goOn()
    rehearsal.goOn()
    rehearsal.press(.character("+"), .character("+"), .enter)
    rehearsal.answer()
    rehearsal.goOn()
    rehearsal.goOn()
    return rehearsal
  }

  // MARK: The way

  @Test func theIntroductionLeadsToTheFirstStepsRun() {
    var rehearsal = LessonRehearsal()
    #expect(rehearsal.state.lessonStage == .introduction)
    #expect(rehearsal.says("Lesson 3: How networks learn"))
    #expect(rehearsal.says("Enter: begin. About 5 minutes."))
    #expect(rehearsal.begun.isEmpty)
    rehearsal.press(.enter)
    // It is made ready while the learner reads.
    #expect(rehearsal.begun == [Self.first])
    #expect(rehearsal.state.lessonStage == .doing(step: 0))
    #expect(rehearsal.says("Lesson 3, step 1 of 5"))
    rehearsal.answer()
    #expect(rehearsal.state.lessonStage == .reading(step: 0))
    // The question knows what the networks are.
    #expect(rehearsal.says("that of 9 layers with connections or that of 5 without?"))
    #expect(rehearsal.sent.isEmpty)
  }

  @Test func digitsAndArrowsChoose() {
    var rehearsal = firstQuestion()
    #expect(rehearsal.says("> 1 the plain network's") && rehearsal.says("  2 the dense network's"))
    rehearsal.press(.character("2"))
    #expect(rehearsal.says("> 2 the dense network's"))
    rehearsal.press(.down)
    #expect(rehearsal.says("> 3 neither's"))
    rehearsal.press(.down)
    #expect(rehearsal.says("> 3 neither's"))
    rehearsal.press(.up, .up, .up)
    #expect(rehearsal.says("> 1 the plain network's"))
    // There are three choices.
    rehearsal.press(.character("4"))
    #expect(rehearsal.says("> 1 the plain network's"))
    #expect(rehearsal.sent.isEmpty)
  }

  @Test func tasksWaitForOneAnother() {
    var rehearsal = firstQuestion()
    rehearsal.press(.enter)
    #expect(rehearsal.state.lessonStage == .doing(step: 0))
    let steps = all(.step(count: 40))
    #expect(rehearsal.sent == steps)
    rehearsal.answer(network: 0)
    rehearsal.answer(network: 2)
    #expect(rehearsal.sent == steps)
    #expect(rehearsal.says("The run: step 0 of 40"))
    rehearsal.answer(network: 1)
    #expect(rehearsal.sent == steps + all(.evaluate))
    #expect(rehearsal.says("Evaluating on the test images"))
    rehearsal.answer(network: 0)
    rehearsal.answer(network: 1)
    #expect(rehearsal.state.lessonStage == .doing(step: 0))
    rehearsal.answer(network: 2)
    #expect(rehearsal.state.lessonStage == .result(step: 0))
    #expect(rehearsal.sent == steps + all(.evaluate))
  }

  @Test func commandsGoToWhomTheyConcern() {
    var rehearsal = firstResult()
    rehearsal.goOn()
    #expect(rehearsal.state.lessonStage == .reading(step: 1))
    let before = rehearsal.sent.count
    rehearsal.type("1")
    rehearsal.press(.enter)
    func sent() -> [Effect] { Array(rehearsal.sent.dropFirst(before)) }
    // A command waits for the one before it.
    #expect(sent() == Array(secondStep.prefix(3)))
    for network in 0..<3 { rehearsal.answer(network: network) }
    #expect(sent() == Array(secondStep.prefix(4)))
    rehearsal.answer()
    #expect(sent() == secondStep)
    // The run has gone on, no other was begun.
    #expect(rehearsal.begun == [Self.first])
    #expect(rehearsal.state.step == 60)
  }

  @Test func theResultSaysWhatWasMeasured() throws {
    let rehearsal = firstResult()
    let loss = FigureReference(network: "plain", name: "loss")
    let figures = rehearsal.state.lessonFigures(step: 0)
    let ratio = try #require(figures.named["ratio"])
    #expect(ratio > 1.1 && figures.value(of: loss) != nil)
    #expect(rehearsal.says("The plain network's loss is \(String(ratio.description.prefix(3)))"))
    #expect(rehearsal.says("70 % of the test images"))
    #expect(rehearsal.says("Source: Huang et al."))
  }

  @Test func answersAreRightOrWrong() {
    let right = firstResult()
    #expect(right.says("Right: the dense network's"))
    #expect(right.state.lessonSummary[0].hasSuffix("1 of 5 steps, 1 of 1 predictions right"))
    for choice in ["1", "3"] as [Character] {
      let wrong = firstResult(choice: choice)
      let own = choice == "1" ? "the plain network's" : "neither's"
      #expect(wrong.says("You said: \(own). Measured: the dense network's"))
      #expect(wrong.state.lessonSummary[0].hasSuffix("0 of 1 predictions right"))
    }
  }

  @Test func numbersAreTyped() throws {
    var rehearsal = firstResult()
    rehearsal.goOn()
    let focus = rehearsal.state.focus
    rehearsal.type("12")
    // Digits are no panes here.
    #expect(rehearsal.says("> 12_") && rehearsal.state.focus == focus)
    rehearsal.press(.backspace, .character("."), .character("x"))
    #expect(rehearsal.says("> 1._"))
    rehearsal.press(.backspace, .character("-"), .enter)
    #expect(rehearsal.state.lessonStage == .reading(step: 1))
    #expect(
      rehearsal.state.shows("'1-': expected a number, such as 0.5, 3e-4 or 20%."))
    rehearsal.press(.backspace, .backspace, .backspace)
    rehearsal.press(.enter)
    #expect(rehearsal.state.shows("'': expected a number"))
    #expect(rehearsal.sent.count == 6)
    rehearsal.type(String(repeating: "1", count: 30))
    #expect(rehearsal.says("> \(String(repeating: "1", count: 20))_"))
  }

  @Test func typedNumbersAreNearEnoughOrNot() throws {
    let measured = try #require(secondResult().state.lessonFigures(step: 1).named["now"])
    // Within a tenth.
    for (factor, isRight) in [(1.0, true), (1.08, true), (0.92, true), (1.2, false), (0.8, false)] {
      let rehearsal = secondResult(typed: "\(measured * factor)".prefix(8).description)
      #expect(rehearsal.says("Right: you said") == isRight)
      #expect(rehearsal.says("Not so: you said") != isRight)
      #expect(rehearsal.says("(within 10% of it counts as right)"))
      #expect(
        rehearsal.state.lessonSummary[0].contains("\(isRight ? 2 : 1) of 2 predictions right"))
    }
  }

  @Test func keysThatAreAskedForGoToTheScreenInOrder() {
    var rehearsal = secondResult()
    rehearsal.goOn()
    let before = rehearsal.sent.count
    #expect(rehearsal.says("Press: + + Enter"))
    // Others are no part of it, but do what they do.
    rehearsal.press(.character("e"))
    #expect(rehearsal.state.isEnlarged)
    rehearsal.press(.escape)
    #expect(rehearsal.state.session.lesson?.keysPressed == 0 && !rehearsal.state.isEnlarged)
    rehearsal.press(.character("+"))
    #expect(rehearsal.state.session.lesson?.keysPressed == 1)
    rehearsal.press(.enter)
    #expect(rehearsal.state.session.lesson?.keysPressed == 1)
    rehearsal.press(.character("+"))
    #expect(rehearsal.state.session.lesson?.keysPressed == 2)
    #expect(rehearsal.state.lessonStage == .doing(step: 2))
    rehearsal.press(.character("+"), .enter)
    let sent = rehearsal.sent.dropFirst(before)
    // The Enter between them has applied the first one: what keys do, they do.
    #expect(
      Array(sent)
        == all(.set(.learningRate, value: 1)) + all(.set(.learningRate, value: 2)))
    rehearsal.answer()
    #expect(rehearsal.sent.suffix(3) == all(.step(count: 10))[...])
    #expect(rehearsal.state.lessonStage == .result(step: 2))
  }

  @Test func theEndCountsRightAnswers() {
    var rehearsal = fourthResult()
    #expect(rehearsal.state.lessonStage == .result(step: 3))
    rehearsal.goOn()
    #expect(rehearsal.begun.count == 2)
    rehearsal.press(.character("1"))
    rehearsal.goOn()
    rehearsal.press(.enter)
    #expect(rehearsal.state.lessonStage == .over)
    #expect(rehearsal.says("The end of the lesson"))
    #expect(rehearsal.says("2 of 3 predictions were right"))
    #expect(rehearsal.state.lessonSummary[0].hasSuffix("5 of 5 steps, 2 of 3 predictions right"))
  }

  // MARK: Back, again, skip

  @Test func aStepThatGoesOnCanBeMadeAgain() {
    var rehearsal = secondResult()
    rehearsal.press(.character("R"))
    rehearsal.answer()
    #expect(rehearsal.state.lessonStage == .reading(step: 1))
    rehearsal.type("1")
    rehearsal.goOn()
    // From the beginning, for the run has made it already.
    #expect(rehearsal.begun == [Self.first, Self.first])
    #expect(rehearsal.sent == all(.step(count: 40)) + all(.evaluate) + secondStep)
    #expect(rehearsal.state.lessonStage == .result(step: 1))
  }

  @Test func aStepBackBeginsItsRunAnew() {
    var rehearsal = firstResult()
    rehearsal.goOn()
    rehearsal.press(.character("B"))
    rehearsal.answer()
    #expect(rehearsal.begun == [Self.first, Self.first])
    #expect(rehearsal.state.lessonStage == .reading(step: 0))
    rehearsal.press(.character("B"))
    #expect(rehearsal.state.lessonStage == .introduction)
    rehearsal.press(.character("B"))
    #expect(rehearsal.state.lessonStage == .introduction)
  }

  @Test func aStepThatIsSkippedIsMadeWhereItIsNeeded() {
    var rehearsal = firstResult()
    rehearsal.goOn()
    rehearsal.press(.character("K"))
    // Keys that nothing is asked about are asked for at once.
    #expect(rehearsal.state.lessonStage == .doing(step: 2))
    rehearsal.answer()
    // The second step too, and then keys.
    #expect(rehearsal.begun == [Self.first, Self.first])
    #expect(rehearsal.sent == all(.step(count: 40)) + all(.evaluate) + secondStep)
    #expect(rehearsal.says("Press: + + Enter"))
  }

  @Test func whatIsUnderWayCanBeGivenUp() {
    for key in ["B", "R", "K"] as [Character] {
      var rehearsal = firstQuestion()
      rehearsal.press(.enter, .character(key))
      let stages: [Character: ExplorerState.LessonStage] = [
        "B": .introduction, "R": .reading(step: 0), "K": .reading(step: 1),
      ]
      rehearsal.answer()
      #expect(rehearsal.state.lessonStage == stages[key])
      #expect(rehearsal.state.lessonSummary[0].contains("0 of 5 steps"))
    }
  }

  // MARK: Off the track

  @Test func experimentsMakeTheRunAnewWhereItIsNeeded() {
    var rehearsal = firstResult()
    rehearsal.press(.character("L"))
    #expect(rehearsal.lines[0].hasSuffix("off the track"))
    let before = rehearsal.sent.count
    rehearsal.press(.character(" "))
    rehearsal.answer()
    rehearsal.press(.character(" "))
    rehearsal.answer()
    #expect(rehearsal.sent.dropFirst(before) == (all(.resume) + all(.pause))[...])
    rehearsal.press(.character("L"))
    #expect(rehearsal.state.lessonStage == .result(step: 0))
    rehearsal.goOn()
    rehearsal.type("1")
    #expect(rehearsal.begun.count == 1)
    rehearsal.goOn()
    #expect(rehearsal.begun == [Self.first, Self.first])
    #expect(rehearsal.sent == all(.step(count: 40)) + all(.evaluate) + secondStep)
    #expect(rehearsal.state.lessonStage == .result(step: 1))
  }

  @Test func theRunThatIsMeasuredIsLeftAlone() {
    var rehearsal = firstQuestion()
    rehearsal.press(.enter)
    let steps = rehearsal.sent
    for key: Key in [.character(" "), .character("s"), .character("z"), .character("E"), .enter] {
      rehearsal.press(key)
      #expect(rehearsal.sent == steps)
      #expect(rehearsal.state.session.message?.hasPrefix("The lesson steers the run") == true)
    }
    // Looking around is free.
    rehearsal.press(.character("2"), .character("e"))
    #expect(rehearsal.state.isEnlarged)
    rehearsal.answer()
    #expect(rehearsal.state.lessonStage == .result(step: 0))
  }

  @Test func otherKeysThanThoseAskedForMakeTheRunAnewLater() {
    for (key, runs) in [(Key.character("z"), 2), (.character("2"), 1)] {
      var rehearsal = secondResult()
      rehearsal.goOn()
      rehearsal.press(key, .character("+"), .character("+"), .enter)
      rehearsal.answer()
      #expect(rehearsal.state.lessonStage == .result(step: 2))
      rehearsal.goOn()
      rehearsal.goOn()
      // A step that asks for figures of the run is of the lesson's own run.
      #expect(rehearsal.begun.count == runs)
    }
  }

  @Test func whoOnlyLooksAroundLeavesTheRunAsItIs() {
    var rehearsal = firstResult()
    rehearsal.press(
      .character("L"), .character("2"), .down, .character("e"), .character("m"), .tab,
      .character("L"))
    rehearsal.goOn()
    rehearsal.type("1")
    rehearsal.goOn()
    #expect(rehearsal.begun == [Self.first])
    #expect(rehearsal.state.lessonStage == .result(step: 1))
  }

  @Test func offTheTrackKeysAreTheScreens() {
    var rehearsal = firstQuestion()
    rehearsal.press(.character("L"), .character("2"), .down, .enter)
    #expect(rehearsal.state.lessonStage == .reading(step: 0))
    #expect(rehearsal.state.session.lesson?.choice == 0)
    #expect(rehearsal.state.panes[rehearsal.state.focus].name == "gradients")
  }

  // MARK: What is known

  @Test func figuresOfEarlierRunsStayKnown() throws {
    var rehearsal = fourthResult()
    let ratio = FigureReference(name: "ratio")
    #expect(rehearsal.state.lessonFigures(step: 3).value(of: ratio) ?? 0 > 1)
    let plain = FigureReference(network: "plain", name: "loss")
    let dense = FigureReference(network: "dense", name: "loss")
    let before = try #require(rehearsal.state.measured(before: 3).value(of: plain))
    rehearsal.goOn()
    #expect(rehearsal.begun.last?.networks.map(\.specification) == ["densenet depth=40"])
    // The plain network's run is over; the dense one is another that has made no step.
    let figures = rehearsal.state.lessonFigures(step: 4)
    #expect(figures.value(of: plain) == before)
    #expect(figures.value(of: dense) == nil)
    #expect(figures.value(of: FigureReference(name: "now")) != nil)
    rehearsal.press(.character("1"))
    rehearsal.goOn()
    #expect(rehearsal.says("Right: yes"))
    let after = rehearsal.state.lessonFigures(step: 4)
    #expect(after.value(of: plain) == before && after.value(of: dense) != nil)
  }

  @Test func aStepKeepsItsFigures() {
    var rehearsal = secondResult()
    let figures = rehearsal.state.lessonFigures(step: 1).named
    rehearsal.press(.character("L"), .character("s"))
    rehearsal.answer()
    #expect(rehearsal.state.step == 61)
    #expect(rehearsal.state.lessonFigures(step: 1).named == figures)
  }

  // MARK: Failures

  @Test func aRunThatCannotBeMadeIsSaidAndCanBeTriedAgain() {
    var rehearsal = firstQuestion()
    rehearsal.press(.character("B"), .enter)
    rehearsal.act(.lessonRunFailed("fashion-mnist: no such folder"))
    #expect(rehearsal.state.shows("fashion-mnist: no such folder"))
    #expect(rehearsal.state.lessonProblems == ["fashion-mnist: no such folder"])
    #expect(rehearsal.state.lessonStage == .reading(step: 0))
    // Another try begins it again, and makes the step.
    rehearsal.press(.enter)
    #expect(rehearsal.begun.count == 3)
    rehearsal.answer()
    #expect(rehearsal.state.lessonStage == .result(step: 0))
  }

  @Test func afterARunThatFailedTheLessonGoesOn() {
    var rehearsal = LessonRehearsal()
    rehearsal.press(.enter)
    rehearsal.act(.lessonRunFailed("no memory"))
    for step in 1..<5 {
      rehearsal.press(.character("K"))
      // Of these the third asks for keys, and the last begins a run.
      let isDoing = step == 2 || step == 4
      #expect(rehearsal.state.lessonStage == (isDoing ? .doing(step: step) : .reading(step: step)))
    }
    rehearsal.press(.character("K"))
    #expect(rehearsal.state.lessonStage == .over)
    #expect(rehearsal.says("no memory"))
    #expect(rehearsal.state.lessonSummary.last == "no memory")
  }

  @Test func aCommandThatIsRefusedIsAProblem() throws {
    let text = ExampleLesson.text.replacing("do: plain: momentum=0.5", with: "do: plain: undo")
    var rehearsal = LessonRehearsal(try Lesson(name: "refused", text: text))
    rehearsal.goOn()
    rehearsal.press(.character("2"))
    rehearsal.goOn()
    #expect(rehearsal.state.lessonProblems.isEmpty)
    rehearsal.goOn()
    rehearsal.type("1")
    rehearsal.goOn()
    #expect(rehearsal.state.lessonStage == .result(step: 1))
    #expect(rehearsal.state.lessonProblems.count == 1)
  }

  /// Where there is no run yet, nobody is there to be told anything.
  @Test func beforeTheFirstRunNothingIsSent() {
    for keys in [" ", "s", "z", "r", "E", "c", "+"] as [Character] {
      var rehearsal = LessonRehearsal()
      rehearsal.press(.character(keys))
      #expect(rehearsal.sent.isEmpty && rehearsal.others.isEmpty)
      rehearsal.press(.enter)
      #expect(rehearsal.begun.count == 1)
    }
    var rehearsal = LessonRehearsal()
    rehearsal.press(.character("q"))
    #expect(rehearsal.others == [.quit])
  }

  // MARK: Teachers and machines

  @Test func aTeacherRevealsAnswers() {
    var rehearsal = LessonRehearsal(isTeaching: true)
    rehearsal.press(.enter)
    rehearsal.press(.character("B"))
    #expect(rehearsal.state.lessonStage == .introduction)
    rehearsal.goOn()
    #expect(rehearsal.state.lessonStage == .reading(step: 0))
    rehearsal.press(.character("1"))
    rehearsal.goOn()
    #expect(rehearsal.state.lessonStage == .result(step: 0))
    #expect(rehearsal.says("Your answer: the plain network's") && rehearsal.says("Enter: reveal."))
    let answer = "You said: the plain network's. Measured: the dense network's"
    #expect(!rehearsal.says(answer) && !rehearsal.says("The plain network's loss is"))
    rehearsal.press(.enter)
    #expect(rehearsal.state.lessonStage == .result(step: 0))
    #expect(rehearsal.says(answer) && rehearsal.says("The plain network's loss is"))
    rehearsal.goOn()
    #expect(rehearsal.state.lessonStage == .reading(step: 1))
  }

  @Test func aLessonThatGoesByItself() {
    var rehearsal = LessonRehearsal(isAutomatic: true)
    var stages: [ExplorerState.LessonStage] = []
    while let stage = rehearsal.state.lessonStage, stage != .over, stages.count < 20 {
      stages.append(stage)
      rehearsal.goOn()
    }
    #expect(
      stages == [.introduction]
        + (0..<5).flatMap {
          [ExplorerState.LessonStage.reading(step: $0), .result(step: $0)]
        })
    // The learner's keys were pressed: the growth rate is 12 then.
    #expect(rehearsal.begun.count == 2)
    let check = rehearsal.state.lessonFigures(step: 3)
    #expect(check.named["gain"] ?? 0 > 2)
    #expect(rehearsal.state.lessonProblems.isEmpty)
  }

  // MARK: Where one looks

  @Test func aStepShowsItsPaneNetworkAndLayer() {
    var rehearsal = secondResult()
    let state = rehearsal.state
    #expect(state.panes[state.focus].name == "gradients")
    #expect(state.session.selected == 2 && state.session.layer == 2)
    rehearsal.press(.character("1"), .character("{"))
    #expect(rehearsal.state.session.selected == 1)
    rehearsal.goOn()
    rehearsal.press(.enter)
    #expect(rehearsal.state.panes[rehearsal.state.focus].name == "knobs")
  }

  @Test func longTextsAreScrolled() {
    var rehearsal = LessonRehearsal()
    rehearsal.act(.resized(Grid.Size(rows: 12, columns: 80)))
    let area = rehearsal.state.areas.lesson
    let furthest = LessonView(rehearsal.state)?.furthestScroll(in: area) ?? 0
    #expect(furthest > 0)
    rehearsal.press(.pageDown)
    #expect(rehearsal.state.session.lesson?.scroll == min(5, furthest))
    for _ in 0..<20 { rehearsal.press(.pageDown) }
    #expect(rehearsal.state.session.lesson?.scroll == furthest)
    #expect(rehearsal.state.shows("Enter: begin.", rows: 12, columns: 80))
    for _ in 0..<20 { rehearsal.press(.pageUp) }
    #expect(rehearsal.state.session.lesson?.scroll == 0)
  }

  @Test func answersComeIntoSight() {
    var rehearsal = firstQuestion()
    rehearsal.act(.resized(Grid.Size(rows: 16, columns: 80)))
    func shows(_ text: String) -> Bool { rehearsal.state.shows(text, rows: 16, columns: 80) }
    #expect(!shows("3 neither's"))
    rehearsal.press(.character("3"))
    #expect(shows("> 3 neither's"))
    rehearsal.press(.up)
    #expect(shows("> 2 the dense network's"))
    for _ in 0..<9 { rehearsal.press(.pageUp) }
    #expect(shows("Side by side"))
    rehearsal.press(.down)
    #expect(shows("> 3 neither's"))
    // Where there is no text there is nothing to scroll.
    rehearsal.act(.resized(Grid.Size(rows: 5, columns: 20)))
    rehearsal.press(.up)
    #expect(rehearsal.state.session.lesson?.choice == 1)
  }

  @Test func theSheetHasPredictionsAndTheFiguresOfTheRun() throws {
    let rehearsal = secondResult()
    let now = try #require(rehearsal.state.lessonFigures(step: 1).named["now"])
    let sheet = try #require(rehearsal.state.lessonSheet())
    #expect(sheet.contains("- Predicted: 2. the dense network's"))
    #expect(sheet.contains("- Measured: 2. the dense network's"))
    #expect(sheet.contains("- Predicted: 1\n"))
    #expect(sheet.contains("It is \((now * 100).rounded() / 100)"))
    // What goes by itself predicts nothing.
    var automatic = LessonRehearsal(isAutomatic: true)
    for _ in 0..<9 { automatic.goOn() }
    #expect(automatic.state.lessonSheet()?.contains("Predicted") == false)
  }
}
