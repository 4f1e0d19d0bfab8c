/// What a run did from a step on, before it went back to that step and took another way.
struct Branch: Sendable {
  /// The last step that it shares with the run.
  let forkStep: Int
  /// All of it, the steps that are shared included.
  let history: RunHistory

  /// Branches that are kept at most; the run's log has them all.
  static let limit = 4

  /// `nil` where nothing happened after the step.
  init?(_ history: RunHistory, forkStep: Int) {
    guard let last = history.lastStep?.step, last > forkStep else { return nil }
    self.forkStep = forkStep
    self.history = history
  }
}
