import Networks
import Testing

/// Networks that pass over what is cut, against the same ones that work through the zeros.
struct CutConnectionTests {
  /// Networks whose layers read few inputs or many, by each way to convolve. Those that sum in another
  /// order than before have smooth activations: at a ReLU's kink rounding decides about a gradient.
  private static let architectures: [String: Architecture] = [
    "DenseNet": .denseNet(
      blocks: [4, 3], hasBottleneck: false, compression: 1, activation: .tanh),
    "DenseNet, wide": .denseNet(
      blocks: [3, 2], growthRate: 7, hasBottleneck: false, compression: 1, initialChannels: 40,
      activation: .sigmoid),
    "DenseNet-B": .denseNet(blocks: [4, 3], compression: 1),
    "DenseNet-C": .denseNet(
      blocks: [4, 3], hasBottleneck: false, compression: 0.4, activation: .tanh, dropout: 0.2),
    "DenseNet-BC": .denseNet(blocks: [4, 3, 2], growthRate: 3, dropout: 0.2),
    "DenseNet-BC, wide": .denseNet(
      blocks: [3, 2], growthRate: 5, initialChannels: 150, activation: .tanh),
    "DenseNet, ImageNet's stem": .denseNet(blocks: [3, 3], stem: .imagenet, activation: .tanh),
    "DenseNet without norms": .denseNet(
      blocks: [4, 3], hasBottleneck: false, normalization: .none, activation: .tanh, dropout: 0.3),
    "DenseNet-B without norms": .denseNet(
      blocks: [4, 3], normalization: .none, activation: .sigmoid),
  ]

  /// Whether leaving zeros out changes no sum: 1×1 convolutions add up to 144 products in one go. Where
  /// nothing is left to read, the gradient of a bias is added up in another order.
  private static func isExact(_ name: String) -> Bool {
    ["DenseNet-B", "DenseNet-BC"].contains(name)
  }

  /// Some connections of each block; all of a source; all of a reader, the classifier among them; and
  /// everything. The first layer of a block goes on reading in the others: of networks through which
  /// nothing flows the gradients are rounding.
  private static func cuts(_ architecture: Architecture) throws -> [Set<DenseConnection>] {
    let structure = try #require(architecture.denseNet)
    let all = structure.blocks.indices.flatMap(structure.connections(ofBlock:))
    var generator = RandomGenerator(seed: 5)
    return (0..<2).map { _ in
      Set(all.filter { $0.reader != 0 && Bool.random(using: &generator) })
    } + [
      Set(all.filter { $0.source == $0.block + 1 }),
      Set(all.filter { $0.reader == ($0.block == 0 ? 2 : nil) }), Set(all),
    ]
  }

  private func network(
    _ example: Example, _ cuts: Set<DenseConnection>, state: NetworkState? = nil,
    _ instructionSet: InstructionSet, threads: Int
  ) -> Network {
    let network = Network(
      example.configuration, state: state ?? example.state, cuts: cuts,
      batchCapacity: example.labels.count, instructionSet: instructionSet, threads: threads)
    network.load(images: example.images, labels: example.labels)
    return network
  }

  @Test(arguments: architectures.keys.sorted(), InstructionSet.available)
  func passingOverIsMultiplyingByZero(name: String, instructionSet: InstructionSet) throws {
    let architecture = try #require(Self.architectures[name])
    let example = Example(
      architecture, input: ImageShape(channels: 2, height: 12, width: 9), batch: 19)
    let tolerance = Self.isExact(name) ? 0 : 1e-5
    for cuts in try Self.cuts(architecture) {
      let network = network(example, cuts, instructionSet, threads: 1)
      try expectZeros(network, cuts)
      for step in 0..<2 {
        let zeros = self.network(example, [], state: network.state(), instructionSet, threads: 2)
        expectSameStep(network, zeros, step: step, tolerance: tolerance)
        try expectZeros(network, cuts)
      }
    }
  }

