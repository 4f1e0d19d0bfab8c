import Channel

/// Something that happened at a step and is marked on the charts.
struct Mark: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case change, checkpoint, warning
  }

  var step: Int
  var kind: Kind
  /// One sentence, without the step.
  var text: String
  /// The change itself; `nil` of other marks.
  var command: Command?
  /// What is said about the change when it is made, a paragraph each.
  var details: [String] = []
  /// Whether the change took something away, from which the network has to recover.
  var isRemoval = false
  /// Loss on one batch before and right after the change, where it was measured.
  var batchLosses: [Double] = []
  /// Test accuracy before and right after the change, where it was measured.
  var testAccuracies: [Double] = []
  /// What the change did, as it became known.
  var effects: [ChangeEffect] = []
  /// Loss around the step, smoothed over some 20 steps: just before, and `horizon` steps later.
  var lossBefore: Double?
  var lossAfter: Double?
  /// Whether the change was taken back, so that later losses say nothing about it.
  var isUndone = false

  /// Steps after which the effect of a change is read off.
  static let horizon = 50

  /// What is known of the change's effect, in phrases.
  var phrases: [String] {
    if isUndone { return [] }
    let known = effects.flatMap(\.phrases)
    guard isRemoval, !effects.contains(where: { $0.recoveredAfter != nil }), batchLosses.count == 2
    else { return known }
    return known + [lossPhrase(batchLosses[0], batchLosses[1]), "not recovered yet"]
  }

  /// Whether it marks the change that an effect is of.
  func isOf(_ effect: ChangeEffect) -> Bool {
    kind == .change && step == effect.commandStep && command == effect.command
  }
}

/// Loss on one batch around a change.
private func lossPhrase(_ before: Double, _ after: Double) -> String {
  "loss \(decimal(before)) before, \(decimal(after)) right after"
}

extension ChangeEffect {
  /// What it says: `new maps: 62 % in use (15 of 24, 50 steps later)`, or `loss 0.4100 before, 0.6800 right
  /// after` and `recovered after 34 steps`.
  var phrases: [String] {
    var phrases: [String] = []
    if let newMaps, let newMapsInUse, newMaps > 0 {
      let share = 100 * Double(newMapsInUse) / Double(newMaps)
      phrases.append(
        "new maps: \(Int(share.rounded())) % in use (\(newMapsInUse) of \(newMaps), "
          + "\(counted(step - commandStep, "step")) later)")
    }
    if let recoveredAfter {
      if let lossBefore, let lossAfter { phrases.append(lossPhrase(lossBefore, lossAfter)) }
      phrases.append("recovered after \(counted(recoveredAfter, "step"))")
    }
    return phrases
  }

  /// All of it in one line.
  var words: String { phrases.joined(separator: ", ") }
}
