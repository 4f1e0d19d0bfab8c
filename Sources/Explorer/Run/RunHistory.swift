import Channel

/// What a viewer has seen of a run, in bounded memory.
struct RunHistory: Sendable {
  private(set) var loss = Series(capacity: 4096)
  private(set) var accuracy = Series(capacity: 4096)
  private(set) var learningRate = Series(capacity: 4096)
  private(set) var imagesPerSecond = Series(capacity: 4096)
  /// Memory of the run's process in bytes.
  private(set) var memory = Series(capacity: 4096)
  private(set) var epochs = Series(capacity: 4096)
  private(set) var seen = SeenImages()
  /// Each measure of the gradients, layer by layer.
  private(set) var layers: [LayerMeasure: [Series]] = [:]
  private(set) var evaluations: [Evaluation] = []
  private(set) var marks: [Mark] = []
  private(set) var lastStep: StepMetrics?
  /// What else there was to see, in the order of the steps.
  private(set) var moments: [Moment] = []
  /// The loss smoothed over some 20 steps, for the effect of changes.
  private var recentLoss: Double?

  /// Forgets what was after a step: the run has gone back there.
  mutating func goBack(to step: Int) {
    loss.remove(after: step)
    accuracy.remove(after: step)
    learningRate.remove(after: step)
    imagesPerSecond.remove(after: step)
    memory.remove(after: step)
    epochs.remove(after: step)
    seen.goBack(to: step)
    for (measure, series) in layers {
      layers[measure] = series.map {
        var series = $0
        series.remove(after: step)
        return series
      }
    }
    evaluations.removeAll { $0.step > step }
    marks.removeAll { $0.step > step }
    moments.removeAll { $0.step > step }
    for index in marks.indices { marks[index].effects.removeAll { $0.step > step } }
    // What a change did was not known yet.
    for index in marks.indices where marks[index].step + Mark.horizon > step {
      marks[index].lossAfter = nil
    }
    lastStep = lastStep.flatMap { self.metrics(at: step, of: $0) }
    recentLoss = recentLoss(at: step)
  }

  /// The figures of an earlier step, as far as they are kept; `nil` before the first.
  private func metrics(at step: Int, of last: StepMetrics) -> StepMetrics? {
    guard step >= 1 else { return nil }
    var metrics = last
    metrics.step = step
    metrics.loss = loss.value(at: step) ?? metrics.loss
    metrics.accuracy = accuracy.value(at: step) ?? metrics.accuracy
    metrics.epoch = epochs.value(at: step).map { Int($0.rounded()) } ?? metrics.epoch
    metrics.imagesPerSecond = imagesPerSecond.value(at: step) ?? metrics.imagesPerSecond
    return metrics
  }

  /// The mean loss of the steps up to one; `nil` before the first.
  func recentLoss(at step: Int) -> Double? {
    mean(of: loss, upTo: step)
  }

  /// The mean over the 20 steps up to one, or of as many as there were; `nil` before the first.
  ///
  /// - Parameter step: `nil` for the newest.
  func mean(of series: Series, upTo step: Int?) -> Double? {
    guard let step = step ?? lastStep?.step, step >= 1 else { return nil }
    return series.joined(max(step - Self.recentSteps + 1, 1)...step).mean
  }

