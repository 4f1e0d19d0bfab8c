import KernelArguments

/// A network with the memory of a training step. It is not `Sendable`: it lives on the queue that
/// trains it.
///
///     load → forward → backward → update
public final class Network {
  /// Which statistics the batch norms use.
  public enum Mode: Sendable {
    /// The batch's own; dropout drops.
    case training
    /// The batch's own, as in training, but dropout leaves everything.
    case measurement
    /// The running statistics.
    case evaluation
  }

  /// How a batch went.
  public struct Outcome: Sendable, Equatable {
    /// Mean cross-entropy.
    public var loss: Double
    /// Images that were classified rightly.
    public var correct: Int
  }

  /// What the network looks like.
  public let configuration: NetworkConfiguration
  /// Connections whose weights are 0 and stay so.
  public let cuts: Set<DenseConnection>
  /// Instructions that it was asked to compute with.
  public let instructionSet: InstructionSet
  /// Fixes the masks of dropout: passes with the same seed drop the same values.
  public var maskSeed: UInt32 = 0
  /// Where the kernels' times are kept; `nil` to take none, for it costs a little.
  public var profile: KernelProfile?
  let operations: [any Operation]
  let layers: [ConvolutionLayer]
  private let sources: [SourceMaps]
  private let norms: [BatchNormalization]
  /// Those of the operations, then those of the norms.
  let parameters: [Parameter]
  private let images: FeatureMaps
  private let scores: FeatureMaps
  /// Scores of all groups where these share the memory of all other maps.
  private let collectedScores: FeatureMaps
  private let maps: [FeatureMaps]
  private let workspace: Workspace
  private var pixels: [Float] = []
  private var labels: [Int] = []
  /// Bytes that each layer takes.
  let layerMemory: [Int]
  /// How the last forward pass went through the batch.
  private var wentByGroups = false

  /// Builds a network as its state has it.
  ///
  /// - Parameters:
  ///   - configuration: one without an `objection`.
  ///   - state: tensors of exactly the configuration's names and shapes, from `initialState`,
  ///     `state()` or surgery.
  ///   - cuts: connections to cut: their weights become 0, and no work is done for them.
  ///   - batchCapacity: the most images that one batch can have.
  ///   - threads: how many threads compute at the same time, at least 1. Results do not depend on
  ///     it.
  public init(
    _ configuration: NetworkConfiguration, state: NetworkState, cuts: Set<DenseConnection> = [],
    batchCapacity: Int, instructionSet: InstructionSet, threads: Int
  ) {
    self.configuration = configuration
    self.cuts = cuts
    self.instructionSet = instructionSet
    let kernels = instructionSet.kernels(batchCapacity: batchCapacity)
    let groups = Batch.groups(batchCapacity, lanes: kernels.lanes)
    let cutChannels = configuration.architecture.denseNet?.channels(of: cuts) ?? [:]
    let plan = configuration.plan.cutting(cutChannels)
    layerMemory = plan.layerFloats(groups: groups, lanes: kernels.lanes).map {
      wholeNumber($0 * Double(MemoryLayout<Float>.stride))
    }
    let lifetimes = GradientLifetimes(plan)
    let buffers = lifetimes.buffers.map {
      FloatBuffer(count: FeatureMaps.count(pixels: $0, groups: groups, lanes: kernels.lanes))
    }
    let places = plan.shapes.map { place, shape in
      (
        place,
        FeatureMaps(
          shape, groups: groups, lanes: kernels.lanes,
          gradients: lifetimes.buffer[place].map { buffers[$0] })
      )
    }
    let builder = NetworkBuilder(
      plan: plan, maps: Dictionary(uniqueKeysWithValues: places),
      state: state.cutting(cutChannels),
      dropout: configuration.architecture.dropout, groups: groups, kernels: kernels)
    operations = builder.operations()
    layers = operations.compactMap { $0 as? ConvolutionLayer }
    sources = operations.flatMap(\.sources)
    norms = sources.compactMap(\.norm)
    parameters = operations.flatMap(\.parameters) + norms.flatMap(\.parameters)
    images = builder.maps(.images)
    scores = builder.maps(.scores)
    collectedScores = FeatureMaps(
      scores.shape, groups: groups, lanes: kernels.lanes, gradients: nil)
    maps = places.map(\.1)
    workspace = Workspace(
      plan.demand(groups: groups, kernels), workers: Workers(count: max(threads, 1)),
      kernels: kernels)
  }

