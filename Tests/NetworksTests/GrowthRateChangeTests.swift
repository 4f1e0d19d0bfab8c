import Networks
import Testing

/// Every kind of DenseNet: with and without bottleneck and compression.
private let kinds = [(false, 1.0), (true, 1.0), (false, 0.5), (true, 0.4)]

struct GrowthRateChangeTests {
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
    let change = GrowthRateChange(
      of: state, from: example.configuration, to: growthRate, using: &generator)
    #expect(change.configuration.architecture.growthRate == growthRate)
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
    let grown = GrowthRateChange(of: state, from: example.configuration, to: 9, using: &generator)
    let shrunk = GrowthRateChange(
      of: grown.state, from: grown.configuration, to: 4, using: &generator)
    #expect(shrunk.state == state)
    #expect(shrunk.configuration == example.configuration)
    #expect(shrunk.freshMaps.channels.isEmpty)
  }

  @Test(arguments: kinds, [1, 2, 7])
  func everyTensorHasTheShapeOfANewNetwork(kind: (Bool, Double), growthRate: Int) {
    let example = Example(blocks: [3, 2, 1], hasBottleneck: kind.0, compression: kind.1)
    var generator = RandomGenerator(seed: 9)
    let change = GrowthRateChange(
      of: example.state, from: example.configuration, to: growthRate, using: &generator)
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
    let change = GrowthRateChange(of: state, from: example.configuration, to: 6, using: &generator)
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
    let change = GrowthRateChange(
      of: trained(example), from: example.configuration, to: 8, using: &generator)
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

  @Test func newMapsTakeTheBatchsStatistics() throws {
    let example = Example(blocks: [2, 1])
    var generator = RandomGenerator(seed: 9)
    let change = GrowthRateChange(
      of: trained(example), from: example.configuration, to: 6, using: &generator)
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
  }
}
