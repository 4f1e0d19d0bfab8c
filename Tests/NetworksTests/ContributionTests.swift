import Networks
import Oracle
import Testing

/// What sources contribute to their consumers, against a plain version in double precision.
struct ContributionTests {
  /// All maps of a layer for the loaded batch.
  private func maps(_ network: Network, _ layer: Int, batch: Int) -> Images {
    let pictures = (0..<batch).map { network.maps(ofLayer: layer, image: $0) }
    var images = Images(batch, pictures[0].count, pictures[0][0].height, pictures[0][0].width)
    images.values = pictures.joined().flatMap { $0.values.map { Double($0) } }
    return images
  }

  private func joined(_ parts: [Images]) -> Images {
    var all = Images(
      parts[0].count, parts.reduce(0) { $0 + $1.channels }, parts[0].height, parts[0].width)
    var first = 0
    for part in parts {
      part.forEachPlace { all[$0, first + $1, $2, $3] = part[$0, $1, $2, $3] }
      first += part.channels
    }
    return all
  }

  private func prefix(_ images: Images, channels: Int) -> Images {
    var prefix = Images(images.count, channels, images.height, images.width)
    prefix.forEachPlace { prefix[$0, $1, $2, $3] = images[$0, $1, $2, $3] }
    return prefix
  }

  /// Cov(z_s, z) / Var(z) for each source, both summed over outputs.
  private func expected(
    _ x: Images, _ filters: Tensor, sources: [Range<Int>]
  ) -> [Double?] {
    let side = filters.shape.count == 4 ? filters.shape[2] : 1
    let convolution = Convolution(
      outputs: filters.shape[0], inputs: filters.shape[1], side: side,
      filters: filters.values.map { Double($0) })
    let z = centered(convolution.forward(x))
    let variance = Sums.squares(z.values)
    return sources.map { source in
      guard source.upperBound <= x.channels else { return nil }
      let part = x.map { value, channel in source ~= channel ? value : 0 }
      return zip(convolution.forward(part).values, z.values).reduce(0) { $0 + $1.0 * $1.1 }
        / variance
    }
  }

  /// Each output without its mean over images and pixels.
  private func centered(_ z: Images) -> Images {
    let mean = BatchNormalization.statistics(z).mean
    return z.map { $0 - mean[$1] }
  }

  private func check(_ example: Example, threads: Int = 2) throws {
    let network = example.network(threads: threads)
    _ = network.forward(.measurement)
    let measured = network.contributions()
    let structure = try #require(example.configuration.architecture.denseNet)
    let layers = network.layerDescriptions
    #expect(measured.count == structure.blocks.count)
    for (block, rows) in measured.enumerated() {
      // A block's input is what the layer before it put out; each dense layer ends with what it adds.
      let inBlock = layers.indices.filter { layers[$0].block == block + 1 }
      let perLayer = structure.hasBottleneck ? 2 : 1
      let ends = inBlock.enumerated().filter { $0.offset % perLayer == perLayer - 1 }
      var consumers = inBlock.enumerated().filter { $0.offset % perLayer == 0 }.map(\.element)
      consumers.append((inBlock.last ?? 0) + 1)
      let parts = ([(inBlock.first ?? 1) - 1] + ends.map(\.element)).map {
        maps(network, $0, batch: example.labels.count)
      }
      var first = 0
      let sources = parts.map { part in
        defer { first += part.channels }
        return first..<first + part.channels
      }
      #expect(rows.count == consumers.count)
      for (row, consumer) in zip(rows, consumers) {
        let name = layers[consumer].name
        let filters = try #require(example.state.parameters["\(name).weight"])
        var x = prefix(joined(parts), channels: filters.shape[1])
        x = activated(x, consumer: name, example)
        if name.contains("transition") { x = AveragePooling.forward(x) }
        if name == "classifier" { x = GlobalAverage.forward(x) }
        let expected = expected(x, filters, sources: sources)
        #expect(row.map { $0 == nil } == expected.map { $0 == nil }, "\(name)")
        for (value, expected) in zip(row, expected) {
          guard let value, let expected else { continue }
          #expect(abs(value - expected) < 1e-4, "\(name): \(value), \(expected)")
        }
        #expect(abs(row.reduce(0) { $0 + ($1 ?? 0) } - 1) < 1e-9)
      }
    }
  }

  /// What a consumer's norm and activation make of the maps that it reads.
  private func activated(_ x: Images, consumer: String, _ example: Example) -> Images {
    let norm =
      consumer == "classifier"
      ? "features.norm5"
      : consumer.replacing(".conv1", with: ".norm1").replacing(".conv", with: ".norm")
    let architecture = example.configuration.architecture
    guard let gamma = example.state.parameters["\(norm).weight"],
      let beta = example.state.parameters["\(norm).bias"]
    else { return Activations.forward(architecture.activation, x) }
    let normalized = BatchNormalization(
      gamma: gamma.values.map { Double($0) }, beta: beta.values.map { Double($0) }
    ).forward(x)
    return Activations.forward(architecture.activation, normalized)
  }

  @Test(arguments: [
    "DenseNet", "DenseNet-B", "DenseNet-C", "DenseNet-BC", "DenseNet without norms",
  ])
  func agreeWithAPlainVersion(name: String) throws {
    let architecture = try #require(Architecture.examples[name])
    // A group that is full and one that is not.
    try check(Example(architecture, batch: 19))
  }

  /// Rows of large maps stand for all, whatever the number of threads; nothing of the network changes.
  @Test func largeMapsAreSampled() {
    let example = Example(
      .denseNet(blocks: [2, 2], growthRate: 8),
      input: ImageShape(channels: 1, height: 40, width: 37), batch: 70)
    let results = [1, 3].map { threads in
      let network = example.network(threads: threads)
      _ = network.forward(.measurement)
      let contributions = network.contributions()
      #expect(network.state() == example.state)
      return contributions
    }
    #expect(results[0] == results[1])
    for row in results[0].joined() {
      #expect(abs(row.reduce(0) { $0 + ($1 ?? 0) } - 1) < 1e-9)
    }
  }

  @Test func otherNetworksHaveNone() {
    let network = Example(Architecture(.resnet(ResidualStructure(blocks: [1])))).network()
    _ = network.forward(.measurement)
    #expect(network.contributions().isEmpty)
  }
}