  // MARK: A step

  /// Takes a batch.
  ///
  /// - Parameters:
  ///   - images: normalised pixels, `[image][channel][row][column]`.
  ///   - labels: the class of each image, 0 ..< classes; 1 ... `batchCapacity` of them.
  public func load(images pixels: [Float], labels: [Int]) {
    self.pixels = pixels
    self.labels = labels
  }

  /// Lays the images of a group side by side, one in each lane.
  private func interleave(_ group: Int, into slot: Int) {
    let count = configuration.input.channels * configuration.input.pixels
    pixels.withUnsafeBufferPointer { pixels in
      guard let start = pixels.baseAddress else { return }
      workspace.kernels.interleave(
        start + group * images.lanes * count, batch.liveLanes(group), count,
        images.values(group: slot).start)
    }
  }

  var batch: Batch { Batch(count: labels.count, lanes: images.lanes) }

  func pass(_ mode: Mode, _ part: KernelProfile.Part) -> Pass {
    Pass(
      batch: batch, isTraining: mode != .evaluation, drops: mode == .training,
      goesByGroups: wentByGroups, maskSeed: maskSeed, workspace: workspace,
      watch: profile.map { ($0, part) })
  }

  /// Loss and right answers on the loaded batch. Changes nothing that training changes.
  public func forward(_ mode: Mode) -> Outcome {
    wentByGroups = mode == .evaluation && workspace.workers.canTakeGroups(batch.groups)
    let pass = pass(mode, .forward)
    if wentByGroups { forwardByGroups(pass) } else { forwardByOperations(pass) }
    let outcome = CrossEntropy(outputs: outputs, labels: labels, batch: batch)
    return Outcome(loss: outcome.loss, correct: outcome.correct)
  }

  /// Where the last forward pass left its scores.
  private var outputs: FeatureMaps { wentByGroups ? collectedScores : scores }

  /// One operation after the other: norms need the statistics of the whole batch.
  private func forwardByOperations(_ pass: Pass) {
    pass.forEachGroup { group, _ in interleave(group, into: group) }
    for operation in operations {
      let pass = pass.watching(operation.kind)
      operation.prepareForward(pass)
      let portions = operation.portions(groups: batch.groups)
      pass.forEach(portions) { portion, worker in
        operation.forward(portion, worker: worker, pass)
      }
      if pass.isTraining { operation.finishForward(portions, pass) }
    }
  }

  /// One group of images after the other, each through the whole network. Each worker uses the maps
  /// of one group again and again, so that they stay in the caches. The result is the same.
  private func forwardByGroups(_ pass: Pass) {
    let passes = operations.map { pass.watching($0.kind) }
    for (operation, pass) in zip(operations, passes) { operation.prepareForward(pass) }
    let strips = operations.map { $0.portions(groups: 1).strips }
    pass.forEachGroup { group, worker in
      interleave(group, into: worker)
      for (index, operation) in operations.enumerated() {
        operation.forward(.group(worker, strips: strips[index]), worker: worker, passes[index])
      }
      collectedScores.values(group: group).start.update(
        from: scores.values(group: worker).start, count: scores.shape.channels * scores.lanes)
    }
  }

  /// Makes the maps of the whole batch those of the last forward pass.
  func completeMaps() {
    guard wentByGroups else { return }
    wentByGroups = false
    forwardByOperations(pass(.evaluation, .forward))
  }

