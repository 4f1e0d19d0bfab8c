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

  /// Keeps a copy of the weights now and then, before they are updated. A network that has diverged
  /// computes finite numbers for a while: weights to go back to are those whose loss is no worse than
  /// it was at the start.
  func keepSoundWeights(loss: Double) {
    let first = firstLoss ?? loss
    firstLoss = first
    if let soundWeights, step < soundWeights.step + Self.interval { return }
    if loss <= first && wasEvaluationFinite { soundWeights = weights }
  }

  /// Tells of a step, or an evaluation, whose numbers are not finite, keeps the weights from before on
  /// disk and for an undo, and does what the policy says. Of a row of such steps only the first is
  /// told, unless a person asked for each of them.
  ///
  /// - Parameters:
  ///   - consequence: what that means, in some words.
  ///   - weightsStep: the last step whose update is in the network's weights.
  func handleNotFinite(_ consequence: String, weightsStep: Int) throws(RunError) {
    guard wasFinite || warningPolicy == .pause else { return }
    var message =
      "\(origin) is not finite; \(consequence); a lower learning rate or weight decay may help"
    var undoStep: Int?
    if wasFinite {
      let before = soundWeights ?? weightsBeforeThisStep
      do {
        try writeCheckpoint(before, isRescue: true)
      } catch {
        // The warning matters more.
        message += "; \(error)"
      }
      if before.step < weightsStep && undoHistory.lastRestoredStep != before.step {
        undoHistory.append(.weights(before))
      }
      if undoHistory.lastRestoredStep == before.step {
        undoStep = before.step
        message += "; undo goes back to step \(before.step)"
      }
    }
    try send(
      .warning(RunWarning(step: step, kind: .notFinite, message: message, undoStep: undoStep)))
    if warningPolicy == .pause {
      isPaused = true
      // As if a person had paused: viewers need no other sign.
      try send(.commandApplied(CommandApplied(step: step, command: .pause)))
    }
  }

  /// Where it began.
  private var origin: String {
    switch network.firstNotFinite() {
    case .output(let layer)?: "the output of \(layer)"
    case .gradient(let layer)?: "the gradient of \(layer)"
    case nil: "the loss"
    }
  }

  /// The step that is not finite has updated nothing.
  private var weightsBeforeThisStep: KnownWeights {
    KnownWeights(step: step - 1, configuration: network.configuration, state: network.state())
  }
}
