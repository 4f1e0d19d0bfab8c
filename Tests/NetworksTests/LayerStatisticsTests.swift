import Foundation
import Networks
import Testing

/// Sizes of gradients and shares of dead maps, layer by layer, against PyTorch's autograd.
struct LayerStatisticsTests {
  private struct Expected: Decodable {
    let layer: String
    let outputGradient: Double
    let deadShare: Double?
  }

  private func expected(_ name: String) throws -> [Expected] {
    let url = try #require(
      Bundle.module.url(
        forResource: "layer-statistics", withExtension: "json", subdirectory: "Reference"))
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try #require(
      try decoder.decode([String: [Expected]].self, from: Data(contentsOf: url))[name])
  }

  /// A file's network on its batch, with every third shift moved as the script does it, so that some
  /// maps are dead.
  private func network(
    _ name: String, _ instructionSet: InstructionSet, threads: Int
  ) throws -> Network {
    let file = try ReferenceFile(Data(contentsOf: referenceURL(name)))
    var initial: [String: Tensor] = [:]
    for (name, tensor) in file.tensors where name.hasPrefix("initial.") {
      initial[String(name.dropFirst("initial.".count))] = tensor
    }
    let hasNorm = file.configuration.architecture.normalization == .batch
    for module in initial.keys.filter({ $0.hasSuffix(".bias") }).map({ $0.dropLast(5) }) {
      let isMoved =
        hasNorm
        ? initial["\(module).running_mean"] != nil
        : initial["\(module).weight"]?.shape.count == 4
      guard isMoved, let count = initial["\(module).bias"]?.values.count else { continue }
      for index in stride(from: 1, to: count, by: 3) {
        initial["\(module).bias"]?.values[index] += hasNorm ? -5 : 1
      }
    }
    let network = Network(
      file.configuration, state: try file.configuration.state(initial),
      batchCapacity: file.batchSize, instructionSet: instructionSet, threads: threads)
    network.load(
      images: file.tensors["input"]?.values ?? [],
      labels: (file.tensors["target"]?.values ?? []).map { Int($0) })
    return network
  }

  @Test(arguments: ReferenceTests.names, InstructionSet.available)
  func agreeWithPyTorch(name: String, instructionSet: InstructionSet) throws {
    let expected = try expected(name)
    let byThreads = try [1, 3].map { threads in
      let network = try network(name, instructionSet, threads: threads)
      _ = network.forward(.training)
      network.backward(measuresOutputs: true)
      #expect(network.layerDescriptions.map(\.name) == expected.map(\.layer))
      return (network.outputGradients(), network.deadShares())
    }
    #expect(byThreads[0] == byThreads[1])
    let (gradients, shares) = byThreads[0]
    #expect(expected.allSatisfy { $0.outputGradient > 0 })
    #expect(shares == expected.map(\.deadShare))
    for (gradient, expected) in zip(gradients, expected) {
      #expect(
        abs(gradient / expected.outputGradient - 1) < 1e-4,
        "\(expected.layer): \(gradient), \(expected.outputGradient)")
    }
  }

  /// Measuring changes no gradient.
  @Test func measuringLeavesGradientsAlone() throws {
    let gradients = try [false, true].map { measures in
      let network = try network("densenet-bc", .best, threads: 2)
      _ = network.forward(.training)
      network.backward(measuresOutputs: measures)
      return network.gradients()
    }
    #expect(gradients[0] == gradients[1])
  }

  @Test func weightNormsAreThoseBeforeTheUpdate() {
    let network = Example().network()
    func norm(_ name: String) -> Double {
      let values = network.state().parameters["\(name).weight"]?.values ?? []
      return values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    }
    for _ in 0..<2 {
      let norms = network.weightNorms()
      for (layer, measured) in zip(network.layerDescriptions, norms) {
        #expect(abs(measured / norm(layer.name) - 1) < 1e-5)
      }
      _ = network.forward(.training)
      network.backward()
      network.update(sgd)
      #expect(network.weightNorms() != norms)
    }
  }
}
