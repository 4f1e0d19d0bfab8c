import Channel

/// What a run was at a step, beside the figures that each step has.
struct Moment: Sendable {
  /// Updates before it.
  var step: Int
  var network: NetworkDescription?
  /// Updates of the whole run, as far as it is known.
  var plannedSteps: Int?
  var knobs: [Knob: Double]
  var reuse: [Reuse]
  /// The matrices as they were at the last mark before it.
  var reuseAtMark: [Reuse]
  var shortcuts: Shortcuts?
  /// Of the last evaluation before it.
  var confusion: Confusion?

  /// Moments that are kept at most; of more, every second of the older half goes.
  static let limit = 512
}
