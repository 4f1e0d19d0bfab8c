import ArgumentParser
import Foundation
import Lessons

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
    let alarm = Alarm()
    let options = options
    try withStopSignals { number in
      // Whoever asks twice does not want to wait for the step that is under way.
      if !alarm.stop(number) { Foundation.exit(128 + number) }
    } during: {
      try MainActor.assumeIsolated {
        try Self.check(lessons, failed: objections.count, options, alarm)
      }
    }
  }

  /// - Parameter failed: lessons besides these that were no lessons at all.
  @MainActor private static func check(
    _ lessons: [Lesson], failed: Int, _ options: LessonOptions, _ alarm: Alarm
  ) throws {
    var failed = failed
    let count = lessons.count + failed
    for lesson in lessons {
      let start = ContinuousClock.now
      var checking = LessonChecking(lesson, options.machine, alarm)
      let (failures, sheet) = checking.run()
      if let signal = alarm.signal { throw Failure(signal: signal) }
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
