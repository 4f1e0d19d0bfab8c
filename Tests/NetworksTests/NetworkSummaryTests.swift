import Foundation
import Networks
import Testing

struct NetworkSummaryTests {
  private func configuration(_ architecture: Architecture, _ input: ImageShape)
    -> NetworkConfiguration
  {
    NetworkConfiguration(architecture, input: input, classes: 1000)
  }

  /// Line by line what torchinfo says of torchvision's network.
  @Test func denseNet121AsTorchinfoHasIt() throws {
    let structure = try #require(DenseNetStructure(imagenetDepth: 121))
    let lines = configuration(
      Architecture(.densenet(structure)), ImageShape(channels: 3, height: 224, width: 224)
    ).summary.filter { $0.kind != "global average" }.map { line in
      let kinds = [
        "convolution": "Conv2d", "batch": "BatchNorm2d", "max": "MaxPool2d",
        "average": "AvgPool2d", "linear": "Linear",
      ]
      let kind = kinds[String(line.kind.prefix { $0 != " " })] ?? line.kind
      let size = [line.output.channels, line.output.height, line.output.width]
      return ([kind] + (size + [line.parameters, line.multiplyAdds]).map(String.init))
        .joined(separator: "\t")
    }
    let url = try #require(
      Bundle.module.url(
        forResource: "densenet121-torchinfo", withExtension: "tsv", subdirectory: "Reference"))
    let expected = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
      .map(String.init)
    #expect(expected.count == 246)
    #expect(lines == expected)
  }

  @Test(arguments: Architecture.examples.keys.sorted())
  func parametersAddUp(name: String) throws {
    let example = Example(try #require(Architecture.examples[name]))
    let lines = example.configuration.summary
    #expect(
      lines.reduce(0) { $0 + $1.parameters } == example.configuration.parameterCount)
    // Every tensor belongs to a line, and every line with values has tensors.
    let modules = Set(
      example.state.parameters.keys.map { String($0[..<($0.lastIndex(of: ".") ?? $0.endIndex)]) })
    #expect(Set(lines.filter { $0.parameters > 0 }.map(\.name)) == modules)
  }

  @Test func biasesCountAtEachPixel() throws {
    let line = try #require(
      configuration(
        Architecture.denseNet(normalization: .none), ImageShape(channels: 2, height: 9, width: 7)
      ).summary.first)
    #expect(line.name == "features.conv0" && line.output.pixels == 63)
    #expect(line.parameters == 6 * 2 * 9 + 6 && line.multiplyAdds == line.parameters * 63)
  }

  @Test func aNumberThatIsTooLargeIsNoTrap() {
    let lines = configuration(
      Architecture.denseNet(blocks: Array(repeating: 1000, count: 8), growthRate: 256),
      ImageShape(channels: 3, height: 65_536, width: 65_536)
    ).summary
    #expect(lines.contains { $0.multiplyAdds > 1 << 55 })
  }
}
