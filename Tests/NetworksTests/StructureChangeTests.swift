import Networks
import Testing

/// Every kind of DenseNet: with and without bottleneck and compression.
private let kinds = [(false, 1.0), (true, 1.0), (false, 0.5), (true, 0.4)]

struct StructureChangeTests {
  private func trained(_ example: Example) -> NetworkState {
    let network = example.network()
    for _ in 0..<5 {
      _ = network.forward(.training)
      network.backward()
      network.update(sgd)
    }
    return network.state()
  }

  @Test(arguments: kinds, [5, 6, 12])
  func growingKeepsTheFunction(kind: (Bool, Double), growthRate: Int) {
    let example = Example(blocks: [3, 2], hasBottleneck: kind.0, compression: kind.1)
    let state = trained(example)
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: state, from: example.configuration, to: example.configuration.growing(to: growthRate),
      using: &generator)
    #expect(change.configuration.architecture.denseNet?.growthRate == growthRate)
    let before = example.network(state: state)
    let after = example.network(state: change.state, configuration: change.configuration)
    for mode in [Network.Mode.training, .evaluation] {
      _ = before.forward(mode)
      _ = after.forward(mode)
      #expect(
        relativeError(after.logits().flatMap { $0 }, before.logits().flatMap { $0 }) <= 1e-5)
    }
  }

  @Test(arguments: kinds)
  func shrinkingAgainGivesTheNetworkBack(kind: (Bool, Double)) {
    let example = Example(blocks: [3, 2], hasBottleneck: kind.0, compression: kind.1)
    let state = trained(example)
    var generator = RandomGenerator(seed: 9)
    let grown = StructureChange(
      of: state, from: example.configuration, to: example.configuration.growing(to: 9),
      using: &generator)
    let shrunk = StructureChange(
      of: grown.state, from: grown.configuration, to: grown.configuration.growing(to: 4),
      using: &generator)
    #expect(shrunk.state == state)
    #expect(shrunk.configuration == example.configuration)
    #expect(shrunk.freshMaps.channels.isEmpty)
  }

  @Test(arguments: kinds, [1, 2, 7])
  func everyTensorHasTheShapeOfANewNetwork(kind: (Bool, Double), growthRate: Int) {
    let example = Example(blocks: [3, 2, 1], hasBottleneck: kind.0, compression: kind.1)
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: example.state, from: example.configuration,
      to: example.configuration.growing(to: growthRate), using: &generator)
    let fresh = change.configuration.initialState(using: &generator)
    #expect(change.state.parameters.mapValues(\.shape) == fresh.parameters.mapValues(\.shape))
    #expect(change.state.momenta.mapValues(\.shape) == fresh.momenta.mapValues(\.shape))
    #expect(change.state.statistics.mapValues(\.shape) == fresh.statistics.mapValues(\.shape))
    #expect(change.state.parameters.values.allSatisfy { $0.values.count == $0.shape.reduce(1, *) })
  }

  /// New maps stand between old ones, and their momentum is zero while the old ones' stays.
  @Test func oldChannelsKeepTheirValuesAndMomentum() throws {
    let example = Example(blocks: [2, 1], hasBottleneck: false)
    let state = trained(example)
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: state, from: example.configuration, to: example.configuration.growing(to: 6),
      using: &generator)
    // Inputs of the transition: 6 of the stem, 4 and 4 of the layers; then 6, 6 and 6.
    let origins: [Int?] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, nil, nil, 10, 11, 12, 13, nil, nil]
    for (tensors, changed, added) in [
      (state.parameters, change.state.parameters, Float(1)),
      (state.momenta, change.state.momenta, 0),
    ] {
      let old = try #require(tensors["features.transition1.norm.weight"])
      let new = try #require(changed["features.transition1.norm.weight"])
      #expect(new.values == origins.map { $0.map { old.values[$0] } ?? added })
    }
    #expect(change.freshMaps.channels["features.transition1.norm"] == [10, 11, 16, 17])
    let momentum = try #require(change.state.momenta["features.transition1.conv.weight"])
    let old = try #require(state.momenta["features.transition1.conv.weight"])
    #expect(momentum.values[0..<10] == old.values[0..<10])
    #expect(momentum.values[10..<12] == [0, 0])
  }

  /// New maps are neither dead nor all alike: after some steps their weights carry gradient.
  @Test(arguments: kinds)
  func newMapsLearn(kind: (Bool, Double)) throws {
    let example = Example(blocks: [3, 2], hasBottleneck: kind.0, compression: kind.1)
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: trained(example), from: example.configuration, to: example.configuration.growing(to: 8),
      using: &generator)
    let network = example.network(state: change.state, configuration: change.configuration)
    for _ in 0..<3 {
      _ = network.forward(.training)
      network.backward()
      network.update(sgd)
    }
    for (norm, channels) in change.freshMaps.channels {
      let isTransitionOrEnd = norm.hasSuffix(".norm") || norm.hasSuffix("norm5")
      let conv =
        isTransitionOrEnd
        ? norm.replacing("norm5", with: "classifier").replacing(".norm", with: ".conv")
        : norm.replacing("norm1", with: "conv1").replacing("norm2", with: "conv2")
      let name = "\(conv.replacing("features.classifier", with: "classifier")).weight"
      let weights = try #require(network.state().parameters[name])
      let taps = weights.shape.dropFirst(2).reduce(1, *)
      let columns = channels.map { channel in
        (0..<weights.shape[0]).map {
          weights.values[($0 * weights.shape[1] + channel) * taps]
        }
      }
      #expect(columns.allSatisfy { $0.contains { $0 != 0 } }, "\(name)")
      #expect(Set(columns).count == columns.count, "\(name)")
    }
  }

  /// Layer 2 of block 1 reads layer 1 no more: its own maps are others, and all that is made of them.
  @Test func whatIsBehindACutIsKnown() {
    let configuration = Example(blocks: [3, 2]).configuration
    let behind = configuration.maps(behind: [DenseConnection(block: 0, source: 1, reader: 1)])
    let block1 = "features.denseblock1.denselayer"
    #expect(behind.channels["\(block1)2.norm1"] == nil)
    #expect(behind.channels["\(block1)2.norm2"] == Array(0..<16))
    // 6 maps of the stem, 4 of layer 1, then those of layers 2 and 3.
    #expect(behind.channels["\(block1)3.norm1"] == Array(10..<14))
    #expect(behind.channels["features.transition1.norm"] == Array(10..<18))
    #expect(behind.channels["features.denseblock2.denselayer1.norm1"] == Array(0..<9))
    #expect(behind.channels["features.norm5"] == Array(0..<17))
    #expect(behind.channels.keys.allSatisfy { !$0.hasPrefix("\(block1)1.") })
    let last = configuration.maps(behind: [DenseConnection(block: 1, source: 2, reader: nil)])
    #expect(last.channels.isEmpty && configuration.maps(behind: []).channels.isEmpty)
  }

  @Test func newMapsTakeTheBatchsStatistics() throws {
    let example = Example(blocks: [2, 1])
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: trained(example), from: example.configuration, to: example.configuration.growing(to: 6),
      using: &generator)
    let network = example.network(state: change.state, configuration: change.configuration)
    _ = network.forward(.training)
    network.adoptBatchStatistics(of: change.freshMaps)
    let after = network.state().statistics
    for (norm, channels) in change.freshMaps.channels {
      let mean = try #require(after["\(norm).running_mean"])
      let before = try #require(change.state.statistics["\(norm).running_mean"])
      for index in mean.values.indices {
        #expect((mean.values[index] == before.values[index]) != channels.contains(index))
      }
    }
    // Half of the next batch: the mean over both.
    var others = example.images
    for index in others.indices { others[index] = 0.5 - 2 * others[index] }
    network.load(images: others, labels: example.labels)
    _ = network.forward(.training)
    network.adoptBatchStatistics(of: change.freshMaps, share: 0.5)
    let mixed = network.state().statistics
    network.adoptBatchStatistics(of: change.freshMaps)
    let second = network.state().statistics
    for (norm, channels) in change.freshMaps.channels {
      for kind in ["running_mean", "running_var"] {
        let values = [after, second, mixed].map { $0["\(norm).\(kind)"]?.values ?? [] }
        for index in channels {
          let mean = (values[0][index] + values[1][index]) / 2
          #expect(abs(values[2][index] - mean) <= 1e-6 * max(abs(mean), 1))
        }
      }
    }
  }

  // MARK: Structures of any kind

  /// Random networks through random changes: growing keeps what they compute, shrinking back by the
  /// maps that matter least gives them back to the bit, and every tensor keeps name and shape.
  @Test(arguments: 0..<200)
  func randomSequences(seed: UInt64) throws {
    var random = RandomGenerator(seed: seed)
    let example = Example(
      blocks: (0..<Int.random(in: 1...3, using: &random)).map { _ in
        Int.random(in: 1...3, using: &random)
      },
      hasBottleneck: .random(using: &random),
      compression: [1, 0.5, 0.4].randomElement(using: &random) ?? 1)
    var (state, configuration) = (trained(example), example.configuration)
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      var structure = try #require(configuration.architecture.denseNet)
      let block = Int.random(in: 0..<structure.blocks.count, using: &random)
      let grows = Bool.random(using: &random)
      if Bool.random(using: &random) {
        structure.growthRates[block] += grows ? Int.random(in: 1...3, using: &random) : -1
      } else {
        structure.blocks[block] += grows ? 1 : -1
      }
      guard structure.objection == nil else { continue }
      let change = StructureChange(
        of: state, from: configuration, to: structure, using: &random)
      let fresh = change.configuration.initialState(using: &random)
      for (changed, expected) in [
        (change.state.parameters, fresh.parameters), (change.state.momenta, fresh.momenta),
        (change.state.statistics, fresh.statistics),
      ] {
        #expect(changed.mapValues(\.shape) == expected.mapValues(\.shape))
        #expect(changed.values.allSatisfy { $0.values.count == $0.shape.reduce(1, *) })
      }
      if grows {
        let before = example.network(state: state, configuration: configuration)
        let after = example.network(state: change.state, configuration: change.configuration)
        for mode in [Network.Mode.training, .evaluation] {
          _ = (before.forward(mode), after.forward(mode))
          #expect(
            relativeError(after.logits().flatMap { $0 }, before.logits().flatMap { $0 }) <= 1e-5)
        }
        let back = StructureChange(
          of: change.state, from: change.configuration,
          to: try #require(configuration.architecture.denseNet), using: &random)
        #expect(back.state == state && back.configuration == configuration)
      }
      (state, configuration) = (change.state, change.configuration)
    }
  }

  @Test func oneBlockGrowsAlone() throws {
    let example = Example(blocks: [2, 2], hasBottleneck: true, compression: 0.5)
    var structure = try #require(example.configuration.architecture.denseNet)
    structure.growthRates[1] = 7
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: example.state, from: example.configuration, to: structure, using: &generator)
    #expect(change.configuration.name == "DenseNet-BC (11, k=4/7)")
    #expect(change.configuration.architecture.denseNet?.growthRate == nil)
    let shapes = change.state.parameters.mapValues(\.shape)
    #expect(shapes["features.denseblock1.denselayer2.conv2.weight"] == [4, 16, 3, 3])
    #expect(shapes["features.denseblock2.denselayer2.conv2.weight"] == [7, 28, 3, 3])
    #expect(change.freshMaps.channels.keys.allSatisfy { !$0.contains("denseblock1") })
  }

  /// A layer that is new is random itself, nobody reads it yet, and all that it reads is measured anew.
  @Test func aLayerIsAddedAndTakenAway() throws {
    let example = Example(blocks: [2, 1], hasBottleneck: true, compression: 0.5)
    let state = trained(example)
    var structure = try #require(example.configuration.architecture.denseNet)
    structure.blocks[0] = 3
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: state, from: example.configuration, to: structure, using: &generator)
    let filters = try #require(
      change.state.parameters["features.denseblock1.denselayer3.conv1.weight"])
    #expect(!filters.values.contains(0) && Set(filters.values).count > filters.values.count / 2)
    let norm = "features.denseblock1.denselayer3.norm1"
    #expect(
      change.freshMaps.channels[norm]?.count
        == change.state.parameters["\(norm).weight"]?.values.count)
  }

  /// The maps that matter least go, wherever they stand.
  @Test func whatMattersLeastGoes() throws {
    let example = Example(blocks: [2, 1], hasBottleneck: false, compression: 1)
    var state = trained(example)
    // Of the first layer, maps 6…9 of the block, nobody reads the second and the third.
    for (name, tensor) in state.parameters
    where name.hasSuffix(".weight") && tensor.shape.count == 4 {
      let inputs = tensor.shape[1]
      guard name.contains("denseblock1.denselayer2.conv1") || name.contains("transition1.conv")
      else { continue }
      let taps = tensor.shape[2] * tensor.shape[3]
      for output in 0..<tensor.shape[0] {
        for input in [7, 8] {
          for tap in 0..<taps {
            state.parameters[name]?.values[(output * inputs + input) * taps + tap] = 0
          }
        }
      }
    }
    var structure = try #require(example.configuration.architecture.denseNet)
    structure.growthRates[0] = 2
    var smaller = example.configuration
    smaller.architecture.denseNet = structure
    let selection = MapSelection(
      of: state, from: example.configuration.plan, to: smaller.plan, by: .weight)
    let first = "features.denseblock1.denselayer1.conv1"
    let importance = try #require(selection.importance[first])
    #expect(importance[1] == 0 && importance[2] == 0 && importance[0] > 0 && importance[3] > 0)
    #expect(selection.kept[first] == [0, 3])
    var generator = RandomGenerator(seed: 9)
    let change = StructureChange(
      of: state, from: example.configuration, to: structure, using: &generator)
    let (old, new) = (
      try #require(state.parameters["features.denseblock1.denselayer1.conv1.weight"]),
      try #require(change.state.parameters["features.denseblock1.denselayer1.conv1.weight"])
    )
    let size = old.values.count / 4
    #expect(new.values == Array(old.values[..<size]) + Array(old.values[(3 * size)...]))
  }

  /// The loss-based score of a map is the square of the loss's first-order change without it.
  @Test func importanceForTheLossIsItsFirstOrderChange() throws {
    let example = Example(blocks: [2, 1], hasBottleneck: true, compression: 0.5)
    let state = trained(example)
    let network = example.network(state: state)
    _ = network.forward(.training)
    network.backward()
    let plan = example.configuration.plan
    let selection = MapSelection(
      of: state, from: plan, to: plan, by: .loss, gradients: network.gradients())
    let scores = try #require(selection.importance["features.denseblock2.denselayer1.conv2"])
    // Its maps are read by the classifier alone, which averages them.
    let weights = try #require(state.parameters["classifier.weight"])
    let gradient = try #require(network.gradients()["classifier.weight"])
    let (inputs, first) = (weights.shape[1], weights.shape[1] - scores.count)
    for (map, score) in scores.enumerated() {
      let change = (0..<weights.shape[0]).reduce(0.0) { sum, output in
        let index = output * inputs + first + map
        return sum + Double(weights.values[index]) * Double(gradient.values[index])
      }
      #expect(abs(score - change * change) <= 1e-12 + 1e-9 * score)
    }
  }
}

extension NetworkConfiguration {
  /// The structure with one growth rate in all blocks.
  fileprivate func growing(to growthRate: Int) -> DenseNetStructure {
    var structure =
      architecture.denseNet
      ?? DenseNetStructure(
        blocks: [1], growthRate: 1, hasBottleneck: false, compression: 1, initialChannels: 1)
    structure.growthRates = structure.blocks.map { _ in growthRate }
    return structure
  }
}
