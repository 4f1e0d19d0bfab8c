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
  /// What more there is to say, a paragraph each.
  var details: [String] = []
  /// Loss around the step, smoothed over some 20 steps: just before, and `horizon` steps later.
  var lossBefore: Double?
  var lossAfter: Double?

  /// Steps after which the effect of a change is read off.
  static let horizon = 50
}
