import Networks
import Testing

/// Which new maps learn and are read.
struct MapsInUseTests {
  private let example = Example(blocks: [3, 2])

  private func grown(_ change: (inout DenseNetStructure) -> Void) throws -> (
    network: Network, maps: [String: Range<Int>]
  ) {
    var structure = try #require(example.configuration.architecture.denseNet)
    change(&structure)
    var generator = RandomGenerator(seed: 9)
    let grown = StructureChange(
      of: example.state, from: example.configuration, to: structure, using: &generator)
    return (
      example.network(state: grown.state, configuration: grown.configuration),
      grown.configuration.denseMaps(newSince: example.configuration)
    )
  }

  @Test func newMapsStandBehindALayersOldOnes() throws {
    let block = try grown { $0.growthRates[1] = 7 }
    #expect(
      block.maps == [
        "features.denseblock2.denselayer1.conv2": 4..<7,
        "features.denseblock2.denselayer2.conv2": 4..<7,
      ])
    let layer = try grown { $0.blocks[0] += 1 }
    #expect(layer.maps == ["features.denseblock1.denselayer4.conv2": 0..<4])
    #expect(try grown { $0.growthRates = [2, 4] }.maps.isEmpty)
    let plain = NetworkConfiguration(
      Architecture.examples["plain"] ?? .denseNet(), input: example.configuration.input, classes: 5)
    #expect(plain.denseMaps(newSince: example.configuration).isEmpty)
  }

  /// Nobody reads them when they are born, and so they have no gradient either; some steps later the
  /// count is what follows from gradients, weights and γ by the definition.
  @Test func whatLearnsAndIsReadIsInUse() throws {
    let (network, maps) = try grown { $0.growthRates = [9, 9] }
    _ = network.forward(.training)
    network.backward()
    #expect(network.mapsInUse(among: maps) == 0)
    for _ in 0..<6 {
      network.update(sgd)
      _ = network.forward(.training)
      network.backward()
    }
    let (gradients, uses) = (network.gradients(), network.reuse().map(\.mapUse))
    var expected = 0
    for (name, outputs) in maps {
      let parts = name.split(separator: ".")
      let block = try #require(Int(parts[1].dropFirst("denseblock".count))) - 1
      let layer = try #require(Int(parts[2].dropFirst("denselayer".count))) - 1
      let gradient = try #require(gradients["\(name).weight"])
      let length = gradient.values.count / gradient.shape[0]
      let norms = (0..<gradient.shape[0]).map { filter in
        gradient.values[filter * length..<(filter + 1) * length]
          .reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      }
      let least = 0.01 * norms.reduce(0, +) / Double(norms.count)
      let first = uses[block].count - (example.blocks[block] - layer) * 9
      expected += outputs.count { norms[$0] >= least && uses[block][first + $0] >= 0.1 }
    }
    #expect(network.mapsInUse(among: maps) == expected)
    #expect(expected > 0)
  }
}

extension Example {
  fileprivate var blocks: [Int] { configuration.architecture.denseNet?.blocks ?? [] }
}
