import Networks
import Testing

/// Maps so large that convolutions go through them in several strips, whose borders belong to their
/// neighbours: these rows of the gradient need the mask too.
struct DropoutGradientTests {
  @Test(arguments: [
    Architecture.Family.plain(ResidualStructure(blocks: [1, 1, 1])),
    .densenet(
      DenseNetStructure(
        blocks: [2], growthRate: 8, hasBottleneck: false, compression: 1, initialChannels: 16)),
  ])
  func gradientOfTheLoss(family: Architecture.Family) {
    let configuration = NetworkConfiguration(
      Architecture(family, normalization: .none, activation: .tanh, dropout: 0.3),
      input: ImageShape(channels: 3, height: 96, width: 96), classes: 4)
    var generator = RandomGenerator(seed: 3)
    let state = configuration.initialState(using: &generator)
    let pixels = (0..<2 * 3 * 96 * 96).map { _ in Float(generator.nextNormal()) }
    func network(_ state: NetworkState) -> Network {
      let network = Network(
        configuration, state: state, batchCapacity: 2, instructionSet: .best, threads: 1)
      network.maskSeed = 5
      network.load(images: pixels, labels: [1, 2])
      return network
    }
    let trained = network(state)
    _ = trained.forward(.training)
    trained.backward()
    // Of the first layer, which the gradients of all others reach.
    let name = configuration.architecture.denseNet == nil ? "conv1.weight" : "features.conv0.weight"
    let gradient = trained.gradients()[name]?.values ?? []
    let norm = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    // The slope of the loss along its gradient is the gradient's length.
    func loss(_ step: Double) -> Double {
      var moved = state
      for index in gradient.indices {
        moved.parameters[name]?.values[index] += Float(step / norm) * gradient[index]
      }
      return network(moved).forward(.training).loss
    }
    let slope = (loss(1e-2) - loss(-1e-2)) / 2e-2
    #expect(norm > 0 && abs(slope - norm) < 0.01 * norm, "\(slope) instead of \(norm)")
  }
}
