extension NetworkConfiguration {
  /// The operations of a ResNet or of a plain network. The first convolution of a later stage has
  /// stride 2.
  ///
  /// A residual block's output is stored, for two read it; a plain network's convolution reads the
  /// one before it through norm and activation.
  func residualPlan(_ structure: ResidualStructure, hasShortcuts: Bool) -> NetworkPlan {
    var plan = NetworkPlan(shapes: [
      .images: input, .scores: ImageShape(channels: classes, height: 1, width: 1),
    ])
    var current = addConvolution(
      "conv1", stage: nil, reading: Reading(place: .images, channels: input.channels),
      outputs: structure.initialChannels, stride: 1, to: &plan)
    current.norm = norm("bn1")
    current.activation = architecture.activation
    if hasShortcuts { current = store(current, shortcut: nil, name: "conv1", in: &plan) }
    for (stage, width) in structure.widths.enumerated() {
      for block in 0..<structure.blocks[stage] {
        let name = "layer\(stage + 1).\(block)"
        let stride = stage > 0 && block == 0 ? 2 : 1
        var end = current
        for index in 1...2 {
          end = addConvolution(
            "\(name).conv\(index)", stage: stage + 1, reading: end, outputs: width,
            stride: index == 1 ? stride : 1, hasDropout: true, to: &plan)
          end.norm = norm("\(name).bn\(index)")
          end.activation = architecture.activation
        }
        guard hasShortcuts else {
          current = end
          continue
        }
        var shortcut = current
        if shortcut.channels != width {
          shortcut = addConvolution(
            "\(name).downsample.0", stage: stage + 1, reading: current, outputs: width,
            stride: stride, side: 1, to: &plan)
          shortcut.norm = norm("\(name).downsample.1")
        }
        current = store(end, shortcut: shortcut, name: name, in: &plan)
      }
    }
    plan.operations.append(
      .convolution(
        LayerShape(
          name: "fc", input: current, pooling: .whole, target: .scores, outputs: classes, side: 1,
          hasBias: true)))
    return plan
  }

  /// Adds a convolution into a place of its own; returns how to read that as it is.
  private func addConvolution(
    _ name: String, stage: Int?, reading: Reading, outputs: Int, stride: Int, side: Int = 3,
    hasDropout: Bool = false, to plan: inout NetworkPlan
  ) -> Reading {
    var shape = plan.shapes[reading.place] ?? input
    shape.channels = outputs
    if stride == 2 {
      shape.height = halvedUp(shape.height)
      shape.width = halvedUp(shape.width)
    }
    let place = Place(name: name)
    plan.shapes[place] = shape
    plan.operations.append(
      .convolution(
        LayerShape(
          name: name, block: stage, input: reading, target: place, outputs: outputs, side: side,
          stride: stride, hasBias: hasBiases, hasDropout: hasDropout)))
    return Reading(place: place, channels: outputs)
  }

  /// Adds the end of a block; returns how to read its output.
  private func store(
    _ end: Reading, shortcut: Reading?, name: String, in plan: inout NetworkPlan
  ) -> Reading {
    var residual = end
    residual.activation = nil
    let place = Place(name: "\(name).output")
    plan.shapes[place] = plan.shapes[end.place]
    plan.operations.append(
      .addition(
        ResidualShape(
          name: name, residual: residual, shortcut: shortcut,
          activation: architecture.activation, target: place)))
    return Reading(place: place, channels: end.channels)
  }
}
