import Lessons
import Screen
import Testing

@testable import Explorer

/// Keys of a step that belong to a pane.
struct LessonKeyTests {
  private static let text = ExampleLesson.text.replacing("press: + + Enter", with: "press: m")
    .replacing("show: knobs", with: "show: gradients")

  /// At the third step's keys.
  private func keys(isAutomatic: Bool = false) throws -> LessonRehearsal {
    var rehearsal = LessonRehearsal(
      try Lesson(name: "x", text: Self.text), isAutomatic: isAutomatic)
    for _ in 0..<3 { rehearsal.goOn() }
    if !isAutomatic { rehearsal.type("1") }
    for _ in 0..<2 { rehearsal.goOn() }
    return rehearsal
  }

  private func gradients(_ rehearsal: LessonRehearsal) -> String {
    rehearsal.state.panes.first { $0.name == "gradients" }?.title(rehearsal.state.session) ?? ""
  }

  @Test func theyGoToThePaneOfTheStep() throws {
    var rehearsal = try keys()
    #expect(rehearsal.says("Press: m") && gradients(rehearsal) == "Gradients: gradient norm")
    rehearsal.press(.character("m"))
    #expect(gradients(rehearsal) == "Gradients: update ratio")
    var automatic = try keys(isAutomatic: true)
    automatic.goOn()
    #expect(gradients(automatic) == "Gradients: update ratio")
  }

  /// Where an earlier step's run is made again, what is on the screen stays as the learner has it.
  @Test func aRunThatIsMadeAgainLeavesPanesAlone() throws {
    var rehearsal = try keys()
    rehearsal.press(.character("m"))
    rehearsal.answer()
    rehearsal.goOn()
    let runs = rehearsal.begun.count
    rehearsal.press(.character("L"), .character("1"), .character("s"), .character("L"))
    rehearsal.goOn()
    #expect(rehearsal.begun.count == runs + 1 && rehearsal.state.lessonStage == .result(step: 3))
    #expect(gradients(rehearsal) == "Gradients: update ratio")
    #expect(rehearsal.state.panes[rehearsal.state.focus].name == "curves")
  }
}
