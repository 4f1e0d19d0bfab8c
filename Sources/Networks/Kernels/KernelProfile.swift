import KernelArguments
import Synchronization

/// How long each kernel takes, and how much it computes, over the forward and backward passes of a
/// network that is told to keep one. What lies outside of the passes, as the update does, is not in it.
public final class KernelProfile: Sendable {
  /// The part of a step that a kernel worked for.
  public enum Part: String, Sendable, Comparable {
    case forward, backward

    /// The order in a step.
    public static func < (a: Part, b: Part) -> Bool { a == .forward && b == .backward }
  }

  /// A kind of work.
  public struct Work: Hashable, Sendable {
    /// Kind of the layer that it is done for, for example `1×1 convolution`.
    public var layer: String
    /// What is done, for example `product`.
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
    /// Floating-point operations of products that were carried out, a multiplication and an addition
    /// counted as two.
    public var operations = 0.0

    /// One of `count` equal parts.
    public static func / (cost: Cost, count: Int) -> Cost {
      Cost(
        calls: cost.calls / count, seconds: cost.seconds / Double(count),
        operations: cost.operations / Double(count))
    }
  }

  /// The cost of one kind of work, which several threads add to.
  final class Account: Sendable {
    fileprivate let cost = Mutex(Cost())

    func measure(operations: Int = 0, _ body: () -> Void) {
      let clock = ContinuousClock()
      let seconds = clock.measure(body) / .seconds(1)
      cost.withLock { cost in
        cost.calls += 1
        cost.seconds += seconds
        cost.operations += Double(operations)
      }
    }
  }

  private let accounts = Mutex<[Work: Account]>([:])

  /// An empty profile.
  public init() {}

  /// What each kind of work took, the most expensive first.
  public var sorted: [(work: Work, cost: Cost)] {
    accounts.withLock(\.self).map { ($0.key, $0.value.cost.withLock(\.self)) }
      .filter { $0.1.calls > 0 }.sorted { $0.1.seconds > $1.1.seconds }
  }

  func account(_ work: Work) -> Account {
    accounts.withLock { accounts in
      if let account = accounts[work] { return account }
      let account = Account()
      accounts[work] = account
      return account
    }
  }
}

extension KernelTable {
  /// The same kernels, each of which writes into a profile what it took.
  func watched(
    by profile: KernelProfile, for layer: String, during part: KernelProfile.Part
  ) -> KernelTable {
    func watch<Work>(
      _ kernel: @escaping (Work) -> Void, _ name: String, operations: ((Work) -> Int)? = nil
    ) -> (Work) -> Void {
      let account = profile.account(
        KernelProfile.Work(layer: layer, kernel: name, part: part))
      return { work in
        account.measure(operations: operations?(work) ?? 0) { kernel(work) }
      }
    }
    var table = self
    let lanes = lanes
    table.packFilters = watch(packFilters, "packing of filters")
    table.transformFilters = watch(transformFilters, "packing of filters")
    table.multiply = watch(
      multiply, part == .forward ? "product" : "product: gradient of data"
    ) { $0.operations(lanes: lanes) }
    table.accumulateWeightGradient = watch(
      accumulateWeightGradient, "product: gradient of weights"
    ) { $0.operations(lanes: lanes) }
    table.accumulateBiasGradient = watch(accumulateBiasGradient, "gradient of bias")
    table.gatherWindows = watch(gatherWindows, "gathering of windows")
    table.transformInputs = watch(transformInputs, "transform to frequencies")
    table.transformOutputGradients = watch(transformOutputGradients, "transform to frequencies")
    table.assembleOutputs = watch(assembleOutputs, "assembly from frequencies")
    table.assembleFilterGradient = watch(assembleFilterGradient, "assembly from frequencies")
    table.readPanel = watch(readPanel, "reading: norm, activation")
    table.readPooledPanel = watch(readPooledPanel, "reading: norm, activation, pooling")
    table.readAverage = watch(readAverage, "reading: norm, activation, mean")
    table.readGradient = watch(readGradient, "reading of gradients")
    table.scatterGradient = watch(scatterGradient, "handing back: activation, norm")
    table.scatterPooledGradient = watch(
      scatterPooledGradient, "handing back: pooling, activation, norm")
    table.scatterAverageGradient = watch(
      scatterAverageGradient, "handing back: mean, activation, norm")
    table.poolMaxima = watch(poolMaxima, "maxima")
    table.scatterMaxima = watch(scatterMaxima, "maxima")
    table.addResidual = watch(addResidual, "addition")
    table.maskDropout = watch(maskDropout, "dropout")
    table.measureMaps = watch(measureMaps, "mean and variance")
    table.measureExtremes = watch(measureExtremes, "extremes")
    table.measureGradients = watch(measureGradients, "size of gradients")
    let sum = profile.account(
      KernelProfile.Work(layer: layer, kernel: "sum of gradients", part: part))
    table.addParts = { [addParts] parts, number, stride, count, target in
      sum.measure { addParts(parts, number, stride, count, target) }
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
