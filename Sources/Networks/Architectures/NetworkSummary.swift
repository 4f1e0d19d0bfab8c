/// One line of a network's table.
public struct LayerSummary: Sendable, Equatable {
  /// torchvision's name of the module, or of the block that an addition ends.
  public var name: String
  /// What it does: `convolution 3×3`, `batch norm`, `max pooling 3×3 / 2`, `linear`, …
  public var kind: String
  /// Size of what it puts out for one image.
  public var output: ImageShape
  /// Trained values, biases included.
  public var parameters: Int
  /// Multiplications with an addition in the forward pass of one image, counted as torchinfo does:
  /// a convolution's parameters once for each pixel it puts out, those of a norm or of the linear
  /// layer once. `Int.max` where the number is too large for an `Int`.
  public var multiplyAdds: Int
}

extension NetworkConfiguration {
  /// The network layer by layer, from the images to the classifier, as its modules stand in PyTorch.
  /// (A transition is computed otherwise: pooled first, which leaves a quarter of the work.)
  public var summary: [LayerSummary] {
    let plan = plan
    return plan.operations.flatMap { operation in
      operation.readings.compactMap { plan.norm(of: $0) } + plan.lines(of: operation)
    }
  }
}

extension NetworkPlan {
  private func shape(_ place: Place, channels: Int) -> ImageShape {
    var shape = shapes[place] ?? ImageShape(channels: 0, height: 0, width: 0)
    shape.channels = channels
    return shape
  }

  fileprivate func norm(of reading: Reading) -> LayerSummary? {
    reading.norm.map {
      LayerSummary(
        name: $0, kind: "batch norm", output: shape(reading.place, channels: reading.channels),
        parameters: 2 * reading.channels, multiplyAdds: 2 * reading.channels)
    }
  }

  fileprivate func lines(of operation: Operation) -> [LayerSummary] {
    switch operation {
    case .convolution(let layer): lines(of: layer)
    case .maxPooling(let reading, let target):
      [
        LayerSummary(
          name: "features.pool0", kind: "max pooling 3×3 / 2",
          output: shape(target, channels: reading.channels), parameters: 0, multiplyAdds: 0)
      ]
    case .addition(let end):
      end.shortcut == nil
        ? []
        : [
          LayerSummary(
            name: end.name, kind: "addition",
            output: shape(end.target, channels: end.residual.channels), parameters: 0,
            multiplyAdds: 0)
        ]
    }
  }

  private func lines(of layer: LayerShape) -> [LayerSummary] {
    let target = shape(layer.target, channels: layer.outputs)
    let parameters = layer.filterShape.reduce(1, *) + (layer.hasBias ? layer.outputs : 0)
    switch layer.pooling {
    case .none:
      return [convolution(layer, output: target, parameters: parameters)]
    case .halved:
      return [
        convolution(
          layer, output: shape(layer.input.place, channels: layer.outputs), parameters: parameters),
        LayerSummary(
          name: layer.name.replacing(".conv", with: ".pool"), kind: "average pooling 2×2",
          output: target, parameters: 0, multiplyAdds: 0),
      ]
    case .whole:
      return [
        LayerSummary(
          name: "average", kind: "global average",
          output: ImageShape(channels: layer.inputs, height: 1, width: 1), parameters: 0,
          multiplyAdds: 0),
        LayerSummary(
          name: layer.name, kind: "linear", output: target, parameters: parameters,
          multiplyAdds: parameters),
      ]
    }
  }

  private func convolution(
    _ layer: LayerShape, output: ImageShape, parameters: Int
  ) -> LayerSummary {
    LayerSummary(
      name: layer.name,
      kind: "convolution \(layer.side)×\(layer.side)"
        + (layer.stride > 1 ? " / \(layer.stride)" : ""),
      output: output, parameters: parameters,
      multiplyAdds: wholeNumber(Double(parameters) * Double(output.height) * Double(output.width)))
  }
}

/// A whole number that may be too large for an `Int`, which is `Int.max` then.
func wholeNumber(_ value: Double) -> Int { value < 0x1p62 ? Int(value) : Int.max }
