import Networks
import Testing

/// A small network and a batch for it, made from a seed.
struct Example {
  var configuration: DenseNetConfiguration
  var images: [Float]
  var labels: [Int]
  var state: NetworkState

  init(
    blocks: [Int] = [2, 2], growthRate: Int = 4, hasBottleneck: Bool = true,
    compression: Double = 0.5, input: ImageShape = ImageShape(channels: 2, height: 9, width: 7),
    batch: Int = 11, seed: UInt64 = 1
  ) {
    configuration = DenseNetConfiguration(
      blocks: blocks, growthRate: growthRate, hasBottleneck: hasBottleneck,
      compression: compression, initialChannels: 6, input: input, classes: 5)
    var generator = RandomGenerator(seed: seed)
    state = DenseNet.initialState(configuration, using: &generator)
    images = (0..<batch * input.channels * input.pixels).map { _ in Float(generator.nextNormal()) }
    labels = (0..<batch).map { _ in Int.random(in: 0..<5, using: &generator) }
  }

  func network(
    _ instructionSet: InstructionSet = .best, threads: Int = 1, state: NetworkState? = nil,
    configuration: DenseNetConfiguration? = nil
  ) -> DenseNet {
    let network = DenseNet(
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

struct DenseNetTests {
  /// Counts that are known for 32×32 images with three colours and ten classes.
  @Test(arguments: [
    (depth: 22, growthRate: 8, isCompressed: true, count: 32_606),
    (22, 12, true, 71_686), (40, 12, true, 176_122), (40, 36, true, 1_542_682),
    (40, 48, true, 2_733_130), (40, 60, true, 4_261_690), (100, 12, true, 769_162),
    (190, 40, true, 25_624_430), (250, 24, true, 15_324_406), (40, 12, false, 1_019_722),
    (100, 12, false, 6_979_642), (100, 24, false, 27_249_082),
  ])
  func parameterCounts(depth: Int, growthRate: Int, isCompressed: Bool, count: Int) {
    let layers = (depth - 4) / (isCompressed ? 6 : 3)
    let configuration = DenseNetConfiguration(
      blocks: [layers, layers, layers], growthRate: growthRate, hasBottleneck: isCompressed,
      compression: isCompressed ? 0.5 : 1, initialChannels: isCompressed ? 2 * growthRate : 16,
      input: ImageShape(channels: 3, height: 32, width: 32), classes: 10)
    #expect(configuration.depth == depth)
    #expect(DenseNet.parameterCount(configuration) == count)
  }

  @Test func stateHasAsManyValuesAsTheCountSays() {
    let example = Example()
    let values = example.state.parameters.values.reduce(0) { $0 + $1.values.count }
    #expect(values == DenseNet.parameterCount(example.configuration))
    #expect(example.network().state() == example.state)
  }

  @Test func filtersAreDrawnAsHeEtAlSay() throws {
    let example = Example(blocks: [8], growthRate: 16, hasBottleneck: false)
    let filters = try #require(
      example.state.parameters["features.denseblock1.denselayer8.conv1.weight"])
    let fanIn = Double(filters.shape[1] * 9)
    let variance =
      filters.values.reduce(0) { $0 + Double($1) * Double($1) } / Double(filters.values.count)
    #expect(abs(variance * fanIn / 2 - 1) < 0.05)
  }

  /// The same bits whatever the number of threads, on every instruction set of this machine.
  @Test(arguments: InstructionSet.allCases.filter(\.isAvailable))
  func threadsDoNotChangeAnyBit(instructionSet: InstructionSet) {
    let example = Example(batch: 45)
    let states = [1, 2, 3, 8].map { threads in
      let network = example.network(instructionSet, threads: threads)
      for _ in 0..<3 {
        _ = network.forward(.training)
        network.backward()
        network.update(sgd)
      }
      return network.state()
    }
    #expect(states.allSatisfy { $0 == states[0] })
    #expect(states[0] != example.state)
  }

  /// Lanes that hold no image change nothing: a batch and the same batch beside a full one.
  @Test(arguments: [1, 7, 8, 9, 16, 17, 33])
  func anyBatchSizeFits(batch: Int) {
    let example = Example(batch: batch)
    let all = InstructionSet.allCases.filter(\.isAvailable).map { instructionSet in
      let network = example.network(instructionSet)
      let outcome = network.forward(.training)
      network.backward()
      return (outcome, network.logits().flatMap { $0 }, network.gradients())
    }
    for (outcome, logits, gradients) in all {
      #expect(abs(outcome.loss - all[0].0.loss) < 1e-5 * all[0].0.loss)
      #expect(relativeError(logits, all[0].1) < 1e-4)
      for (name, gradient) in gradients {
        #expect(gradient.values.allSatisfy { $0.isFinite }, "\(name)")
        #expect(gradient.shape == example.state.parameters[name]?.shape)
      }
    }
  }

  /// An image's scores in evaluation do not depend on what else is in its batch.
  @Test func evaluationIsPerImage() {
    let example = Example(batch: 13)
    let network = example.network()
    _ = network.forward(.evaluation)
    let together = network.logits()
    let size = example.configuration.input.channels * example.configuration.input.pixels
    for image in [0, 7, 8, 12] {
      network.load(
        images: Array(example.images[image * size..<(image + 1) * size]),
        labels: [example.labels[image]])
      _ = network.forward(.evaluation)
      #expect(network.logits()[0] == together[image])
    }
  }

  @Test func lookingAtTheLossChangesNothing() {
    let example = Example()
    let network = example.network()
    let look = network.forward(.training, updatesStatistics: false)
    _ = network.forward(.evaluation)
    #expect(network.state() == example.state)
    #expect(network.forward(.training) == look)
    #expect(network.state().statistics != example.state.statistics)
  }

  @Test func lossFalls() {
    let network = Example().network()
    let first = network.forward(.training).loss
    for _ in 0..<20 {
      _ = network.forward(.training)
      network.backward()
      network.update(SGD(learningRate: 0.05, momentum: 0.9, isNesterov: true, weightDecay: 0))
    }
    #expect(network.forward(.training).loss < first / 2)
  }

  @Test func normsAndRatiosAreThoseOfTheTensors() throws {
    let example = Example()
    let network = example.network()
    _ = network.forward(.training)
    network.backward()
    let gradients = network.gradients()
    let before = network.state().parameters
    network.update(sgd)
    let after = network.state().parameters
    func norm(_ values: [Float]) -> Double {
      values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    for (index, layer) in network.layers.enumerated() {
      let name = "\(layer.name).weight"
      let gradient = try #require(gradients[name])
      let old = try #require(before[name])
      let new = try #require(after[name])
      #expect(abs(network.gradientNorms()[index] / norm(gradient.values) - 1) < 1e-5)
      let update = zip(old.values, new.values).map { $1 - $0 }
      #expect(abs(network.updateRatios()[index] / (norm(update) / norm(old.values)) - 1) < 1e-3)
    }
  }

  @Test func layersAreListedFromTheImagesToTheClassifier() {
    let layers = Example().network().layers
    #expect(layers.first?.name == "features.conv0")
    #expect(layers.last?.name == "classifier")
    #expect(layers.last?.kind == "linear")
    #expect(layers.map(\.block) == [nil, 1, 1, 1, 1, nil, 2, 2, 2, 2, nil])
    #expect(layers[5].output == ImageShape(channels: 7, height: 4, width: 3))
  }

  @Test func reuseIsTheMeanAbsoluteWeightOfEachSource() throws {
    let example = Example()
    let reuse = example.network().reuse()
    #expect(reuse.count == 2)
    #expect(reuse[0].map(\.count) == [3, 3, 3])
    #expect(reuse[0][0].map { $0 == nil } == [false, true, true])
    // The second dense layer over the maps of the first: channels 6 to 9 of its 10 inputs.
    let filters = try #require(
      example.state.parameters["features.denseblock1.denselayer2.conv1.weight"])
    let weights = (0..<filters.shape[0]).flatMap { output in
      (6..<10).map { abs(filters.values[output * 10 + $0]) }
    }
    let expected = Double(weights.reduce(0, +)) / Double(weights.count)
    let measured = try #require(reuse[0][1][1])
    #expect(abs(measured / expected - 1) < 1e-5)
  }

  @Test func memoryGrowsWithTheNetworkAndNeverOverflows() {
    var configuration = Example().configuration
    func memory() -> Int {
      DenseNet.memoryRequired(
        configuration, batchCapacity: 64, instructionSet: .best, threads: 2)
    }
    let small = memory()
    configuration.growthRate = 256
    #expect(memory() > 10 * small)
    configuration.input = ImageShape(channels: 3, height: 1 << 20, width: 1 << 20)
    #expect(memory() > 1 << 50)
  }
}
