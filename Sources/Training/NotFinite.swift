import Channel
import Networks

/// What a run does when a loss or gradient stops being finite.
public enum WarningPolicy: Sendable, Equatable {
  /// Waits for a person, who can undo, lower the learning rate and go on.
  case pause
  /// Ends as failed.
  case fail
  /// Goes on; steps that are not finite update nothing.
  case goOn
}

/// Numbers that are not finite: noticed before they reach the weights.
extension Engine {
  /// Steps between two copies of the weights.
  private static var interval: Int { 50 }

  /// Keeps a copy of the weights now and then. A network that has diverged computes finite numbers
  /// for a while: the weights to go back to are older than the last finite step.
  func keepFiniteWeights() {
    if finiteWeights == nil || step % Self.interval == 0 {
      finiteWeights = (step, network.state())
    }
  }

  /// Tells of the first of a row of steps whose numbers are not finite, keeps the weights from before
  /// on disk and for an undo, and does what the policy says.
  func handleNotFinite(loss: Double, gradientNorms: [Double]) throws(RunError) {
    guard wasFinite else { return }
    let origin = network.firstNotFinite()
    let what =
      switch origin {
      case .output(let layer)?: "the output of \(layer) is"
      case .gradient(let layer)?: "the gradient of \(layer) is"
      case nil: loss.isFinite ? "a gradient's norm is" : "the loss is"
      }
    var message = "\(what) not finite; the step was left out, a lower learning rate may help"
    if let (step, state) = finiteWeights, step < self.step - 1 {
      try writeCheckpoint(state, step: step)
      undoHistory.append(.weights(step: step, network.configuration, state))
      message += ", undo goes back to the weights of step \(step)"
    } else {
      try writeCheckpoint(network.state(), step: step - 1)
    }
    try send(.warning(RunWarning(step: step, kind: .notFinite, message: message)))
    if warningPolicy == .pause { isPaused = true }
  }
}
