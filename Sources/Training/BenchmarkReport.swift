import Foundation
import Networks
import Samples

/// How fast whole training steps are on this machine, what they spend their time on, and what the
/// machine would allow.
public struct BenchmarkReport: Sendable {
  /// The network.
  public let configuration: NetworkConfiguration
  /// What it was trained with.
  public let settings: RunSettings
  /// Images per second of training: median over the steps, and of the fastest one.
  public let imagesPerSecond: Double
  /// See `imagesPerSecond`.
  public let bestImagesPerSecond: Double
  /// Steps that were timed.
  public let steps: Int
  /// Images per second of the forward pass in evaluation mode: median, and of the fastest one.
  public let evaluationImagesPerSecond: Double
  /// See `evaluationImagesPerSecond`.
  public let bestEvaluationImagesPerSecond: Double
  /// The most memory that the process had until training was timed, in bytes.
  public let peakMemory: Int
  /// What the machine can do: the best of what was measured at several moments of the benchmark.
  public let peak: MachinePeak
  /// What layers ask for, for one image, by kind.
  public let layers: [LayerWork]
  /// What kernels took in one step, over all threads, the most expensive first; measured in steps of
  /// their own, for it costs a little.
  public let kernels: [(work: KernelProfile.Work, cost: KernelProfile.Cost)]
  /// Time of the threads in such a step, in seconds, kernels and everything else.
  public let profiledSeconds: Double
  /// Threads that can compute at the same time: no more than there are processors.
  private let threads: Int

  /// Operations per second of training, a multiplication and an addition counted as two, as many as
  /// direct convolution needs.
  public var operationsPerSecond: Double {
    imagesPerSecond * layers.reduce(0) { $0 + $1.operations }
  }

  /// `operationsPerSecond` as a share of the machine's peak.
  public var shareOfPeak: Double { operationsPerSecond / peak.operationsPerSecond }

  /// A kernel's operations per second, on the threads that it ran on, as a share of their peak.
  public func shareOfPeak(_ cost: KernelProfile.Cost) -> Double {
    cost.operations / cost.seconds * Double(threads) / peak.operationsPerSecond
  }

  /// Seconds that a step takes at least: each kind of layer the longer of its arithmetic at the
  /// machine's peak and its traffic at the machine's bandwidth.
  public var leastStepSeconds: Double { layers.reduce(0) { $0 + leastSeconds($1) } }

  /// Seconds that layers of a kind take in a step at least.
  public func leastSeconds(_ layer: LayerWork) -> Double {
    max(arithmeticSeconds(layer), trafficSeconds(layer))
  }

  /// Seconds that a step's operations of a kind of layer take at the machine's peak.
  public func arithmeticSeconds(_ layer: LayerWork) -> Double {
    Double(settings.batchSize) * layer.executedOperations / peak.operationsPerSecond
  }

  /// Seconds that a step's traffic of a kind of layer takes at the machine's bandwidth.
  public func trafficSeconds(_ layer: LayerWork) -> Double {
    Double(settings.batchSize) * layer.bytes / peak.bytesPerSecond
  }

  /// Trains, for measuring alone.
  ///
  /// - Parameters:
  ///   - dataset: what to train on.
  ///   - seconds: how long to time training steps; evaluation takes a quarter of that.
  public init(_ settings: RunSettings, dataset: Dataset, seconds: Double) throws(RunError) {
    let plan = try RunPlan(settings, dataset: dataset)
    try plan.checkMemory()
    let configuration = plan.configuration
    self.configuration = configuration
    self.settings = settings
    threads = min(settings.threads, ProcessInfo.processInfo.activeProcessorCount)
    layers = configuration.layerWork(settings.instructionSet)
    var generator = RandomGenerator(seed: settings.seed)
    let network = Network(
      configuration, state: configuration.initialState(settings.initialization, using: &generator),
      batchCapacity: settings.batchSize, instructionSet: settings.instructionSet,
      threads: settings.threads)
    // Full batches alone: a short last one would look fast.
    let samples = dataset.train.count / settings.batchSize * settings.batchSize
    var order = SampleOrder(count: samples, seed: settings.seed)
    let clock = ContinuousClock()
    var pictureDue = clock.now
    let loader = BatchLoader(
      dataset, augmentation: settings.augmentation ?? .off, seed: settings.seed)
    func load() throws(RunError) {
      let (batch, _) = try reading { () throws(DatasetError) in
        try loader.next(&order, batchSize: settings.batchSize)
      }
      network.load(images: batch.images, labels: batch.labels)
    }
    // What the engine does in a step, the numbers for the screen included.
    func step() throws(RunError) {
      try load()
      _ = network.forward(.training)
      network.backward()
      _ = network.hasFiniteGradients(norms: network.gradientNorms())
      _ = network.weightNorms()
      network.update(settings.optimizer)
      _ = network.updateRatios()
      guard clock.now >= pictureDue else { return }
      _ = network.shortcutShares()
      if configuration.architecture.denseNet != nil { _ = network.reuse() }
      pictureDue = clock.now + .milliseconds(250)
    }
    // The first steps find caches cold and memory untouched.
    func times(
      _ seconds: Double, _ body: () throws(RunError) -> Void
    ) throws(RunError) -> [Double] {
      for _ in 0..<3 { try body() }
      var times: [Double] = []
      let end = clock.now + .seconds(seconds)
      repeat {
        let start = clock.now
        try body()
        times.append((clock.now - start) / .seconds(1))
      } while clock.now < end
      return times.sorted()
    }
    func measuredPeak() -> MachinePeak {
      MachinePeak(
        settings.instructionSet, batchCapacity: settings.batchSize, threads: settings.threads)
    }
    let images = Double(settings.batchSize)
    let training = try times(seconds, step)
    steps = training.count
    imagesPerSecond = images / training[steps / 2]
    bestImagesPerSecond = images / training[0]
    peakMemory = BenchmarkReport.residentPeak()
    // Not before: what it reads would count as the run's memory.
    var peaks = [measuredPeak()]
    let evaluation = try times(seconds / 4) { () throws(RunError) in
      try load()
      _ = network.forward(.evaluation)
    }
    evaluationImagesPerSecond = images / evaluation[evaluation.count / 2]
    bestEvaluationImagesPerSecond = images / evaluation[0]
    peaks.append(measuredPeak())
    let profile = KernelProfile()
    network.profile = profile
    let count = max(1, min(steps, 10))
    let start = clock.now
    for _ in 0..<count { try step() }
    profiledSeconds =
      (clock.now - start) / .seconds(1) * Double(threads) / Double(count)
    kernels = profile.sorted.map { ($0.work, $0.cost / count) }
    peak = MachinePeak(best: peaks + [measuredPeak()])
  }

  /// The most memory that the process ever had, in bytes.
  private static func residentPeak() -> Int {
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }
}
