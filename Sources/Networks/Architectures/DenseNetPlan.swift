extension NetworkConfiguration {
  typealias Place = NetworkPlan.Place
  typealias Reading = NetworkPlan.Reading

  /// The operations of a DenseNet.
  func densePlan(_ structure: DenseNetStructure) -> NetworkPlan {
    var plan = NetworkPlan(shapes: [
      .images: input, .scores: ImageShape(channels: classes, height: 1, width: 1),
    ])
    var size = input
    size.height = structure.stem.reduced(input.height)
    size.width = structure.stem.reduced(input.width)
    for (index, channels) in structure.blockChannels.enumerated() {
      size.channels = channels.output
      plan.shapes[.block(index)] = size
      if index == 0 { addStem(structure, to: &plan) }
      for layer in 0..<structure.blocks[index] {
        addDenseLayer(layer, block: index, structure, to: &plan)
      }
      guard index + 1 < structure.blocks.count else { continue }
      let name = "features.transition\(index + 1)"
      plan.operations.append(
        .convolution(
          LayerShape(
            name: "\(name).conv",
            input: activated(.block(index), channels.output, norm: "\(name).norm"),
            pooling: .halved, target: .block(index + 1),
            outputs: structure.compressed(channels.output), side: 1, hasBias: hasBiases,
            hasDropout: true)))
      size.height /= 2
      size.width /= 2
    }
    plan.operations.append(
      .convolution(
        LayerShape(
          name: "classifier",
          input: activated(
            .block(structure.blocks.count - 1), size.channels, norm: "features.norm5"),
          pooling: .whole, target: .scores, outputs: classes, side: 1, hasBias: true)))
    return plan
  }

  private func activated(_ place: Place, _ channels: Int, norm name: String) -> Reading {
    Reading(
      place: place, channels: channels, norm: norm(name), activation: architecture.activation)
  }

  private func addStem(_ structure: DenseNetStructure, to plan: inout NetworkPlan) {
    let isSmall = structure.stem == .small
    let place = Place(name: "stem")
    plan.operations.append(
      .convolution(
        LayerShape(
          name: "features.conv0", input: Reading(place: .images, channels: input.channels),
          target: isSmall ? .block(0) : place, outputs: structure.initialChannels,
          side: isSmall ? 3 : 7, stride: isSmall ? 1 : 2, hasBias: hasBiases)))
    guard !isSmall else { return }
    plan.shapes[place] = ImageShape(
      channels: structure.initialChannels, height: halvedUp(input.height),
      width: halvedUp(input.width))
    plan.operations.append(
      .maxPooling(
        activated(place, structure.initialChannels, norm: "features.norm0"), target: .block(0)))
  }

  private func addDenseLayer(
    _ layer: Int, block: Int, _ structure: DenseNetStructure, to plan: inout NetworkPlan
  ) {
    let name = "features.denseblock\(block + 1).denselayer\(layer + 1)"
    let growthRate = structure.growthRates[block]
    let inputs = structure.blockChannels[block].input + layer * growthRate
    var conv1 = LayerShape(
      name: "\(name).conv1", block: block + 1,
      input: activated(.block(block), inputs, norm: "\(name).norm1"), target: .block(block),
      first: inputs, outputs: growthRate, side: 3, hasBias: hasBiases, hasDropout: true)
    guard structure.hasBottleneck, var shape = plan.shapes[.block(block)] else {
      plan.operations.append(.convolution(conv1))
      return
    }
    let bottleneck = Place(name: "\(name).bottleneck")
    let bottleneckChannels = structure.bottleneckChannels(block: block)
    shape.channels = bottleneckChannels
    plan.shapes[bottleneck] = shape
    var conv2 = conv1
    conv1.target = bottleneck
    conv1.first = 0
    conv1.outputs = bottleneckChannels
    conv1.side = 1
    conv2.name = "\(name).conv2"
    conv2.input = activated(bottleneck, bottleneckChannels, norm: "\(name).norm2")
    plan.operations += [.convolution(conv1), .convolution(conv2)]
  }
}
