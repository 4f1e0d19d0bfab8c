extension NetworkConfiguration {
  /// Number of trained values.
  public var parameterCount: Int {
    let plan = plan
    let layers = plan.layers.reduce(0) {
      $0 + $1.filterShape.reduce(1, *) + ($1.hasBias ? $1.outputs : 0)
    }
    return layers + plan.norms.reduce(0) { $0 + 2 * $1.channels }
  }

  /// Bytes that a network takes, buffers of a training step included; `Int.max` where the number is
  /// too large for an `Int`.
  public func memoryRequired(
    batchCapacity: Int, instructionSet: InstructionSet, threads: Int
  ) -> Int {
    let plan = plan
    let kernels = instructionSet.kernels(batchCapacity: batchCapacity)
    let groups = Batch.groups(batchCapacity, lanes: kernels.lanes)
    var floats = plan.layerFloats(groups: groups, lanes: kernels.lanes).reduce(0, +)
    floats += plan.demand(groups: groups, kernels).count(workers: threads)
    if Workers(count: threads).canTakeGroups(groups) {
      floats += plan.layers.reduce(0) { $0 + Double(plan.keptFilters(of: $1, groups, kernels)) }
    }
    return wholeNumber(floats * Double(MemoryLayout<Float>.stride))
  }
}

extension NetworkPlan {
  /// Floats of each layer: its maps, with what pooling or addition makes of them, and for the first
  /// layer the images; their part of the memory that gradients share; values, gradients and momenta
  /// of the weights and of the norm.
  func layerFloats(groups: Int, lanes: Int) -> [Double] {
    let gradients = GradientLifetimes(self)
    let images = Double(groups * lanes)
    func maps(_ place: Place, _ channels: Int) -> Double {
      images * Double(channels) * Double(shapes[place]?.pixels ?? 0)
        * (1 + gradients.share(of: place))
    }
    var layers: [Double] = []
    for operation in operations {
      let written = maps(operation.target, operation.outputs)
      guard case .convolution(let layer) = operation else {
        layers[layers.count - 1] += written
        continue
      }
      // Values, gradient, momentum.
      let weights = 3 * Double(layer.filterShape.reduce(1, *)) + 12 * Double(layer.inputs)
      layers.append(written + weights)
    }
    layers[0] += maps(.images, shapes[.images]?.channels ?? 0)
    return layers
  }

  /// Floats that a layer keeps for evaluation group by group.
  fileprivate func keptFilters(of layer: LayerShape, _ groups: Int, _ kernels: KernelTable) -> Int {
    guard let source = shapes[layer.input.place], let target = shapes[layer.target] else {
      return 0
    }
    return layer.method(source: source, target: target, groups: groups, kernels)
      .packedCount(outputs: layer.outputs, inputs: layer.inputs)
  }

  /// What all operations together ask of the workspace.
  func demand(groups: Int, _ kernels: KernelTable) -> Workspace.Demand {
    let lanes = kernels.lanes
    var demand = Workspace.Demand()
    for operation in operations {
      guard let target = shapes[operation.target], let reading = operation.readings.first,
        let source = shapes[reading.place]
      else { continue }
      switch operation {
      case .convolution(let layer):
        demand.formUnion(
          layer.demand(source: source, target: target, groups: groups, kernels))
      case .maxPooling:
        demand.formUnion(
          MaxPoolingLayer.demand(
            source: source, target: target, channels: reading.channels, groups: groups,
            lanes: lanes))
      case .addition:
        demand.formUnion(ResidualLayer.demand(target, groups: groups, lanes: lanes))
      }
    }
    return demand
  }
}
