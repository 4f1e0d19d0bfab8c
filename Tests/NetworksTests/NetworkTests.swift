import Networks
import Testing

struct NetworkTests {
  @Test func stateHasAsManyValuesAsTheCountSays() {
    let example = Example()
    let values = example.state.parameters.values.reduce(0) { $0 + $1.values.count }
    #expect(values == example.configuration.parameterCount)
    #expect(example.network().state() == example.state)
  }

  /// Lanes that hold no image change nothing: a batch and the same batch beside a full one.
  @Test(arguments: [1, 7, 8, 9, 16, 17, 33])
  func anyBatchSizeFits(batch: Int) {
    let example = Example(batch: batch)
    let all = InstructionSet.available.map { instructionSet in
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

  /// Gradients by Winograd's filtering, of several groups together in a large batch, and in chunks of
  /// the inputs of 1×1 convolutions, beside those of `baseline`, which convolves by windows. With a
  /// smooth activation rounding decides nothing.
  @Test(arguments: [9, 139])
  func gradientsDoNotDependOnTheMethod(batch: Int) {
    let example = Example(
      .denseNet(
        blocks: [2, 1], initialChannels: 150, activation: .tanh), batch: batch)
    let all = InstructionSet.available.map { instructionSet in
      let network = example.network(instructionSet)
      _ = network.forward(.training)
      network.backward()
      return network.gradients()
    }
    for (name, expected) in all[0] {
      for gradients in all {
        #expect(relativeError(gradients[name]?.values ?? [], expected.values) < 1e-4, "\(name)")
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
    let look = network.forward(.training)
    _ = network.forward(.evaluation)
    #expect(network.state() == example.state)
    #expect(network.forward(.training) == look)
    network.backward()
    network.update(sgd)
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
    for (index, layer) in network.layerDescriptions.enumerated() {
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
    let layers = Example().network().layerDescriptions
    #expect(layers.first?.name == "features.conv0")
    #expect(layers.last?.name == "classifier")
    #expect(layers.last?.kind == "linear")
    #expect(layers.map(\.block) == [nil, 1, 1, 1, 1, nil, 2, 2, 2, 2, nil])
    // Of a transition, the convolution's, before its pooling.
    #expect(layers[5].output == ImageShape(channels: 7, height: 9, width: 7))
  }

  @Test func reuseIsTheMeanAbsoluteWeightOfEachSource() throws {
    let example = Example()
    let reuse = example.network().reuse().map(\.matrix)
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

  /// A map that is read with γ = 2 counts twice, one that nobody reads not at all.
  @Test func reuseIsScaledByTheNormsAndToldMapByMap() throws {
    var example = Example()
    let name = "features.denseblock1.denselayer2"
    for index in 6..<10 { example.state.parameters["\(name).norm1.weight"]?.values[index] = -2 }
    // Everything that reads the third map: both dense layers and the transition.
    for (layer, inputs) in [
      ("features.denseblock1.denselayer1.conv1", 6), ("\(name).conv1", 10),
      ("features.transition1.conv", 14),
    ] {
      let count = try #require(example.state.parameters["\(layer).weight"]).values.count
      for index in stride(from: 2, to: count, by: inputs) {
        example.state.parameters["\(layer).weight"]?.values[index] = 0
      }
    }
    let reuse = example.network().reuse()[0]
    let scaled = try #require(reuse.scaledMatrix)
    #expect(scaled[0] == reuse.matrix[0])
    #expect(scaled[1][0] == reuse.matrix[1][0])
    let (plain, twice) = (try #require(reuse.matrix[1][1]), try #require(scaled[1][1]))
    #expect(abs(twice / plain - 2) < 1e-6)
    #expect(reuse.mapUse.count == 14)
    #expect(reuse.mapUse[2] == 0)
    #expect(reuse.mapUse.enumerated().allSatisfy { $0.offset == 2 || $0.element > 0 })
    // The last layer's maps are read by the transition alone.
    let weights = try #require(example.state.parameters["features.transition1.conv.weight"]).values
    func mean(_ map: Int) -> Double {
      stride(from: map, to: weights.count, by: 14).reduce(0) { $0 + abs(Double(weights[$1])) }
    }
    let average = (0..<14).reduce(0) { $0 + mean($1) } / 14
    #expect(abs(reuse.mapUse[12] / (mean(12) / average) - 1) < 1e-5)
  }

  @Test func withoutNormsReuseIsNotScaled() {
    let reuse = Example(.denseNet(normalization: .none)).network().reuse()
    #expect(reuse.allSatisfy { $0.scaledMatrix == nil && $0.mapUse.allSatisfy { $0 > 0 } })
  }

  /// Layers and the workspace add up to what a step takes; multiply-adds are the summary's.
  @Test(arguments: Architecture.examples.keys.sorted())
  func layersAddUp(name: String) throws {
    let example = Example(try #require(Architecture.examples[name]), batch: 70)
    let layers = example.network(threads: 2).layerDescriptions
    let required = example.configuration.memoryRequired(
      batchCapacity: 70, instructionSet: .best, threads: 2)
    let sum = layers.reduce(0) { $0 + $1.memory }
    #expect(layers.allSatisfy { $0.memory > 0 })
    #expect(sum < required)
    for layer in layers {
      let line = example.configuration.summary.first { $0.name == layer.name }
      #expect(layer.multiplyAdds == line?.multiplyAdds && layer.parameters == line?.parameters)
    }
    #expect(layers[0].inputs == 2)
  }

  /// Of a network that is worth it, most of the memory is the layers'.
  @Test func mostOfTheMemoryIsTheLayers() {
    let architecture = Architecture.denseNet(blocks: [3, 3, 3], growthRate: 8)
    let example = Example(
      architecture, input: ImageShape(channels: 1, height: 28, width: 28), batch: 64)
    let required = example.configuration.memoryRequired(
      batchCapacity: 64, instructionSet: .best, threads: 2)
    let sum = example.network(threads: 2).layerDescriptions.reduce(0) { $0 + $1.memory }
    #expect(sum > required * 8 / 10, "\(sum) of \(required)")
  }

  @Test func memoryGrowsWithTheNetworkAndNeverOverflows() {
    var configuration = Example().configuration
    func memory() -> Int {
      configuration.memoryRequired(batchCapacity: 64, instructionSet: .best, threads: 2)
    }
    let small = memory()
    configuration.architecture.denseNet?.growthRates = [256, 256]
    #expect(memory() > 10 * small)
    configuration.input = ImageShape(channels: 3, height: 1 << 20, width: 1 << 20)
    #expect(memory() > 1 << 50)
  }

  /// What forbids a network comes before any product of its sizes can overflow.
  @Test(arguments: [
    DenseNetStructure(
      blocks: Array(repeating: 1000, count: 15), growthRate: 69, hasBottleneck: true,
      compression: 1, initialChannels: 1, stem: .imagenet),
    DenseNetStructure(
      blocks: [1000], growthRate: 1000, hasBottleneck: false, compression: 1,
      initialChannels: 40_000),
  ])
  func theLargestNetworksDoNotOverflow(structure: DenseNetStructure) {
    var configuration = NetworkConfiguration(
      Architecture(.densenet(structure)),
      input: ImageShape(channels: 65_536, height: 65_536, width: 65_536), classes: 1_000_000)
    #expect(configuration.objection == nil)
    #expect(configuration.parameterCount > 1 << 30)
    #expect(
      configuration.memoryRequired(batchCapacity: 65_536, instructionSet: .best, threads: 256)
        > 1 << 60)
    configuration.architecture.denseNet?.growthRates = structure.blocks.map { _ in 10_000 }
    #expect(configuration.objection?.contains("maps: expected at most 1048576") == true)
  }

  /// Of training passes alone: an evaluation in between changes nothing.
  @Test func shortcutsAreMeasuredInTraining() {
    let network = Example(Architecture(.resnet(ResidualStructure(blocks: [1, 1])))).network()
    #expect(network.shortcutShares().isEmpty)
    _ = network.forward(.evaluation)
    #expect(network.shortcutShares().isEmpty)
    _ = network.forward(.training)
    let shares = network.shortcutShares()
    #expect(shares.map(\.block) == ["layer1.0", "layer2.0"])
    #expect(shares.allSatisfy { $0.residual > 0 && $0.shortcut > 0 })
    _ = network.forward(.evaluation)
    #expect(network.shortcutShares() == shares)
  }
}