  /// Takes a step with both, of which the second does all the work, and compares everything but what
  /// belongs to the weights that only the second trains.
  private func expectSameStep(
    _ network: Network, _ zeros: Network, step: Int, tolerance: Double
  ) {
    let weights = network.state().parameters
    /// Values one behind the other: sums of some gradients cancel out, and what is left is rounding.
    func live(_ tensors: [String: Tensor]) -> [Float] {
      tensors.sorted { $0.key < $1.key }.flatMap { name, tensor in
        guard let weights = weights[name], weights.shape.count > 1 else { return tensor.values }
        return zip(tensor.values, weights.values).filter { $1 != 0 }.map(\.0)
      }
    }
    func expectSame(_ tensors: [String: Tensor], _ expected: [String: Tensor], _ subject: String) {
      let error = relativeError(live(tensors), live(expected))
      #expect(error <= tolerance, "\(subject)")
    }
    for mode in [Network.Mode.evaluation, .training] {
      for network in [network, zeros] { network.maskSeed = UInt32(step) }
      let (outcome, expected) = (network.forward(mode), zeros.forward(mode))
      #expect(abs(outcome.loss / expected.loss - 1) <= tolerance)
      let error = relativeError(
        network.logits().flatMap(\.self), zeros.logits().flatMap(\.self))
      #expect(error <= tolerance)
    }
    network.backward()
    zeros.backward()
    let gradients = network.gradients()
    expectSame(gradients, zeros.gradients(), "gradients")
    for (name, tensor) in weights where tensor.shape.count > 1 {
      let gradient = gradients[name]?.values ?? []
      #expect(zip(tensor.values, gradient).allSatisfy { $0 != 0 || $1 == 0 })
    }
    network.update(sgd)
    zeros.update(sgd)
    let (state, expected) = (network.state(), zeros.state())
    expectSame(state.parameters, expected.parameters, "parameters")
    expectSame(state.momenta, expected.momenta, "momenta")
    expectSame(state.statistics, expected.statistics, "statistics")
  }

  /// Checks that the weights and the momenta of what is cut are 0, and no others.
  private func expectZeros(_ network: Network, _ cuts: Set<DenseConnection>) throws {
    #expect(network.cuts == cuts)
    for (block, reuse) in network.reuse().enumerated() {
      for (consumer, row) in reuse.matrix.enumerated() {
        let reader = consumer < reuse.matrix.count - 1 ? consumer : nil
        for (source, value) in row.enumerated() {
          let connection = DenseConnection(block: block, source: source, reader: reader)
          if let value { #expect((value == 0) == cuts.contains(connection)) }
        }
      }
    }
    let state = network.state()
    for (name, tensor) in state.parameters where tensor.shape.count > 1 {
      let momentum = try #require(state.momenta[name])
      #expect(zip(tensor.values, momentum.values).allSatisfy { $0 != 0 || $1 == 0 })
    }
  }

  @Test(arguments: architectures.keys.sorted(), InstructionSet.available)
  func threadsDoNotChangeAnyBit(name: String, instructionSet: InstructionSet) throws {
    let architecture = try #require(Self.architectures[name])
    let example = Example(
      architecture, input: ImageShape(channels: 2, height: 12, width: 9), batch: 37)
    for cuts in try Self.cuts(architecture) {
      let runs = [1, 2].map { threads in
        let network = network(example, cuts, instructionSet, threads: threads)
        let losses = (0..<2).map { step in
          network.maskSeed = UInt32(step)
          let losses = [network.forward(.evaluation).loss, network.forward(.training).loss]
          network.backward()
          network.update(sgd)
          return losses
        }
        return (losses, network.state())
      }
      #expect(runs.allSatisfy { $0 == runs[0] })
    }
  }

  /// What nobody reads may be anything: no work is done for it, neither forward nor backward.
  @Test(arguments: ["DenseNet", "DenseNet-BC", "DenseNet, wide"], InstructionSet.available)
  func whatIsCutIsNotRead(name: String, instructionSet: InstructionSet) throws {
    let architecture = try #require(Self.architectures[name])
    var example = Example(architecture)
    let structure = try #require(architecture.denseNet)
    let cuts = structure.connections(ofBlock: 0).filter { $0.source == 2 }
    let layer = "features.denseblock1.denselayer2.conv\(structure.hasBottleneck ? 2 : 1).weight"
    let count = try #require(example.state.parameters[layer]).values.count
    example.state.parameters[layer]?.values = Array(repeating: .nan, count: count)
    let network = network(example, Set(cuts), instructionSet, threads: 2)
    #expect(network.forward(.evaluation).loss.isFinite)
    #expect(network.forward(.training).loss.isFinite)
    network.backward()
    for (name, gradient) in network.gradients() where name.contains("denselayer3.conv1") {
      #expect(gradient.values.allSatisfy { $0.isFinite })
    }
    let last = try #require(network.gradients()["classifier.weight"])
    #expect(last.values.allSatisfy { $0.isFinite })
  }

  /// A connection that the structure does not have cuts nothing.
  @Test func whatIsNotThereCannotBeCut() {
    let example = Example()
    let connections = [
      DenseConnection(block: 2, source: 0, reader: 0),
      DenseConnection(block: 0, source: 3, reader: nil),
      DenseConnection(block: 0, source: 1, reader: 0),
      DenseConnection(block: 0, source: 0, reader: 2),
    ]
    let network = network(example, Set(connections), .best, threads: 1)
    #expect(network.state().parameters == example.state.parameters)
  }
}
