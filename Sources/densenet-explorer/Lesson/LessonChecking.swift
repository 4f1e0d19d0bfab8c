import Dispatch
import Explorer
import Foundation
import Lessons
import Synchronization

/// A lesson that goes through its steps by itself, with the same state and the same runs as on the screen.
@MainActor
struct LessonChecking {
  private let runs: LessonRuns
  private let alarm: Alarm
  private var state: ExplorerState
  private var connection: RunConnection
  private var check: LessonCheck
  /// Whether it would end the program, or does not go on when it is told to.
  private var isStuck = false

  init(_ lesson: Lesson, _ machine: MachineOptions, _ alarm: Alarm) {
    runs = LessonRuns(
      folder: FileManager.default.temporaryDirectory
        .appendingPathComponent("densenet-explorer-lesson-\(UUID().uuidString)"),
      machine: machine, wake: alarm.wake)
    connection = RunConnection(runs)
    state = ExplorerState(lesson, isAutomatic: true)
    check = LessonCheck(lesson)
    self.alarm = alarm
  }

  /// What is not so, a line each, and the lesson's sheet.
  mutating func run() -> (failures: [String], sheet: String?) {
    defer {
      runs.stop()
      try? FileManager.default.removeItem(at: runs.folder)
    }
    while !isStuck, state.lessonProblems.isEmpty, alarm.signal == nil,
      let stage = state.lessonStage, stage != .over
    {
      switch stage {
      case .reading(let step): check.checkBefore(step: step, state.lessonFigures(step: step))
      case .result(let step): check.checkAfter(step: step, state.lessonFigures(step: step))
      case .introduction, .doing, .over: break
      }
      if case .doing = stage {
        alarm.wait()
        for action in connection.news() { take(action) }
      } else {
        take(.key(.enter))
        if state.lessonStage == stage { isStuck = true }
      }
    }
    let stuck = isStuck ? ["the lesson ends here, expected it to go on to its end"] : []
    return (check.failures + state.lessonProblems + stuck, state.lessonSheet())
  }

  private mutating func take(_ action: Action) {
    if connection.update(&state, action).contains(.quit) { isStuck = true }
  }
}

/// What a check waits for: news of its run, or a signal that it is to end.
final class Alarm: Sendable {
  private let arrival = DispatchSemaphore(value: 0)
  private let asked = Mutex<Int32?>(nil)

  /// The signal that has asked for the end, if one has.
  var signal: Int32? { asked.withLock(\.self) }

  /// Tells that the run has something to say.
  func wake() { arrival.signal() }

  /// Waits for whichever comes first.
  func wait() { arrival.wait() }

  /// Asks for the end; whether nobody has before.
  func stop(_ number: Int32) -> Bool {
    let isFirst = asked.withLock { asked in
      defer { asked = asked ?? number }
      return asked == nil
    }
    wake()
    return isFirst
  }
}
