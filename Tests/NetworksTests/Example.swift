import Networks

/// A small network and a batch for it, made from a seed.
struct Example {
  var configuration: NetworkConfiguration
  var images: [Float]
  var labels: [Int]
  var state: NetworkState

  init(
    blocks: [Int] = [2, 2], growthRate: Int = 4, hasBottleneck: Bool = true,
    compression: Double = 0.5, input: ImageShape = ImageShape(channels: 2, height: 9, width: 7),
    batch: Int = 11, seed: UInt64 = 1
  ) {
    self.init(
      .denseNet(
        blocks: blocks, growthRate: growthRate, hasBottleneck: hasBottleneck,
        compression: compression), input: input, batch: batch, seed: seed)
  }

  init(
    _ architecture: Architecture,
    input: ImageShape = ImageShape(channels: 2, height: 9, width: 7), batch: Int = 11,
    initialization: Initialization = .he, seed: UInt64 = 1
  ) {
    configuration = NetworkConfiguration(architecture, input: input, classes: 5)
    var generator = RandomGenerator(seed: seed)
    state = configuration.initialState(initialization, using: &generator)
    images = (0..<batch * input.channels * input.pixels).map { _ in Float(generator.nextNormal()) }
    labels = (0..<batch).map { _ in Int.random(in: 0..<5, using: &generator) }
  }

  func network(
    _ instructionSet: InstructionSet = .best, threads: Int = 1, state: NetworkState? = nil,
    configuration: NetworkConfiguration? = nil
  ) -> Network {
    let network = Network(
      configuration ?? self.configuration, state: state ?? self.state, batchCapacity: labels.count,
      instructionSet: instructionSet, threads: threads)
    network.load(images: images, labels: labels)
    return network
  }
}

let sgd = SGD(learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 1e-4)

/// ‖a − b‖₂ / ‖b‖₂.
func relativeError(_ values: [Float], _ expected: [Float]) -> Double {
  guard values.count == expected.count else { return .infinity }
  let difference = zip(values, expected).reduce(0) {
    $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
  }
  let norm = expected.reduce(0) { $0 + Double($1) * Double($1) }
  return norm > 0 ? (difference / norm).squareRoot() : difference.squareRoot()
}

extension Architecture {
  /// A small DenseNet.
  static func denseNet(
    blocks: [Int] = [2, 2], growthRate: Int = 4, hasBottleneck: Bool = true,
    compression: Double = 0.5, initialChannels: Int = 6, stem: Stem = .small,
    normalization: Normalization = .batch,
    activation: Activation = .relu, dropout: Double = 0
  ) -> Architecture {
    Architecture(
      .densenet(
        DenseNetStructure(
          blocks: blocks, growthRate: growthRate, hasBottleneck: hasBottleneck,
          compression: compression, initialChannels: initialChannels, stem: stem)),
      normalization: normalization, activation: activation, dropout: dropout)
  }

  /// One network for everything that makes a difference to the engine.
  static let examples: [String: Architecture] = [
    "DenseNet": denseNet(hasBottleneck: false, compression: 1),
    "DenseNet-B": denseNet(compression: 1),
    "DenseNet-C": denseNet(hasBottleneck: false, compression: 0.4),
    "DenseNet-BC": denseNet(dropout: 0.2),
    "DenseNet, ImageNet's stem": denseNet(stem: .imagenet),
    "DenseNet without norms": denseNet(normalization: .none, activation: .tanh, dropout: 0.3),
    "ResNet": Architecture(.resnet(ResidualStructure(blocks: [1, 1, 1]))),
    "ResNet without norms": Architecture(
      .resnet(ResidualStructure(blocks: [1, 1, 1])), normalization: .none, activation: .sigmoid,
      dropout: 0.2),
    "plain": Architecture(.plain(ResidualStructure(blocks: [2, 1, 2], initialChannels: 5))),
    "one stage without norms": Architecture(
      .plain(ResidualStructure(blocks: [3], initialChannels: 7)), normalization: .none),
    "plain without norms": Architecture(
      .plain(ResidualStructure(blocks: [1, 1, 1])), normalization: .none),
  ]
}
