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

  @Option(
    help: ArgumentHelp(
      "Channels, height and width of the images, instead of a data set's.", valueName: "c,h,w"))
  var inputShape: InputShape?

  @Option(
    help: ArgumentHelp(
      "Classes, beside --input-shape. (default: 10, of an ImageNet network 1000)",
      valueName: "number"))
  var classes: Int?

  func run() throws {
    let settings = try RunSettings(options, resuming: try options.checkpoint())
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
    if let input = inputShape?.shape {
      let isImagenet = options.network.architecture?.imagenetDepth != nil
      let classes = classes ?? (isImagenet ? 1000 : 10)
      try check("--classes", classes, in: 1...1_000_000)
      return NetworkConfiguration(settings.network, input: input, classes: classes)
    }
    if let classes {
      throw Failure.usage("--classes \(classes): expected it beside --input-shape only")
    }
    return NetworkConfiguration(settings.network, dataset: try Dataset(settings.dataset))
  }

  private func text(_ shape: ImageShape) -> String {
    "\(shape.channels)×\(shape.height)×\(shape.width)"
  }

  private func bytes(_ count: Int) -> String {
    count < 1 << 30 ? String(format: "%.1f MiB", Double(count) / 0x1p20) : gibibytes(count)
  }
}

/// `--input-shape`: channels, height, width.
struct InputShape: ExpressibleByArgument {
  let shape: ImageShape

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard parts.count == 3, numbers.count == 3, numbers.allSatisfy({ 1...65_536 ~= $0 }) else {
      return nil
    }
    shape = ImageShape(channels: numbers[0], height: numbers[1], width: numbers[2])
  }
}
