import ArgumentParser
import Foundation
import Networks
import Samples
import Training

/// `summary`: the network as a table.
struct Summary: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the network layer by layer.",
    discussion: """
      A line for each layer: its name in PyTorch, what it does, the size of what it puts out, its \
      trained values, and the multiply-adds of the forward pass of one image, counted as torchinfo \
      does. Then totals, and the memory of a training step.
      """)

  @OptionGroup var options: RunOptions

  @OptionGroup var input: InputOptions

  func run() throws {
    let settings = try RunStart(options).settings
    let configuration = try configuration(settings)
    if let objection = configuration.objection { throw Failure.usage(objection) }
    try StandardStream.output.writeOrFail(
      """
      \(configuration.name), images of \(text(configuration.input)), \(configuration.classes) \
      class\(configuration.classes == 1 ? "" : "es")

      \(table(configuration).text)
      Multiply-adds of the forward pass of one image, counted as torchinfo does.
      \(memory(configuration, settings))
      """)
  }

  private func table(_ configuration: NetworkConfiguration) -> TextTable {
    let layers = configuration.summary
    var table = TextTable(
      heads: ["layer", "kind", "output", "parameters", "multiply-adds"], leftAligned: 2)
    for layer in layers {
      table.append([
        layer.name, layer.kind, text(layer.output),
        layer.parameters == 0 ? "–" : grouped(layer.parameters),
        layer.multiplyAdds == 0 ? "–" : grouped(layer.multiplyAdds),
      ])
    }
    let multiplyAdds = layers.reduce(0.0) { $0 + Double($1.multiplyAdds) }
    table.append([])
    table.append([
      "total", "", "", grouped(configuration.parameterCount),
      multiplyAdds < 0x1p62 ? grouped(Int(multiplyAdds)) : "too many",
    ])
    return table
  }

  private func memory(_ configuration: NetworkConfiguration, _ settings: RunSettings) -> String {
    let memory = configuration.memoryRequired(
      batchCapacity: settings.batchSize, instructionSet: settings.instructionSet,
      threads: settings.threads)
    return "A training step takes \(bytes(memory)): batches of \(settings.batchSize), "
      + "\(settings.threads) thread\(settings.threads == 1 ? "" : "s"), "
      + "\(settings.instructionSet.rawValue)."
  }

  private func configuration(_ settings: RunSettings) throws -> NetworkConfiguration {
    if let shape = try input.shape(insteadOf: options.data, options.training) {
      return NetworkConfiguration(
        settings.network, input: shape, classes: try input.classCount(options.network))
    }
    return NetworkConfiguration(settings.network, dataset: try Dataset(settings))
  }

  private func text(_ shape: ImageShape) -> String {
    "\(shape.channels)×\(shape.height)×\(shape.width)"
  }

  private func bytes(_ count: Int) -> String {
    count < 1 << 30 ? String(format: "%.1f MiB", Double(count) / 0x1p20) : gibibytes(count)
  }
}
