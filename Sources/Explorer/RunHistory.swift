import Channel

/// What a viewer has seen of a run, in bounded memory.
struct RunHistory: Sendable, Equatable {
  /// A change that took effect.
  struct Intervention: Sendable, Equatable {
    var step: Int
    var text: String
  }

  /// Share of the old value in the smoothed curves (an exponential moving average).
  static let smoothing = 0.9

  private(set) var loss = Series(capacity: 4096)
  private(set) var smoothedLoss = Series(capacity: 4096)
  private(set) var accuracy = Series(capacity: 4096)
  private(set) var smoothedAccuracy = Series(capacity: 4096)
  /// ‖∂loss/∂weights‖₂ of each layer.
  private(set) var gradientNorms: [Series] = []
  private(set) var evaluations: [Evaluation] = []
  private(set) var interventions: [Intervention] = []
  private(set) var lastStep: StepMetrics?
  private var average: (loss: Double, accuracy: Double)?

  mutating func add(_ metrics: StepMetrics) {
    lastStep = metrics
    let kept = Self.smoothing
    if metrics.loss.isFinite {
      average =
        average.map {
          (
            kept * $0.loss + (1 - kept) * metrics.loss,
            kept * $0.accuracy + (1 - kept) * metrics.accuracy
          )
        } ?? (metrics.loss, metrics.accuracy)
    }
    loss.add(step: metrics.step, metrics.loss)
    accuracy.add(step: metrics.step, metrics.accuracy)
    smoothedLoss.add(step: metrics.step, metrics.loss.isFinite ? average?.loss ?? .nan : .nan)
    smoothedAccuracy.add(step: metrics.step, average?.accuracy ?? .nan)
    while gradientNorms.count < metrics.gradientNorms.count {
      gradientNorms.append(Series(capacity: 1024))
    }
    for (layer, norm) in metrics.gradientNorms.enumerated() {
      gradientNorms[layer].add(step: metrics.step, norm)
    }
  }

  mutating func add(_ evaluation: Evaluation) {
    evaluations.append(evaluation)
    // A picture needs no more; the run's log has them all.
    if evaluations.count > 4096 {
      evaluations = evaluations.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
  }

  mutating func add(_ intervention: Intervention) {
    interventions.append(intervention)
    if interventions.count > 1024 { interventions.removeFirst() }
  }

  static func == (left: RunHistory, right: RunHistory) -> Bool {
    left.loss == right.loss && left.smoothedLoss == right.smoothedLoss
      && left.accuracy == right.accuracy && left.gradientNorms == right.gradientNorms
      && left.evaluations == right.evaluations && left.interventions == right.interventions
      && left.lastStep == right.lastStep
  }
}
