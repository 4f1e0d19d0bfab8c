import Channel

extension RecordedRun {
  /// What the knobs of each network were at the beginning, as far as its folder or the log say.
  public var knobs: [[Knob: Double]] { started.networks.indices.map(knobs(ofNetwork:)) }

  private func knobs(ofNetwork index: Int) -> [Knob: Double] {
    var knobs: [Knob: Double] = [
      .batchSize: Double(started.batchSize), .learningRate: started.optimizer.learningRate,
      .momentum: started.optimizer.momentum, .weightDecay: started.optimizer.weightDecay,
    ]
    guard let folder = folder(ofNetwork: index), let settings = try? StoredRun.settings(folder)
    else { return knobs }
    let network = settings.network
    knobs[.growthRate] = network.denseNet?.growthRates.max().map(Double.init)
    knobs[.dropout] = network.dropout
    return knobs
  }

  /// Whether a program is writing the log.
  public var isBeingWritten: Bool { LineFile.isBeingWritten(log) }
}
