import ArgumentParser
import Channel
import Dispatch
import Explorer
import Foundation
import Lessons
import Screen

/// `lesson check`: whether what lessons claim is what happens.
struct CheckLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Run lessons without a screen and say whether what they claim is what happens.")

  @Argument(help: ArgumentHelp("Names, numbers or files. (default: all)", valueName: "name"))
  var names: [String] = []

  @OptionGroup var options: LessonOptions

  mutating func run() throws {
    if options.sheet != nil && names.count != 1 {
      throw Failure.usage("--sheet: expected the name of one lesson")
    }
    try options.checkValues()
    let folder = try LessonFolder(options.lessons)
    let (lessons, objections) =
      names.isEmpty
      ? try folder.lessons() : (try names.map { try folder.lesson($0) }, [])
    for objection in objections { StandardStream.output.line("NOT A LESSON: \(objection)") }
    let options = options
    try MainActor.assumeIsolated {
      var failed = objections.count
      let count = lessons.count + failed
      for lesson in lessons {
        let start = ContinuousClock.now
        var checking = LessonChecking(lesson, options.machine)
        let (failures, sheet) = checking.run()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        let verdict = failures.isEmpty ? "true" : "NOT TRUE"
        StandardStream.output.line(
          "\(lesson.number) \(lesson.name): \(verdict), \(lesson.steps.count) steps, "
            + String(format: "%.0f s", seconds))
        for failure in failures { StandardStream.output.line("  " + failure) }
        if !failures.isEmpty { failed += 1 }
        try options.write(sheet)
      }
      if failed > 0 {
        throw Failure(
          "\(failed) of \(count) lesson\(count == 1 ? "" : "s"): not all that is claimed is so",
          code: .failure)
      }
    }
  }
}

/// A lesson that goes through its steps by itself, with the same state and the same runs as on the screen.
@MainActor
private struct LessonChecking {
  private let lesson: Lesson
  private let runs: LessonRuns
  private let arrival = DispatchSemaphore(value: 0)
  private var state: ExplorerState
  private var connection: RunConnection

  init(_ lesson: Lesson, _ machine: MachineOptions) {
    self.lesson = lesson
    runs = LessonRuns(
      folder: FileManager.default.temporaryDirectory
        .appendingPathComponent("densenet-explorer-lesson-\(UUID().uuidString)"),
      machine: machine, wake: { [arrival] in arrival.signal() })
    connection = RunConnection(runs)
    state = ExplorerState(lesson, isAutomatic: true)
  }

  /// What is not so, a line each, and the lesson's sheet.
  mutating func run() -> (failures: [String], sheet: String?) {
    defer {
      runs.stop()
      try? FileManager.default.removeItem(at: runs.folder)
    }
    var check = LessonCheck(lesson)
    var isOver = false
    while !isOver && state.lessonProblems.isEmpty {
      switch state.lessonStage {
      case .introduction: take(.key(.enter))
      case .reading(let step):
        check.checkBefore(step: step, state.lessonFigures(step: step))
        take(.key(.enter))
      case .doing:
        arrival.wait()
        for action in connection.news() { take(action) }
      case .result(let step):
        check.checkAfter(step: step, state.lessonFigures(step: step))
        take(.key(.enter))
      case .over, nil: isOver = true
      }
    }
    return (check.failures + state.lessonProblems, state.lessonSheet(showsAnswers: true))
  }

  private mutating func take(_ action: Action) {
    for effect in update(&state, action) {
      if let answer = connection.carryOut(effect) { take(answer) }
    }
  }
}
