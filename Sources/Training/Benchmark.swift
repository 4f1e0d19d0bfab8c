import Foundation
import Networks
import Samples

/// How fast whole training steps are, and what they spend their time on.
public struct BenchmarkReport: Sendable {
  /// The network.
  public let configuration: NetworkConfiguration
  /// Images per second: median over the steps, and the fastest.
  public let imagesPerSecond: Double
  public let bestImagesPerSecond: Double
  /// Images per second of the forward pass in evaluation mode, median.
  public let evaluationImagesPerSecond: Double
  public let kernels: [(work: KernelProfile.Work, cost: KernelProfile.Cost)]
  public let stepSeconds: Double

  public init(
    _ settings: RunSettings, dataset: Dataset, seconds: Double
  ) throws(RunError) {
    let plan = try RunPlan(settings, dataset: dataset)
    configuration = plan.configuration
    var generator = RandomGenerator(seed: settings.seed)
    let network = Network(
      configuration, state: configuration.initialState(settings.initialization, using: &generator),
      batchCapacity: settings.batchSize, instructionSet: settings.instructionSet,
      threads: settings.threads)
    var order = SampleOrder(count: dataset.train.count, seed: settings.seed)
    func step() {
      let (images, labels) = dataset.batch(dataset.train, indices: order.next(settings.batchSize))
      network.load(images: images, labels: labels)
      _ = network.forward(.training)
      network.backward()
      _ = network.gradientNorms()
      network.update(settings.optimizer)
      _ = network.updateRatios()
    }
    let clock = ContinuousClock()
    func times(_ seconds: Double, _ body: () -> Void) -> [Double] {
      var times: [Double] = []
      for _ in 0..<3 { body() }
      let end = clock.now + .seconds(seconds)
      repeat { times.append(clock.measure(body) / .seconds(1)) } while clock.now < end
      return times.sorted()
    }
    let steps = times(seconds, step)
    let images = Double(settings.batchSize)
    imagesPerSecond = images / steps[steps.count / 2]
    bestImagesPerSecond = images / steps[0]
    let evaluations = times(seconds / 4) { _ = network.forward(.evaluation) }
    evaluationImagesPerSecond = images / evaluations[evaluations.count / 2]
    let profile = KernelProfile()
    network.profile = profile
    let count = max(1, min(5, steps.count))
    stepSeconds = clock.measure { for _ in 0..<count { step() } } / .seconds(1) / Double(count)
    kernels = profile.sorted.map { work, cost in
      var cost = cost
      cost.calls /= count
      cost.seconds /= Double(count)
      cost.operations /= Double(count)
      return (work, cost)
    }
  }
}
