/// A convolution (or the classifier) of a DenseNet, without its memory: what there is, in the
/// order of the forward pass. Parameters, their counts and initial values, surgery and the memory
/// of a step all follow from this list.
package struct LayerShape: Equatable {
  /// What a layer reads or writes: the images, a block's maps, a bottleneck's, the class scores.
  package enum Place: Hashable {
    case images
    case block(Int)
    case bottleneck(block: Int, layer: Int)
    case scores
  }

  /// torchvision's name of the module with the weights.
  package var name: String
  /// torchvision's name of the norm before it.
  package var normName: String?
  /// Number of the dense block, from 1; `nil` outside of blocks.
  package var block: Int?
  package var source: Place
  /// Channels read: the first ones of the source.
  package var inputs: Int
  package var target: Place
  /// The first channel written.
  package var first: Int
  /// Channels written.
  package var outputs: Int
  /// Rows and columns of a filter.
  package var side: Int
  /// Whether it stands between two blocks.
  package var isTransition: Bool { block == nil && side == 1 && target != .scores }

  /// The filters' shape: a classifier's has two dimensions, as in PyTorch.
  package var filterShape: [Int] {
    target == .scores ? [outputs, inputs] : [outputs, inputs, side, side]
  }
}

extension DenseNetConfiguration {
  /// Every layer with weights, in the order of the forward pass.
  package var layerShapes: [LayerShape] {
    var layers = [
      LayerShape(
        name: "features.conv0", source: .images, inputs: input.channels, target: .block(0),
        first: 0, outputs: initialChannels, side: 3)
    ]
    for (index, channels) in blockChannels.enumerated() {
      for layer in 0..<blocks[index] {
        layers += denseLayer(layer, block: index, inputs: channels.input + layer * growthRate)
      }
      guard index + 1 < blocks.count else { continue }
      let name = "features.transition\(index + 1)"
      layers.append(
        LayerShape(
          name: "\(name).conv", normName: "\(name).norm", source: .block(index),
          inputs: channels.output, target: .block(index + 1), first: 0,
          outputs: compressed(channels.output), side: 1))
    }
    layers.append(
      LayerShape(
        name: "classifier", normName: "features.norm5", source: .block(blocks.count - 1),
        inputs: blockChannels.last?.output ?? 0, target: .scores, first: 0, outputs: classes,
        side: 1))
    return layers
  }

  private func denseLayer(_ layer: Int, block: Int, inputs: Int) -> [LayerShape] {
    let name = "features.denseblock\(block + 1).denselayer\(layer + 1)"
    guard hasBottleneck else {
      return [
        LayerShape(
          name: "\(name).conv1", normName: "\(name).norm1", block: block + 1, source: .block(block),
          inputs: inputs, target: .block(block), first: inputs, outputs: growthRate, side: 3)
      ]
    }
    let bottleneck = LayerShape.Place.bottleneck(block: block, layer: layer)
    return [
      LayerShape(
        name: "\(name).conv1", normName: "\(name).norm1", block: block + 1, source: .block(block),
        inputs: inputs, target: bottleneck, first: 0, outputs: bottleneckChannels, side: 1),
      LayerShape(
        name: "\(name).conv2", normName: "\(name).norm2", block: block + 1, source: bottleneck,
        inputs: bottleneckChannels, target: .block(block), first: inputs, outputs: growthRate,
        side: 3),
    ]
  }

  /// Size of the maps at a place; each transition halves height and width and drops an odd rest.
  package func shape(of place: LayerShape.Place) -> ImageShape {
    func size(_ channels: Int, block: Int) -> ImageShape {
      ImageShape(channels: channels, height: input.height >> block, width: input.width >> block)
    }
    switch place {
    case .images: return input
    case .block(let block): return size(blockChannels[block].output, block: block)
    case .bottleneck(let block, _): return size(bottleneckChannels, block: block)
    case .scores: return ImageShape(channels: classes, height: 1, width: 1)
    }
  }
}
