import Channel
import Dispatch
import Explorer
import Foundation
import Lessons
import Testing
import Training

@testable import densenet_explorer

/// The runs of a lesson, one after the other.
@MainActor
struct LessonRunsTests {
  private static func lesson(_ options: String, _ lines: String = "") throws -> Lesson {
    let text = """
      # Title

      ```lesson
      number: 1
      minutes: 1
      summary: One step.
      ```

      ## Step

      ```step
      options: \(options)
      network: small = plain blocks=1 initial-channels=4
      \(lines)
      ```
      """
    return try Lesson(name: "x", text: text)
  }

  private static func run(_ options: String) throws -> LessonRun {
    try #require(try lesson(options).steps[0].newRun)
  }

  /// Keys that quit are refused where a lesson is opened; whatever finds another way out is no end of a check.
  @Test(arguments: ["q", "q y"])
  func aLessonThatEndsTheProgramIsNotTrue(keys: String) throws {
    let lesson = try Self.lesson("--dataset digits", "press: \(keys)\nrun: 2")
    var checking = LessonChecking(lesson, try MachineOptions.parse([]), Alarm())
    let failures = checking.run().failures
    #expect(failures.last == "the lesson ends here, expected it to go on to its end")
  }

  /// What became of a run is no news of the next one.
  @Test func aFailureIsOfItsOwnRun() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let arrival = DispatchSemaphore(value: 0)
    let runs = LessonRuns(
      folder: folder, machine: try MachineOptions.parse([]), wake: { arrival.signal() })
    defer { runs.stop() }
    let missing = try Self.run("--dataset /nowhere/at-all")
    _ = try runs.begin(missing)
    var failure: String?
    for _ in 0..<100 where failure == nil {
      _ = arrival.wait(timeout: .now() + .milliseconds(100))
      failure = runs.takeFailure()
    }
    #expect(failure?.contains("/nowhere/at-all") == true)
    _ = try runs.begin(missing)
    // It has failed by now, and nobody has heard of it.
    _ = try runs.begin(try Self.run("--dataset digits"))
    #expect(runs.takeFailure() == nil)
  }

  /// The limit that is read is the program's.
  @Test func aLessonComparesAsManyAsTheProgram() {
    #expect(Lesson.mostNetworks == Comparison.counts.upperBound)
  }
}
