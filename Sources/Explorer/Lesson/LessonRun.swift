import Lessons

/// A run that a lesson wants: it begins in a pause.
public struct LessonRun: Sendable, Equatable {
  /// Options as on the command line; `nil` for none.
  public let options: String?
  /// One, or several that train in lockstep.
  public let networks: [LessonNetwork]
}
