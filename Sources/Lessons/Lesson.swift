/// A lesson: what is said, trained, asked and shown, step by step.
public struct Lesson: Sendable, Equatable {
  /// The file's name without `.md`.
  public let name: String
  /// Place in the list of lessons.
  public let number: Int
  /// Its heading.
  public let title: String
  /// How long it takes, 1…60.
  public let minutes: Int
  /// One sentence for the list of lessons.
  public let summary: String
  /// What is said before the first step.
  public let introduction: [TextBlock]
  /// Its steps, one at least.
  public let steps: [LessonStep]

  /// Most bytes that a lesson's file may have.
  public static let largestFile = 1 << 20
  /// Most steps that a lesson may have.
  public static let mostSteps = 100
  /// Most networks that a step may compare: as many as the program trains in lockstep.
  public static let mostNetworks = 6
}

/// What is wrong with a lesson's file.
public struct LessonError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Line of the file, from 1.
  public let line: Int
  /// One line: what was wrong, the value, what would be right.
  public let message: String

  init(line: Int, _ message: String) {
    self.line = line
    self.message = message
  }

  /// The line's number and the message.
  public var description: String { "line \(line): \(message)" }
}
