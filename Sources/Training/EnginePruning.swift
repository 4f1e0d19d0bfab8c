import Channel
import Foundation
import Networks

/// Cutting what a network hardly uses, with the accuracy that it costs: the experiment behind the
/// DenseNet paper's Figure 5, done live.
extension Engine {
  /// Cuts all connections whose share of their consumer's weight is below a percentage, by
  /// `Reuse.shares`, and tells the accuracy on the test part before and after it. A stop during one of
  /// the evaluations leaves the network as it was.
  func cutBelow(_ command: Command) throws(Refusal) -> CommandApplied {
    let subject = "cut_below"
    // What cannot be done is no reason to evaluate.
    var wanted = draft
    let shares = sharesOfConnections()
    try wanted.make(command) { shares }
    let cutBefore = cuts.count
    var accuracyBefore = progress.testAccuracy
    if accuracyBefore == nil {
      let outcome = try testOutcome(subject: subject)
      accuracyBefore = outcome.evaluation.accuracy
      try refusing(subject) { () throws(RunError) in try report(outcome) }
    }
    var applied = try change(command)
    do throws(Refusal) {
      let outcome = try testOutcome(subject: subject)
      applied.accuracyAfter = outcome.evaluation.accuracy
      outcomeOfCommand = outcome
    } catch {
      if let change = changes.undo(nil, swap: { $1 }) { restore(change.before) }
      throw error
    }
    applied.accuracyBefore = accuracyBefore
    applied.connections = cuts.count - cutBefore
    applied.connectionsBefore = shares.count - cutBefore
    return applied
  }

  /// Every connection with its share of its consumer's weight, 0…1; NaN where that is not known.
  func sharesOfConnections() -> [DenseConnection: Double] {
    guard let structure = network.configuration.architecture.denseNet else { return [:] }
    var all: [DenseConnection: Double] = [:]
    for (block, reuse) in reuse().enumerated() {
      let shares = reuse.shares
      for connection in structure.connections(ofBlock: block) {
        let consumer = connection.reader ?? structure.blocks[block]
        all[connection] = shares[consumer][connection.source] ?? .nan
      }
    }
    return all
  }

  /// How the network does on the test part, for a command that needs it.
  private func testOutcome(subject: String) throws(Refusal) -> TestOutcome {
    let outcome = try refusing(subject) { () throws(RunError) in try testOutcome() }
    guard let outcome else {
      throw Refusal(reason: "\(subject): the run was stopped before the accuracy was known")
    }
    return outcome
  }

  /// A command cannot end the run: what does, for example a log that cannot be written, will do so at
  /// the next event.
  private func refusing<Value>(
    _ subject: String, _ body: () throws(RunError) -> Value
  ) throws(Refusal) -> Value {
    do {
      return try body()
    } catch {
      throw Refusal(reason: "\(subject): \(error)")
    }
  }
}
