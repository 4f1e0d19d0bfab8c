import ArgumentParser
import Foundation
import Lessons

/// `lesson`: guided tours on the live screen.
struct LessonCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lesson",
    abstract: "A guided tour on the live screen: predict, run, see, check.",
    subcommands: [GiveLesson.self, CheckLessons.self], defaultSubcommand: GiveLesson.self)
}

/// What all of a lesson's commands take.
struct LessonOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Folder of lessons, Markdown files. (default: those that come with the program)",
      valueName: "folder"))
  var lessons: String?

  @Option(
    help: ArgumentHelp(
      "Write the lesson with the figures of its runs to a file, one page of Markdown.",
      valueName: "file.md"))
  var sheet: String?

  @OptionGroup(title: "Machine options")
  var machine: MachineOptions

  /// Throws where a value makes no sense.
  func checkValues() throws(Failure) {
    _ = try machine.threadCount()
    _ = try machine.instructions()
    if let sheet { try OutputFile.check(sheet, option: "--sheet") }
  }

  /// Writes the sheet, if one is wanted.
  func write(_ sheet: String?) throws(Failure) {
    guard let path = self.sheet, let sheet else { return }
    try OutputFile.write(sheet, to: path)
  }
}

/// `lesson NAME`: the lesson on the screen; without a name, the list.
struct GiveLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "give", abstract: "Give a lesson; without a name, list them (the default).")

  @Argument(help: ArgumentHelp("The lesson's name, number, or file.", valueName: "name"))
  var name: String?

  @OptionGroup var options: LessonOptions

  @Flag(help: "For a class: large text, answers hidden until Enter reveals them.")
  var teacher = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Train at most so many steps a second, so that everybody can follow. (default: no limit)",
      valueName: "steps"))
  var pace: Double?

  @Option(
    help: ArgumentHelp(
      "Folder for the files of its runs. (default: runs/DATE-lesson-NAME)", valueName: "folder"))
  var runDirectory: String?

  @OptionGroup(title: "Screen options")
  var screen: ScreenOptions

  mutating func run() throws {
    let folder = try LessonFolder(options.lessons)
    guard let name else {
      let (lessons, objections) = try folder.lessons()
      try list(lessons)
      for objection in objections { StandardStream.error.line(objection) }
      if !objections.isEmpty { throw Failure("", code: .badData) }
      return
    }
    if let pace, !(pace > 0 && pace <= 1000) {
      throw Failure.usage("--pace \(pace): expected a number over 0, at most 1000")
    }
    try options.checkValues()
    let lesson = try folder.lesson(name)
    let given = self
    try MainActor.assumeIsolated {
      try LessonWatching(given, lesson, next: folder.next(after: lesson)).start()
    }
  }

  private func list(_ lessons: [Lesson]) throws {
    var table = TextTable(heads: ["", "name", "title", "minutes"], leftAligned: 3)
    for lesson in lessons {
      table.append([
        "\(lesson.number)", lesson.name, harmless(lesson.title), "\(lesson.minutes)",
      ])
    }
    try StandardStream.output.writeOrFail(
      table.text
        + "\n\ndensenet-explorer lesson NAME gives one; lesson check NAME runs it without a "
        + "screen and says whether it is true.")
  }
}
