/// A DenseNet with the memory of a training step. It is not `Sendable`: it lives on the queue that
/// trains it.
///
///     load → forward → backward → update
public final class DenseNet {
  /// Which statistics the batch norms use.
  public enum Mode: Sendable {
    /// The batch's own; the running statistics move towards them.
    case training
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
  public let configuration: DenseNetConfiguration
  /// Instructions that it computes with.
  public let instructionSet: InstructionSet
  private let network: [ConvolutionLayer]
  private let bias: Parameter
  private let images: FeatureMaps
  private let scores: FeatureMaps
  private let maps: [FeatureMaps]
  private let workspace: Workspace
  private let capacity: Int
  private var labels: [Int] = []

  /// Builds a network as its state has it.
  ///
  /// - Parameters:
  ///   - state: tensors of exactly the configuration's names and shapes, from `initialState`,
  ///     `state()` or surgery.
  ///   - batchCapacity: the most images that one batch can have.
  ///   - threads: how many threads compute at the same time, at least 1. Results do not depend on
  ///     it.
  public init(
    _ configuration: DenseNetConfiguration, state: NetworkState, batchCapacity: Int,
    instructionSet: InstructionSet, threads: Int
  ) {
    self.configuration = configuration
    self.instructionSet = instructionSet
    capacity = batchCapacity
    let kernels = instructionSet.kernels
    let groups = Batch.groups(batchCapacity, lanes: kernels.lanes)
    var places: [LayerShape.Place: FeatureMaps] = [:]
    func place(_ place: LayerShape.Place) -> FeatureMaps {
      if let maps = places[place] { return maps }
      let maps = FeatureMaps(
        configuration.shape(of: place), groups: groups, lanes: kernels.lanes,
        hasGradients: place != .images)
      places[place] = maps
      return maps
    }
    network = configuration.layerShapes.map { layer in
      ConvolutionLayer(
        layer.name, normName: layer.normName, block: layer.block, from: place(layer.source),
        to: place(layer.target), at: layer.first, side: layer.side, reading: layer.reading,
        overwritesGradient: layer.readsLast, state: state)
    }
    bias = Parameter("classifier.bias", state: state)
    images = place(.images)
    scores = place(.scores)
    maps = Array(places.values)
    var demand = Workspace.Demand()
    for layer in network { demand.formUnion(layer.demand(groups: groups)) }
    workspace = Workspace(demand, workers: Workers(count: max(threads, 1)), kernels: kernels)
  }

  // MARK: A step

  /// Takes a batch.
  ///
  /// - Parameters:
  ///   - images: normalised pixels, `[image][channel][row][column]`.
  ///   - labels: the class of each image, 0 ..< classes; 1 ... `batchCapacity` of them.
  public func load(images pixels: [Float], labels: [Int]) {
    self.labels = labels
    let count = configuration.input.channels * configuration.input.pixels
    pixels.withUnsafeBufferPointer { pixels in
      guard let start = pixels.baseAddress else { return }
      for group in 0..<batch.groups {
        workspace.kernels.interleave(
          start + group * images.lanes * count, batch.liveLanes(group), count,
          images.values(group: group).start)
      }
    }
  }

  private var batch: Batch { Batch(count: labels.count, lanes: images.lanes) }

  /// Loss and right answers on the loaded batch.
  ///
  /// - Parameter updatesStatistics: whether training moves the running statistics; false for a
  ///   look at the loss that changes nothing.
  public func forward(_ mode: Mode, updatesStatistics: Bool = true) -> Outcome {
    for layer in network {
      layer.forward(
        batch, usesBatchStatistics: mode == .training, updatesStatistics: updatesStatistics,
        in: workspace)
    }
    let outcome = CrossEntropy(outputs: scores, bias: bias, labels: labels, batch: batch)
    return Outcome(loss: outcome.loss, correct: outcome.correct)
  }

  /// Gradients of the loss of the last `forward(.training)` for every parameter.
  public func backward() {
    for maps in maps { maps.clearCorrections() }
    CrossEntropy.setBiasGradient(bias, outputs: scores, batch: batch)
    for layer in network.reversed() { layer.backward(batch, in: workspace) }
  }

  /// One step of stochastic gradient descent with the gradients of the last `backward`.
  public func update(_ optimizer: SGD) {
    for parameter in parameters { parameter.update(optimizer, workspace.kernels) }
  }

  // MARK: What can be seen

  /// A layer with weights.
  public struct Layer: Sendable, Equatable {
    /// torchvision's name of the module.
    public var name: String
    /// `convolution` or `linear`.
    public var kind: String
    /// Number of the dense block, from 1; `nil` outside of blocks.
    public var block: Int?
    /// Size of what it puts out. A transition's is that after its pooling.
    public var output: ImageShape
    /// Trained values, without those of the norm before it.
    public var parameters: Int
  }

