/// The first event of a run: everything that a viewer must know to show the events that follow.
public struct RunStarted: Sendable, Equatable, Codable {
  /// The log's format, `RunStarted.currentFormat`.
  public var format: String
  /// Seed of every random generator of the run.
  public var seed: UInt64
  /// Images per step.
  public var batchSize: Int
  /// Threads that the engine computes with.
  public var threads: Int
  /// `baseline`, `avx2` or `avx512`.
  public var instructionSet: String
  /// What is learnt from.
  public var dataset: DatasetDescription
  /// How weights are updated.
  public var optimizer: OptimizerDescription
  /// The networks that train in lockstep; one, unless networks are compared.
  public var networks: [NetworkDescription]
  /// Updates before, where the run goes on from a checkpoint; `nil` where it begins.
  public var resumedStep: Int?
  /// What is done to training images: `none` or `standard`; `nil` in logs of older programs.
  public var augmentation: String?

  /// The format that this program writes.
  public static let currentFormat = "densenet-explorer-run/1"

  /// Describes a run.
  public init(
    format: String = RunStarted.currentFormat, seed: UInt64, batchSize: Int, threads: Int,
    instructionSet: String, dataset: DatasetDescription, optimizer: OptimizerDescription,
    networks: [NetworkDescription], resumedStep: Int? = nil, augmentation: String? = nil
  ) {
    self.format = format
    self.seed = seed
    self.batchSize = batchSize
    self.threads = threads
    self.instructionSet = instructionSet
    self.dataset = dataset
    self.optimizer = optimizer
    self.networks = networks
    self.resumedStep = resumedStep
    self.augmentation = augmentation
  }
}

/// What a run learns from.
public struct DatasetDescription: Sendable, Equatable, Codable {
  /// The data set's name, or its folder's.
  public var name: String
  /// Names of the classes; a label is an index into them.
  public var classes: [String]
  /// Images to train on.
  public var trainSamples: Int
  /// Images to evaluate on.
  public var testSamples: Int
  /// Channels, height, width.
  public var shape: [Int]

  /// Describes a data set.
  public init(
    name: String, classes: [String], trainSamples: Int, testSamples: Int, shape: [Int]
  ) {
    self.name = name
    self.classes = classes
    self.trainSamples = trainSamples
    self.testSamples = testSamples
    self.shape = shape
  }
}

/// How weights are updated: SGD's settings at the start of the run.
public struct OptimizerDescription: Sendable, Equatable, Codable {
  /// Learning rate before any schedule.
  public var learningRate: Double
  /// Momentum, in [0, 1).
  public var momentum: Double
  /// Whether the momentum is Nesterov's.
  public var nesterov: Bool
  /// L2 penalty on every parameter.
  public var weightDecay: Double
  /// `constant`, `step` or `cosine`.
  public var schedule: String
  /// Steps that the schedule spans, which is when the run ends by itself.
  public var steps: Int

  /// Describes an optimiser.
  public init(
    learningRate: Double, momentum: Double, nesterov: Bool, weightDecay: Double, schedule: String,
    steps: Int
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.nesterov = nesterov
    self.weightDecay = weightDecay
    self.schedule = schedule
    self.steps = steps
  }
}

/// A network of the run.
public struct NetworkDescription: Sendable, Equatable, Codable {
  /// Short name for a legend, for example `DenseNet-BC (22, k=8)`.
  public var name: String
  /// `densenet`, `resnet`, `plain` or a torchvision name.
  public var architecture: String
  /// Number of trained values.
  public var parameters: Int
  /// Layers with weights, from the image to the classifier; `gradient_norms` has their order.
  public var layers: [LayerDescription]
  /// Connections of dense blocks that are cut, as `ConnectionPattern.text` has them; `nil` for none.
  public var cuts: [String]?
  /// The network's own name among those that it is compared with; `nil` of one that trains alone.
  public var label: String?

  /// Describes a network.
  public init(
    name: String, architecture: String, parameters: Int, layers: [LayerDescription],
    cuts: [String]? = nil, label: String? = nil
  ) {
    self.name = name
    self.architecture = architecture
    self.parameters = parameters
    self.layers = layers
    self.cuts = cuts
    self.label = label
  }
}

/// A layer with weights.
public struct LayerDescription: Sendable, Equatable, Codable {
  /// The weight's module as torchvision names it, for example
  /// `features.denseblock1.denselayer2.conv1`.
  public var name: String
  /// `convolution` or `linear`.
  public var kind: String
  /// Number of the dense block, from 1; `nil` outside of blocks (stem, transitions, classifier).
  public var block: Int?
  /// Channels, height and width of what the layer puts out.
  public var outputShape: [Int]
  /// Number of trained values.
  public var parameters: Int
  /// Channels that it reads; `nil` in logs of older programs.
  public var inputs: Int?
  /// Multiplications with an addition in the forward pass of one image; `nil` as before.
  public var multiplyAdds: Int?
  /// Bytes of memory that the layer's maps, weights, gradients and momenta take in a step, gradients of
  /// maps by their share of the memory that they have in common; what threads compute in is not in
  /// it. `nil` as before.
  public var memory: Int?
  /// Whether its weights are kept as they are; `nil` for no.
  public var isFrozen: Bool?

  /// Describes a layer.
  public init(
    name: String, kind: String, block: Int?, outputShape: [Int], parameters: Int,
    inputs: Int? = nil, multiplyAdds: Int? = nil, memory: Int? = nil, isFrozen: Bool? = nil
  ) {
    self.name = name
    self.kind = kind
    self.block = block
    self.outputShape = outputShape
    self.parameters = parameters
    self.inputs = inputs
    self.multiplyAdds = multiplyAdds
    self.memory = memory
    self.isFrozen = isFrozen
  }
}

/// A change gave a network other layers, or the memory of a batch of another size.
public struct NetworkChanged: Sendable, Equatable, Codable {
  /// Updates before the change.
  public var step: Int
  /// Index into `RunStarted.networks`.
  public var network: Int
  /// The network from now on.
  public var description: NetworkDescription
  /// Updates of the whole run from now on, which depend on the batch size; `nil` in logs of earlier
  /// versions.
  public var steps: Int?

  /// Describes a change.
  public init(step: Int, network: Int = 0, description: NetworkDescription, steps: Int? = nil) {
    self.step = step
    self.network = network
    self.description = description
    self.steps = steps
  }
}
