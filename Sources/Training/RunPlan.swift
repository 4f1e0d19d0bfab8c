import Foundation
import Networks
import Samples

/// Settings that were found to fit the data and the machine.
struct RunPlan {
  let settings: RunSettings
  let configuration: NetworkConfiguration
  /// Training samples of one pass.
  private let samples: Int

  /// Joins settings and data. Throws where they don't fit together.
  init(_ settings: RunSettings, dataset: Dataset) throws(RunError) {
    self.settings = settings
    samples = dataset.train.count
    configuration = NetworkConfiguration(settings.network, dataset: dataset)
    if let objection = configuration.objection { throw RunError(.usage, objection) }
    if settings.batchSize > samples {
      throw RunError(
        .usage,
        "batch size \(settings.batchSize): expected at most \(samples), "
          + "the number of training samples")
    }
    let steps = self.steps
    // How long a run is whose batch size changes is not known before; a script that goes on was checked.
    let isKnown = settings.resume == nil && !settings.interventions.contains { $0.setsBatchSize }
    if isKnown,
      let late = settings.interventions.first(where: {
        // At the end one can still go back.
        $0.step >= ($0.command.movesStep ? steps + 1 : steps)
      })
    {
      throw RunError(
        .usage,
        "--at \(late.step): expected a step in 0…\(steps - 1), "
          + "for that is how long this run is")
    }
  }

  /// Bytes that the run takes as it begins.
  var memoryRequired: Int { memoryRequired(configuration, batchSize: settings.batchSize) }

  /// Refuses a run that needs more memory than there is.
  func checkMemory() throws(RunError) { try check(memory: memoryRequired) }

  private func check(memory required: Int) throws(RunError) {
    if let objection = memoryObjection(required) {
      throw RunError(.other, "this run \(objection): expected a smaller batch or network")
    }
  }

  /// Refuses a checkpoint that this run cannot go on from: of other data, with no step left, or too large.
  ///
  /// - Parameter hasEnded: whether the run has come to its end; otherwise that is left to be told.
  func check(
    _ state: TrainingState, dataset: Dataset, of path: String, hasEnded: Bool = true
  ) throws(RunError) {
    let expected = NetworkConfiguration(state.configuration.architecture, dataset: dataset)
    guard expected == state.configuration, state.progress.order.count == samples else {
      func words(_ configuration: NetworkConfiguration, _ samples: Int) -> String {
        let input = configuration.input
        return "\(samples) images of \(input.channels)×\(input.height)×\(input.width) in "
          + "\(configuration.classes) classes"
      }
      throw RunError(
        .data,
        "\(path): expected \(words(state.configuration, state.progress.order.count)) to train on, "
          + "\(settings.dataset) has \(words(expected, samples))")
    }
    if hasEnded && isFinished(step: state.step, order: state.progress.order) {
      throw RunError(
        .usage,
        "\(path) is at step \(state.step), where this run ends: expected more --steps or --epochs")
    }
    try check(
      memory: memoryRequired(state.configuration, batchSize: state.progress.batchSize))
  }

  /// Bytes that training a network takes: its own, those of batches, and copies of its values and momenta, one to go
  /// back to, one on its way into a checkpoint, and the checkpoint's content, and the time line's.
  func memoryRequired(_ configuration: NetworkConfiguration, batchSize: Int) -> Int {
    let network = configuration.memoryRequired(
      batchCapacity: batchSize, instructionSet: settings.instructionSet, threads: settings.threads)
    // The batch that is computed with, and the next one.
    let input = configuration.input
    let batches = [2, batchSize, input.channels, input.height, input.width].map(Double.init)
      .reduce(Double(MemoryLayout<Float>.stride), *)
    let copies =
      5 * MemoryLayout<Float>.stride * configuration.parameterCount + settings.timeLineBytes / 4
    let sum = Double(network) + Double(copies) + batches
    return Int(exactly: sum.rounded(.up)) ?? Int.max
  }

  /// Updates of the whole run, at the batch size of its start.
  var steps: Int {
    switch settings.duration {
    case .steps(let steps): steps
    case .epochs(let epochs):
      epochs * ((samples + settings.batchSize - 1) / settings.batchSize)
    }
  }

  /// Updates of the whole run, if it goes on with a batch size.
  ///
  /// - Parameters:
  ///   - step: updates so far.
  ///   - order: the position in the data.
  func steps(after step: Int, order: SampleOrder, batchSize: Int) -> Int {
    guard case .epochs(let epochs) = settings.duration else { return steps }
    func batches(_ samples: Int) -> Int { (samples + batchSize - 1) / batchSize }
    let begun = order.epoch > 0 ? batches(samples - order.position) : 0
    return step + begun + (epochs - order.epoch) * batches(samples)
  }

  /// Factor of the learning rate for the next update. A run that is counted in epochs goes by
  /// samples, so that a change of the batch size does not move its schedule.
  func scheduleFactor(step: Int, samplesDone: Int) -> Double {
    switch settings.duration {
    case .steps(let steps): settings.schedule.factor(done: step, total: steps)
    case .epochs(let epochs):
      settings.schedule.factor(done: samplesDone, total: epochs * samples)
    }
  }

  /// Whether no update is left.
  func isFinished(step: Int, order: SampleOrder) -> Bool {
    switch settings.duration {
    case .steps(let steps): step >= steps
    case .epochs(let epochs): order.epoch >= epochs && order.position == samples
    }
  }
}