  /// Layers with weights, from the images to the classifier.
  public var layers: [Layer] {
    network.map { layer in
      let isClassifier = layer.target === scores
      return Layer(
        name: layer.name, kind: isClassifier ? "linear" : "convolution", block: layer.block,
        output: ImageShape(
          channels: layer.outputs, height: layer.target.shape.height,
          width: layer.target.shape.width),
        parameters: layer.filters.count + (isClassifier ? bias.count : 0))
    }
  }

  /// ‖∂loss/∂weights‖₂ of each layer after the last `backward`, in the order of `layers`.
  public func gradientNorms() -> [Double] {
    network.map { $0.filters.gradientNorm(workspace.kernels) }
  }

  /// ‖last update‖₂ / ‖weights before it‖₂ of each layer, in the order of `layers`.
  public func updateRatios() -> [Double] { network.map(\.filters.updateRatio) }

  /// Scores of each class for each image of the last `forward`, `[image][class]`.
  public func logits() -> [[Float]] {
    (0..<batch.count).map { image in
      let values = scores.values(group: image / scores.lanes).start
      return (0..<configuration.classes).map { values[$0 * scores.lanes + image % scores.lanes] }
    }
  }

  /// Gradients of the last `backward`, by name.
  public func gradients() -> [String: Tensor] {
    Dictionary(
      uniqueKeysWithValues: parameters.map {
        ($0.name, Tensor(shape: $0.shape, values: $0.gradient.values))
      })
  }

  /// Weights of the layers that read a whole prefix of a block's maps, from the first dense layer
  /// to the transition or classifier.
  func consumers(ofBlock block: Int) -> [Tensor] {
    guard let last = network.lastIndex(where: { $0.block == block + 1 }) else { return [] }
    let maps = network[last].target
    return network[...(last + 1)].filter { $0.source === maps }.map {
      Tensor(shape: $0.filters.shape, values: $0.filters.values.values)
    }
  }

  private var parameters: [Parameter] { network.flatMap(\.parameters) + [bias] }
  private var norms: [BatchNormalization] { network.compactMap(\.norm) }

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

  /// Gives maps that surgery added the statistics of the last `forward(.training)` outright: by
  /// moving averages alone they would lag for dozens of steps.
  public func adoptBatchStatistics(of fresh: FreshMaps) {
    for layer in network {
      if let norm = layer.norm, let channels = fresh.channels[norm.name] {
        norm.adoptBatchStatistics(
          from: layer.source, count: batch.count * layer.source.shape.pixels, channels: channels)
      }
    }
  }

  // MARK: Size

  /// Number of trained values.
  public static func parameterCount(_ configuration: DenseNetConfiguration) -> Int {
    configuration.layerShapes.reduce(configuration.classes) {
      $0 + $1.filterShape.reduce(1, *) + ($1.normName == nil ? 0 : 2 * $1.inputs)
    }
  }

  /// Bytes that a network with these settings takes, buffers of a training step included;
  /// `Int.max` where the number is too large for an `Int`.
  public static func memoryRequired(
    _ configuration: DenseNetConfiguration, batchCapacity: Int, instructionSet: InstructionSet,
    threads: Int
  ) -> Int {
    let lanes = instructionSet.lanes
    let groups = Batch.groups(batchCapacity, lanes: lanes)
    var floats = 0.0
    var demand = Workspace.Demand()
    var places: Set<LayerShape.Place> = [.images]
    floats += Double(groups * lanes * configuration.input.channels * configuration.input.pixels)
    for layer in configuration.layerShapes {
      if places.insert(layer.target).inserted {
        let shape = configuration.shape(of: layer.target)
        floats += 2 * Double(groups * lanes) * Double(shape.channels * shape.pixels)
      }
      // Values, gradient, momentum, two packings.
      floats += 5 * Double(layer.filterShape.reduce(1, *)) + 12 * Double(layer.inputs)
      let shape = configuration.shape(of: layer.target)
      demand.formUnion(
        ConvolutionLayer.demand(
          geometry: PanelGeometry(
            inputs: layer.inputs, outputs: layer.outputs, side: layer.side, height: shape.height,
            width: shape.width, lanes: lanes), groups: groups))
    }
    let bytes = (floats + demand.count(workers: threads)) * Double(MemoryLayout<Float>.stride)
    return bytes < 0x1p62 ? Int(bytes) : Int.max
  }
}

extension LayerShape {
  fileprivate var reading: ConvolutionLayer.Reading {
    if target == .scores { return .averaged }
    if normName == nil { return .plain }
    return isTransition ? .pooled : .normalized
  }

  /// Whether nothing later in the forward pass reads all the source's channels: then this layer is
  /// the first to write their gradient in the backward pass.
  fileprivate var readsLast: Bool {
    if case .bottleneck = source { return true }
    return isTransition || target == .scores
  }
}