  /// Gradients of the loss of the last `forward(.training)` for every parameter.
  ///
  /// - Parameter measuresOutputs: whether to take `outputGradients` too, which costs a pass through
  ///   all maps.
  public func backward(measuresOutputs: Bool = false) {
    for maps in maps { maps.clearCorrections() }
    let pass = pass(.training, .backward)
    for operation in operations.reversed() {
      let pass = pass.watching(operation.kind)
      if measuresOutputs { (operation as? ConvolutionLayer)?.measureOutputGradient(pass) }
      operation.backward(pass)
    }
  }

  /// One step of stochastic gradient descent with the gradients of the last `backward`; running
  /// statistics move towards those of the batch.
  ///
  /// - Parameter frozen: names of layers whose weights, and those of the norms before them, stay as they
  ///   are. Their running statistics go on, for what they read may change.
  public func update(_ optimizer: SGD, frozen: Set<String> = []) {
    let modules = Set(
      layers.map(\.shape).filter { frozen.contains($0.name) }.flatMap {
        [$0.name, $0.input.norm].compactMap(\.self)
      })
    workspace.workers.forEach(parameters.count) { index, _ in
      let parameter = parameters[index]
      if !modules.isEmpty && modules.contains(parameter.module) {
        parameter.stay()
      } else {
        parameter.update(optimizer, workspace.kernels)
      }
    }
    for source in sources { source.updateRunningStatistics(batch) }
  }

  // MARK: What can be seen

  /// Layers with weights.
  public var layerCount: Int { layers.count }

  /// ‖∂loss/∂weights‖₂ of each layer after the last `backward`, in the layers' order.
  public func gradientNorms() -> [Double] {
    layers.map { $0.filters.gradientNorm(workspace.kernels) }
  }

  /// ‖weights‖₂ of each layer as they are, in the layers' order.
  public func weightNorms() -> [Double] { layers.map { $0.filters.norm(workspace.kernels) } }

  /// ‖last update‖₂ / ‖weights before it‖₂ of each layer, in the layers' order.
  public func updateRatios() -> [Double] { layers.map(\.filters.updateRatio) }

  /// Scores of each class for each image of the last `forward`, `[image][class]`.
  public func logits() -> [[Float]] {
    (0..<batch.count).map { image in
      let values = outputs.values(group: image / outputs.lanes).start
      return (0..<configuration.classes).map { values[$0 * outputs.lanes + image % outputs.lanes] }
    }
  }

  /// The class with the highest score, of equal ones the first, for each image of the last `forward`.
  public func answers() -> [Int] {
    logits().map { scores in scores.indices.reduce(0) { scores[$1] > scores[$0] ? $1 : $0 } }
  }

  /// Gradients of the last `backward`, by name.
  public func gradients() -> [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: parameters.map {
        ($0.name, Tensor(shape: $0.shape, values: $0.gradient.values))
      })
  }

  /// A copy of everything that training changes.
  public func state() -> NetworkState {
    var state = NetworkState(parameters: [:], momenta: [:], statistics: [:])
    for parameter in parameters {
      state.parameters[parameter.name] = Tensor(
        shape: parameter.shape, values: parameter.values.values)
      state.momenta[parameter.name] = Tensor(
        shape: parameter.shape, values: parameter.momentum.values)
    }
    for norm in norms {
      state.statistics["\(norm.name).running_mean"] = Tensor(
        shape: [norm.channels], values: norm.runningMean.values)
      state.statistics["\(norm.name).running_var"] = Tensor(
        shape: [norm.channels], values: norm.runningVariance.values)
    }
    return state
  }

  /// Mixes the statistics of the last `forward(.training)` into those of maps that surgery added or changed:
  /// by moving averages alone they would lag for dozens of steps.
  ///
  /// - Parameter share: of the batch in the mixture: 1, 1/2, 1/3, … for one batch after the other makes the
  ///   mean over them.
  public func adoptBatchStatistics(of fresh: FreshMaps, share: Double = 1) {
    for source in sources {
      if let norm = source.norm, let channels = fresh.channels[norm.name] {
        source.adoptBatchStatistics(batch, channels: channels, share: share)
      }
    }
  }
}
