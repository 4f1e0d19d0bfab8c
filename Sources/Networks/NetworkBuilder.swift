/// Makes a plan's operations, and joins them by the maps that they read and write.
struct NetworkBuilder {
  let plan: NetworkPlan
  let maps: [NetworkPlan.Place: FeatureMaps]
  let state: NetworkState
  let dropout: Double
  let groups: Int
  let kernels: KernelTable
  private let lastReaders: [NetworkPlan.Place: Int]

  init(
    plan: NetworkPlan, maps: [NetworkPlan.Place: FeatureMaps], state: NetworkState,
    dropout: Double, groups: Int, kernels: KernelTable
  ) {
    self.plan = plan
    self.maps = maps
    self.state = state
    self.dropout = dropout
    self.groups = groups
    self.kernels = kernels
    lastReaders = Self.lastReaders(plan)
  }

  /// The maps at a place; every place of the plan's operations has some.
  func maps(_ place: NetworkPlan.Place) -> FeatureMaps {
    guard let maps = maps[place] else { preconditionFailure("no maps at \(place.name)") }
    return maps
  }

  func operations() -> [any Operation] {
    plan.operations.enumerated().map { index, operation in
      switch operation {
      case .convolution(let shape):
        ConvolutionLayer(
          shape, index: index, from: source(shape.input, of: index), to: maps(shape.target),
          dropout: shape.hasDropout ? dropout : 0, state: state, groups: groups, kernels)
      case .maxPooling(let reading, let target):
        MaxPoolingLayer(from: source(reading, of: index), to: maps(target))
      case .addition(let shape):
        ResidualLayer(
          shape, residual: source(shape.residual, of: index),
          shortcut: shape.shortcut.map { source($0, of: index) }, to: maps(shape.target),
          groups: groups)
      }
    }
  }

  /// The last operation to read each place.
  private static func lastReaders(_ plan: NetworkPlan) -> [NetworkPlan.Place: Int] {
    var readers: [NetworkPlan.Place: Int] = [:]
    for (index, operation) in plan.operations.enumerated() {
      for reading in operation.readings { readers[reading.place] = index }
    }
    return readers
  }

  /// The last operation to read a place is the first to write its gradient in the backward pass.
  private func source(_ reading: NetworkPlan.Reading, of index: Int) -> SourceMaps {
    SourceMaps(
      maps(reading.place), reading, norm: reading.norm.map { BatchNormalization($0, state: state) },
      overwritesGradient: lastReaders[reading.place] == index)
  }
}

extension NetworkPlan.Operation {
  /// What it reads.
  package var readings: [NetworkPlan.Reading] {
    switch self {
    case .convolution(let shape): [shape.input]
    case .maxPooling(let reading, _): [reading]
    case .addition(let shape): [shape.residual] + (shape.shortcut.map { [$0] } ?? [])
    }
  }

  /// Where it writes.
  package var target: NetworkPlan.Place {
    switch self {
    case .convolution(let shape): shape.target
    case .maxPooling(_, let target): target
    case .addition(let shape): shape.target
    }
  }

  /// Channels that it writes.
  var outputs: Int {
    switch self {
    case .convolution(let shape): shape.outputs
    case .maxPooling(let reading, _): reading.channels
    case .addition(let shape): shape.residual.channels
    }
  }
}