  /// The layers have changed: what was measured of each goes where it stands now.
  ///
  /// - Parameters:
  ///   - old: names of the layers until now.
  ///   - new: names of the layers from now on.
  mutating func arrange(_ old: [String], as new: [String]) {
    guard old != new else { return }
    let places = Dictionary(
      old.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    for (measure, series) in layers {
      layers[measure] = new.map { name in
        places[name].flatMap { series.indices.contains($0) ? series[$0] : nil }
          ?? Series(capacity: Self.layerCapacity)
      }
    }
  }

  private static let layerCapacity = 1024

  /// Steps of the longest stretch of values that are joined.
  var coarsestStretch: Int {
    let layers = layers.values.lazy.compactMap(\.first?.stepsPerStretch)
    return layers.reduce(loss.stepsPerStretch, max)
  }

  /// - Parameters:
  ///   - batchSize: as the knob says.
  ///   - trainSamples: images of an epoch.
  mutating func add(_ metrics: StepMetrics, batchSize: Int, trainSamples: Int) {
    let step = metrics.step
    lastStep = metrics
    seen.add(metrics, batchSize: batchSize, trainSamples: trainSamples)
    loss.add(step: step, metrics.loss)
    accuracy.add(step: step, metrics.accuracy)
    learningRate.add(step: step, metrics.learningRate)
    imagesPerSecond.add(step: step, metrics.imagesPerSecond)
    epochs.add(step: step, Double(metrics.epoch))
    add(metrics.gradientNorms, to: .gradientNorm, step: step)
    add(metrics.updateRatios, to: .updateRatio, step: step)
    add(metrics.weightNorms, to: .weightNorm, step: step)
    guard metrics.loss.isFinite else { return }
    recentLoss = recentLoss.map { 0.95 * $0 + 0.05 * metrics.loss } ?? metrics.loss
    for index in marks.indices.suffix(64)
    where marks[index].lossAfter == nil && !marks[index].isUndone
      && step >= marks[index].step + Mark.horizon
    {
      marks[index].lossAfter = recentLoss
    }
  }

  mutating func add(_ statistics: LayerStatistics) {
    add(statistics.outputGradients, to: .outputGradient, step: statistics.step)
    add(statistics.deadShares, to: .deadShare, step: statistics.step)
  }

  /// - Parameter values: layer by layer; `nil` leaves a gap, for what a layer does not have is no zero.
  private mutating func add(_ values: [Double?], to measure: LayerMeasure, step: Int) {
    var series = layers.removeValue(forKey: measure) ?? []
    while series.count < values.count { series.append(Series(capacity: Self.layerCapacity)) }
    for (layer, value) in values.enumerated() {
      if let value { series[layer].add(step: step, value) }
    }
    layers[measure] = series
  }

  mutating func add(_ evaluation: Evaluation) {
    evaluations.append(evaluation)
    seen.add(evaluation)
    // A picture needs no more; the run's log has them all.
    if evaluations.count > 4096 {
      evaluations = evaluations.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    }
  }

  /// Adds what there is to see at the newest step.
  mutating func add(_ moment: Moment) {
    moments.removeAll { $0.step >= moment.step }
    moments.append(moment)
    guard moments.count > Moment.limit else { return }
    let middle = moments.count / 2
    moments =
      moments[..<middle].enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      + moments[middle...]
  }

  /// Tells moments before the first snapshot what only that says.
  mutating func complete(_ knobs: [Knob: Double]) {
    for index in moments.indices where moments[index].knobs.isEmpty {
      moments[index].knobs = knobs
    }
  }

  /// What there was to see at a step; of those before the first, at the first.
  func moment(at step: Int) -> Moment? {
    moments.last { $0.step <= step } ?? moments.first
  }

  mutating func add(memory bytes: Int, step: Int) { memory.add(step: step, Double(bytes)) }

  mutating func add(_ mark: Mark) {
    var mark = mark
    mark.lossBefore = recentLoss
    marks.append(mark)
    if marks.count > 1024 { marks.removeFirst() }
  }

  /// Adds what a change did to its mark, which may be gone.
  mutating func add(_ effect: ChangeEffect) {
    if let index = marks.lastIndex(where: { $0.isOf(effect) }) {
      marks[index].effects.append(effect)
    }
  }

  /// Takes the last such change that stands for taken back.
  mutating func markUndone(_ command: Command) {
    let index = marks.lastIndex { $0.command == command && !$0.isUndone }
    if let index { marks[index].isUndone = true }
  }

  /// The changes that were made, the oldest first.
  var changes: [Mark] { marks.filter { $0.kind == .change } }
}
