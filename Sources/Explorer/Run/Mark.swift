import Channel

/// Something that happened at a step and is marked on the charts.
struct Mark: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case change, checkpoint, warning
  }

  var step: Int
  var kind: Kind
  /// The knob that was changed; `nil` if none was, or if it was changed back by an undo.
  var knob: Knob?
  /// One sentence, without the step.
  var text: String
  /// What more there is to say, a paragraph each.
  var details: [String] = []
  /// Loss around the step, smoothed over some 20 steps: just before, and `horizon` steps later.
  var lossBefore: Double?
  var lossAfter: Double?
  /// Whether the change was taken back, so that later losses say nothing about it.
  var isUndone = false

  /// Steps after which the effect of a change is read off.
  static let horizon = 50
}
