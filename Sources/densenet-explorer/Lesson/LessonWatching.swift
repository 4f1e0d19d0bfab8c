import Channel
import Explorer
import Foundation
import Lessons
import Terminal

/// A lesson on the screen, or in lines of text.
@MainActor
struct LessonWatching {
  let command: GiveLesson
  let lesson: Lesson
  /// What the command line takes for the lesson that follows it; `nil` for none.
  let next: String?

  init(_ command: GiveLesson, _ lesson: Lesson, next: String?) {
    (self.command, self.lesson, self.next) = (command, lesson, next)
  }

  func start() throws {
    let screen = command.screen
    if let objection = screen.objection {
      throw Failure(
        "lesson \(lesson.name): \(objection); lesson check \(lesson.name) runs it without a screen",
        code: .failure)
    }
    guard let wakeUp = WakeUp() else { throw Failure.cannotOpenScreen }
    let folder = RunDirectory.url(command.runDirectory, dataset: "lesson-\(lesson.name)")
    let runs = LessonRuns(
      folder: folder, machine: command.options.machine, pace: command.pace, wake: wakeUp.signal)
    var viewer = try screen.open(
      ExplorerState(
        lesson, isTeaching: command.teacher, next: next, theme: screen.theme.name,
        isMouseOn: screen.mouse),
      on: RunConnection(runs), folder: folder, wakeUp: wakeUp)
    let end = viewer.run { _ in false }
    runs.stop()
    var lines = viewer.state.lessonSummary + viewer.remarks
    if FileManager.default.fileExists(atPath: folder.path) {
      lines.append("Its runs are in \(folder.relativePath)")
    }
    viewer.close(saying: lines)
    try command.options.write(viewer.state.lessonSheet())
    if case .signal(let number) = end { throw Failure(signal: number) }
  }
}
