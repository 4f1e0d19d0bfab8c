import Channel
import Networks
import Samples

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
  /// Steps between two states that are kept.
  private static var interval: Int { 50 }

  /// Keeps the run as it was before a step now and then, when its weights have not been updated yet. A
  /// network that has diverged computes finite numbers for a while: what is worth going back to has a
  /// loss no worse than it was at the start.
  ///
  /// - Parameter order: the position in the data before the step.
  func keepSoundState(loss: Double, order: SampleOrder) {
    let first = firstLoss ?? loss
    firstLoss = first
    if let soundState, step < soundState.step + Self.interval { return }
    if loss <= first && wasEvaluationFinite { soundState = state(step: step, order: order) }
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
      // The step that is not finite has updated nothing.
      let before = soundState ?? state(step: step - 1, order: order)
      do {
        try writeCheckpoint(before, CheckpointName.sound(before.step))
      } catch {
        // The warning matters more.
        message += "; \(error)"
      }
      if before.step < weightsStep && changes.last?.before != before {
        timeLine.forget(changes.add(nil, before: before))
      }
      if let last = changes.last, last.command == nil, last.before == before {
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
}
