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

  init(_ command: GiveLesson, _ lesson: Lesson) { (self.command, self.lesson) = (command, lesson) }

  func start() throws {
    let screen = command.screen
    if let objection = screen.plain ? PlainTerminal.objection : Terminal.objection {
      throw Failure(
        "lesson \(lesson.name): \(objection); lesson check \(lesson.name) runs it without a screen",
        code: .failure)
    }
    let folder = RunDirectory.url(command.runDirectory, dataset: "lesson-\(lesson.name)")
    let pictures = PictureFolder(url: folder.appendingPathComponent("pictures"))
    let state = ExplorerState(
      lesson, isTeaching: command.teacher, theme: screen.theme.name, isMouseOn: screen.mouse)
    guard let wakeUp = WakeUp() else { throw Failure.cannotOpenScreen }
    let runs = LessonRuns(
      folder: folder, machine: command.options.machine, pace: command.pace, wake: wakeUp.signal)
    let glyphs = try screen.glyphChoice()
    if screen.plain {
      guard let terminal = PlainTerminal(wakeUp: wakeUp) else { throw Failure.cannotOpenScreen }
      try give(
        PlainText(
          terminal: terminal, connection: RunConnection(runs), pictures: pictures, state: state),
        runs)
    } else {
      guard let terminal = Terminal(wakeUp: wakeUp, colors: screen.color, glyphs: glyphs) else {
        throw Failure.cannotOpenScreen
      }
      terminal.useMouse(screen.mouse)
      try give(
        LiveScreen(
          terminal: terminal, connection: RunConnection(runs), pictures: pictures, state: state,
          takesTimes: screen.timeScreen), runs)
    }
  }

  private func give(_ viewer: some Viewer, _ runs: LessonRuns) throws(Failure) {
    var viewer = viewer
    defer { _ = viewer.close() }
    let end = viewer.run { _ in false }
    runs.stop()
    let isReachable = viewer.close()
    func say(_ line: String) { if isReachable { StandardStream.output.line(line) } }
    for line in viewer.state.lessonSummary + viewer.remarks { say(line) }
    if FileManager.default.fileExists(atPath: runs.folder.path) {
      say("Its runs are in \(runs.folder.relativePath)")
    }
    try command.options.write(viewer.state.lessonSheet(showsAnswers: true))
    if case .signal(let number) = end { throw Failure(signal: number) }
  }
}
