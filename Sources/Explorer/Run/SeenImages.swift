import Channel

/// How many images a network has learned from, and how many it took to reach an accuracy.
///
/// Steps say neither: a batch has as many images as the knob says, and the last one of an epoch has what
/// is left. So they are counted step by step; at the end of each epoch the count is exact, whatever came
/// before.
struct SeenImages: Sendable {
  /// A test accuracy that was the best so far.
  private struct Record {
    let step: Int
    let images: Double
    let accuracy: Double
  }

  private var count = 0.0
  private var step = 0
  /// The count after each step.
  private var counts = Series(capacity: 4096)
  /// How long each step took.
  private(set) var seconds = Series(capacity: 4096)
  /// The oldest first, each better than the one before it.
  private var records: [Record] = []

  /// - Parameters:
  ///   - batchSize: images of the step, unless it was an epoch's last.
  ///   - trainSamples: images of an epoch.
  mutating func add(_ metrics: StepMetrics, batchSize: Int, trainSamples: Int) {
    let samples = Double(max(trainSamples, 1))
    let batch = min(Double(max(batchSize, 1)), samples)
    // Of steps that came too fast for the viewer there is no report.
    let steps = max(Double(metrics.step) - Double(step), 1)
    let before = (Double(max(metrics.epoch, 1)) - 1) * samples
    let next = min(max(count + steps * batch, before + batch), before + samples)
    let images = steps == 1 ? min(max(next - count, 1), batch) : batch
    (count, step) = (next, metrics.step)
    counts.add(step: step, count)
    seconds.add(step: step, images / metrics.imagesPerSecond)
  }

  mutating func add(_ evaluation: Evaluation) {
    guard evaluation.accuracy > records.last?.accuracy ?? -1 else { return }
    records.append(
      Record(
        step: evaluation.step, images: images(at: evaluation.step), accuracy: evaluation.accuracy))
  }

  /// Forgets what was after a step.
  mutating func goBack(to step: Int) {
    count = images(at: step)
    self.step = min(step, self.step)
    counts.remove(after: step)
    seconds.remove(after: step)
    records.removeAll { $0.step > step }
  }

  /// Images that were seen up to a step, each as often as it was.
  func images(at step: Int) -> Double {
    step >= self.step ? count : step >= 1 ? counts.value(at: step) ?? 0 : 0
  }

  /// Images that were seen until the first evaluation, up to a step, with an accuracy; `nil` where there
  /// was none.
  func images(until accuracy: Double, at step: Int) -> Double? {
    records.first { $0.accuracy >= accuracy && $0.step <= step }?.images
  }
}
