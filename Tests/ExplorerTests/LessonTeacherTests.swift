import Lessons
import Screen
import Testing

@testable import Explorer

/// A lesson for a class: what is hidden until it is revealed, and what is always in sight.
struct LessonTeacherTests {
  private static let hidden = "Hidden until the answer is revealed"

  private func shows(_ rehearsal: LessonRehearsal, _ text: String) -> Bool {
    rehearsal.state.shows(text, rows: 40, columns: 120)
  }

  @Test func theRunIsHiddenUntilTheAnswerIsRevealed() {
    var rehearsal = LessonRehearsal(isTeaching: true)
    rehearsal.act(.resized(Grid.Size(rows: 40, columns: 120)))
    rehearsal.goOn()
    // While the class reads, the run stands there as it is.
    #expect(!shows(rehearsal, Self.hidden))
    rehearsal.press(.character("1"), .enter)
    #expect(shows(rehearsal, Self.hidden) && !shows(rehearsal, "Race: loss"))
    rehearsal.answer()
    #expect(rehearsal.state.lessonStage == .result(step: 0))
    #expect(shows(rehearsal, Self.hidden) && shows(rehearsal, "step 40"))
    for figure in ["loss ", "acc ", "/s"] {
      let status = rehearsal.state.lines(rows: 40, columns: 120)[0]
      #expect(!status.contains(figure), "\(status)")
    }
    #expect(rehearsal.state.messageText == nil)
    rehearsal.press(.enter)
    #expect(!shows(rehearsal, Self.hidden) && shows(rehearsal, "Race: loss"))
    #expect(rehearsal.state.lines(rows: 40, columns: 120)[0].contains("loss "))
  }

  /// A step that is made again is asked again, before the run that has answered it is seen.
  @Test func theRunIsHiddenWhereAStepIsMadeAgain() {
    var rehearsal = LessonRehearsal(isTeaching: true)
    rehearsal.act(.resized(Grid.Size(rows: 40, columns: 120)))
    rehearsal.goOn()
    rehearsal.press(.character("1"), .enter)
    rehearsal.answer()
    #expect(rehearsal.state.lessonStage == .result(step: 0))
    rehearsal.press(.character("R"))
    #expect(rehearsal.state.lessonStage != .result(step: 0))
    #expect(rehearsal.state.hidesRun)
  }

  @Test func inLinesOfTextTooAndToldAfterwards() {
    var (rehearsal, report) = (LessonRehearsal(isTeaching: true), PlainReport())
    rehearsal.goOn()
    rehearsal.press(.character("1"), .enter)
    _ = report.lines(rehearsal.state, isAnswer: true)
    rehearsal.answer()
    let hidden = report.lines(rehearsal.state, isAnswer: false)
    #expect(!hidden.contains { $0.contains("loss 0") || $0.contains("loss 1") }, "\(hidden)")
    rehearsal.press(.enter)
    let revealed = report.lines(rehearsal.state, isAnswer: true)
    #expect(revealed.contains { $0.contains("step 20: ") }, "\(revealed)")
  }

  /// Neither a learner nor a step that asks nothing needs a curtain.
  @Test func whoeverLearnsAloneSeesTheRun() {
    var rehearsal = LessonRehearsal()
    rehearsal.goOn()
    rehearsal.press(.character("1"), .enter)
    #expect(!shows(rehearsal, Self.hidden))
    var teacher = LessonRehearsal(isTeaching: true)
    for _ in 0..<4 { teacher.goOn() }
    teacher.type("1")
    for _ in 0..<3 { teacher.goOn() }
    #expect(teacher.says("Press: + + Enter") && !shows(teacher, Self.hidden))
  }

  /// However long the text is, and wherever it is scrolled to.
  @Test(arguments: [(12, 80), (24, 80), (40, 120), (20, 120)])
  func theKeysThatGoOnAreInSight(rows: Int, columns: Int) {
    for isTeaching in [false, true] {
      var rehearsal = LessonRehearsal(isTeaching: isTeaching)
      rehearsal.act(.resized(Grid.Size(rows: rows, columns: columns)))
      #expect(rehearsal.state.shows("Enter: begin.", rows: rows, columns: columns))
      rehearsal.goOn()
      #expect(rehearsal.state.shows("Enter: answer. 1–3 or Up Down", rows: rows, columns: columns))
      rehearsal.goOn()
      if isTeaching {
        #expect(rehearsal.state.shows("Enter: reveal.", rows: rows, columns: columns))
        rehearsal.press(.enter)
      }
      #expect(rehearsal.state.shows("Enter: go on.", rows: rows, columns: columns))
      rehearsal.press(.pageDown)
      #expect(rehearsal.state.shows("Enter: go on.", rows: rows, columns: columns))
    }
  }

  @Test func theEndNamesTheNextLesson() {
    for next in ["dense", nil] {
      var state = ExplorerState(ExampleLesson.lesson, next: next)
      state.session.lesson?.go(to: .end)
      let text = LessonView(state)?.plainLines ?? []
      let invitation = "The next lesson: densenet-explorer lesson dense"
      #expect(text.contains(invitation) == (next != nil))
      #expect(state.lessonSummary.contains(invitation) == (next != nil))
    }
  }
}
