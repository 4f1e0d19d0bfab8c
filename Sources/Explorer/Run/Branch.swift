/// What a run did from a step on, before it went back to that step, or to another line, and took another
/// way.
struct Branch: Sendable {
  /// Of a fork, or of the line that the run began with; `nil` for what an undo or the like left.
  let name: String?
  /// The last step that it shares with the run.
  var forkStep: Int
  /// All of it, the steps that are shared included.
  let history: RunHistory

  /// Branches without a name that are kept at most; the run's log has them all.
  static let limit = 4

  /// The last step.
  var lastStep: Int { history.lastStep?.step ?? 0 }
}
