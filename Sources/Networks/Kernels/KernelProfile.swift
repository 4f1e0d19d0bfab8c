import KernelArguments
import Synchronization

/// How long each kernel takes, and how much it computes, over the passes of a network that is told
/// to keep one.
public final class KernelProfile: Sendable {
  /// The part of a step that a kernel worked for.
  public enum Part: String, Sendable, Comparable {
    case forward, backward

    /// The order in a step.
    public static func < (a: Part, b: Part) -> Bool { a == .forward && b == .backward }
  }

  /// A kind of work.
  public struct Work: Hashable, Sendable {
    /// What is done, for example `3×3 convolution`.
    public var kernel: String
    /// When.
    public var part: Part
  }

  /// What was spent on one kind of work, over all threads.
  public struct Cost: Sendable, Equatable {
    /// Calls of the kernel.
    public var calls = 0
    /// Time of the threads that it ran on, added up.
    public var seconds = 0.0
    /// Floating-point operations, a multiplication and an addition counted as two; only those of
    /// products, and for Winograd's filtering those that it saves too.
    public var operations = 0.0
  }

  private let costs = Mutex<[Work: Cost]>([:])

  /// An empty profile.
  public init() {}

  /// What each kind of work took, the most expensive first.
  public var sorted: [(work: Work, cost: Cost)] {
    costs.withLock(\.self).map { ($0.key, $0.value) }.sorted { $0.1.seconds > $1.1.seconds }
  }

  func measure<Result>(
    _ kernel: String, _ part: Part, operations: Int = 0, _ body: () -> Result
  ) -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let result = body()
    let seconds = (clock.now - start) / .seconds(1)
    costs.withLock { costs in
      costs[Work(kernel: kernel, part: part), default: Cost()].add(seconds, operations)
    }
    return result
  }
}

extension KernelProfile.Cost {
  fileprivate mutating func add(_ seconds: Double, _ operations: Int) {
    calls += 1
    self.seconds += seconds
    self.operations += Double(operations)
  }
}

extension KernelTable {
  /// The same kernels, each of which writes into a profile what it took.
  func watched(by profile: KernelProfile, during part: KernelProfile.Part) -> KernelTable {
    func watch<Work>(
      _ kernel: @escaping (Work) -> Void, _ name: String
    ) -> (Work) -> Void {
      { work in profile.measure(name, part) { kernel(work) } }
    }
    var table = self
    let lanes = lanes
    table.packFilters = watch(packFilters, "packing of filters")
    table.transformFilters = watch(transformFilters, "packing of filters")
    table.multiply = { [multiply] work in
      profile.measure(
        work.planes == 1 ? "product" : "product, 36 frequencies", part,
        operations: work.operations(lanes: lanes)
      ) { multiply(work) }
    }
    table.accumulateWeightGradient = { [accumulateWeightGradient] work in
      profile.measure(
        work.planes == 1 ? "weight gradient" : "weight gradient, 36 frequencies", part,
        operations: work.operations(lanes: lanes)
      ) { accumulateWeightGradient(work) }
    }
    table.gatherWindows = watch(gatherWindows, "gathering of windows")
    table.transformInputs = watch(transformInputs, "transform of inputs")
    table.transformOutputGradients = watch(transformOutputGradients, "transform of gradients")
    table.assembleOutputs = watch(assembleOutputs, "assembly of outputs")
    table.assembleFilterGradient = watch(assembleFilterGradient, "assembly of filter gradients")
    table.accumulateBiasGradient = watch(accumulateBiasGradient, "bias gradient")
    table.readPanel = watch(readPanel, "reading: norm, activation")
    table.readPooledPanel = watch(readPooledPanel, "reading, pooled")
    table.readAverage = watch(readAverage, "reading, averaged")
    table.readGradient = watch(readGradient, "reading of gradients")
    table.scatterGradient = watch(scatterGradient, "scattering")
    table.scatterPooledGradient = watch(scatterPooledGradient, "scattering, pooled")
    table.scatterAverageGradient = watch(scatterAverageGradient, "scattering, averaged")
    table.poolMaxima = watch(poolMaxima, "max pooling")
    table.scatterMaxima = watch(scatterMaxima, "max pooling")
    table.addResidual = watch(addResidual, "addition of the shortcut")
    table.maskDropout = watch(maskDropout, "dropout")
    table.measureMaps = watch(measureMaps, "mean and variance")
    table.addParts = { [addParts] parts, number, stride, count, sum in
      profile.measure("sum of filter gradients", part) {
        addParts(parts, number, stride, count, sum)
      }
    }
    return table
  }
}

extension Product {
  /// Multiplications and additions.
  fileprivate func operations(lanes: Int) -> Int {
    2 * outputs * inputs * columns * planes * lanes
  }
}

extension WeightGradient {
  /// Multiplications and additions.
  fileprivate func operations(lanes: Int) -> Int {
    2 * outputs * inputs * columns * planes * lanes
  }
}
