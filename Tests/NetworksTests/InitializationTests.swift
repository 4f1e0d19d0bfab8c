import Networks
import Testing

struct InitializationTests {
  private func squares(_ values: [Float]) -> Double {
    values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)
  }

  private let layer = "features.denseblock1.denselayer8.conv1"

  /// Variance 2 / fan-in.
  @Test func heEtAl() throws {
    let example = Example(blocks: [8], growthRate: 16, hasBottleneck: false)
    let filters = try #require(example.state.parameters["\(layer).weight"])
    let fanIn = Double(filters.shape[1] * 9)
    #expect(abs(squares(filters.values) * fanIn / 2 - 1) < 0.05)
    #expect(example.state.parameters["classifier.bias"]?.values.allSatisfy { $0 == 0 } == true)
  }

  /// U(±1/√fan-in), whose variance is 1 / (3 · fan-in); biases too.
  @Test func uniformAsPyTorchsLayers() throws {
    let example = Example(
      .denseNet(blocks: [8], growthRate: 16, hasBottleneck: false, normalization: .none),
      initialization: .uniform)
    let filters = try #require(example.state.parameters["\(layer).weight"])
    let biases = try #require(example.state.parameters["\(layer).bias"])
    let bound = 1 / Double(filters.shape[1] * 9).squareRoot()
    #expect(abs(squares(filters.values) * 3 / bound / bound - 1) < 0.05)
    for values in [filters.values, biases.values] {
      #expect(values.allSatisfy { abs(Double($0)) <= bound })
      #expect(values.contains { $0 > 0 } && values.contains { $0 < 0 })
    }
  }
}
