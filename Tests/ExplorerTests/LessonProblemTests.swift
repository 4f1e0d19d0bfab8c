import Channel
import Lessons
import Screen
import Testing

@testable import Explorer

/// What could not be done as a lesson says.
struct LessonProblemTests {
  /// Networks that train for the first step.
  private func training() -> LessonRehearsal {
    var rehearsal = LessonRehearsal()
    rehearsal.goOn()
    rehearsal.press(.character("2"), .enter)
    return rehearsal
  }

  @Test func aRunThatEndsEarlyIsAProblem() {
    var rehearsal = training()
    rehearsal.answer(network: 0)
    rehearsal.answer(network: 2)
    let end = RunEnded(step: 0, reason: .failed, message: "No space is left.")
    rehearsal.act(.news(RunChannel.News(events: [.runEnded(end)], snapshot: nil), network: 1))
    #expect(
      rehearsal.state.lessonProblems == [
        "step 1 'Side by side': network 'residual' stands at step 0, expected step 40: "
          + "No space is left."
      ])
    // It cannot be evaluated either.
    rehearsal.answer()
    #expect(
      rehearsal.state.lessonProblems.last
        == "step 1 'Side by side': network 'residual' has ended, expected an evaluation: "
        + "No space is left.")
  }

  @Test func aRunThatArrivesIsNone() {
    var rehearsal = training()
    rehearsal.answer()
    #expect(rehearsal.state.lessonStage == .result(step: 0))
    #expect(rehearsal.state.lessonProblems.isEmpty)
  }

  @Test func whatFailsAgainIsSaidOnce() {
    var rehearsal = LessonRehearsal()
    rehearsal.press(.enter)
    for _ in 0..<3 {
      rehearsal.act(.lessonRunFailed("no memory"))
      rehearsal.press(.enter)
    }
    #expect(rehearsal.state.lessonProblems == ["no memory"])
  }

  @Test func aLayerThatIsNotThereIsAProblem() throws {
    let text = ExampleLesson.text.replacing("layer: layer2", with: "layer: layer99")
    var rehearsal = LessonRehearsal(try Lesson(name: "x", text: text), isAutomatic: true)
    for _ in 0..<4 { rehearsal.goOn() }
    #expect(
      rehearsal.state.lessonProblems == [
        "step 2 'Another learning rate': layer: \"layer99\": expected a layer of network 'plain'"
      ])
  }

  @Test(arguments: [("first", 0), ("last", 4), ("middle", 2), ("2", 1), ("\"layer2\"", 2)])
  func layersAreNamedAsInExpressions(name: String, layer: Int) throws {
    let text = ExampleLesson.text.replacing("layer: layer2", with: "layer: \(name)")
    var rehearsal = LessonRehearsal(try Lesson(name: "x", text: text), isAutomatic: true)
    for _ in 0..<4 { rehearsal.goOn() }
    #expect(rehearsal.state.lessonStage == .result(step: 1))
    #expect(rehearsal.state.session.run.layers.count == 5)
    #expect(rehearsal.state.session.layer == layer)
  }

  /// Nobody lets the run go on while keys are awaited: what is then measured would be of any step.
  @Test func spaceIsHeldWhileKeysAreAwaited() {
    var rehearsal = LessonRehearsal()
    for _ in 0..<3 { rehearsal.goOn() }
    rehearsal.type("1")
    for _ in 0..<2 { rehearsal.goOn() }
    #expect(rehearsal.says("Press: + + Enter"))
    let sent = rehearsal.sent
    rehearsal.press(.character(" "))
    #expect(rehearsal.sent == sent)
    #expect(rehearsal.state.session.message?.hasPrefix("The lesson steers the run") == true)
  }
}
