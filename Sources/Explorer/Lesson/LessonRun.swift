import Channel
import Lessons

/// A run that a lesson wants: it begins in a pause.
public struct LessonRun: Sendable, Equatable {
  /// Options as on the command line; `nil` for none.
  public let options: String?
  /// One, or several that train in lockstep.
  public let networks: [LessonNetwork]

  /// What each network is told before its first step, by whoever begins the run: the lesson waits for the
  /// answers.
  public static let firstCommands: [Command] = [.pause]
}

extension LessonStep {
  /// The run that it begins; `nil` where it goes on with that of the step before.
  public var newRun: LessonRun? {
    networks.isEmpty ? nil : LessonRun(options: options, networks: networks)
  }
}
