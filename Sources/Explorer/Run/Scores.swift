import Channel

/// The figures by which networks are compared, as they were at a step.
struct Scores: Sendable {
  let run: ObservedRun
  /// Of the run, which may stand behind the others.
  let step: Int

  init(_ run: ObservedRun, at step: Int) {
    self.run = run
    self.step = min(step, run.step)
  }

  private var history: RunHistory { run.history }

  var parameters: Int? { run.network?.parameters }

  /// Multiplications with an addition in the forward pass of one image.
  var multiplyAdds: Int? { LayerFigures.sum(run.layers.map(\.multiplyAdds)) }

  /// Bytes that the layers take in a step.
  var memory: Int? { LayerFigures.sum(run.layers.map(\.memory)) }

  /// The mean of the recent steps, as the other means.
  var secondsPerStep: Double? { history.mean(of: history.seen.seconds, upTo: step) }
  var loss: Double? { history.recentLoss(at: step) }
  var accuracy: Double? { history.mean(of: history.accuracy, upTo: step) }

  /// The last evaluation.
  var test: Evaluation? { history.evaluations.last { $0.step <= step } }

  /// How many times the last layer's gradient the first layer's is.
  var gradientRatio: Double? { history.ratio(.gradientNorm, at: step) }

  /// Images that were learned from.
  var images: Double { history.seen.images(at: step) }

  /// Images that it took until an evaluation had an accuracy; `nil` until one has.
  func images(until accuracy: Double) -> Double? {
    history.seen.images(until: accuracy, at: step)
  }
}
