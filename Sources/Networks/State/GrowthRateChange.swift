/// Channels that surgery added, by the name of the norm that reads them.
public struct FreshMaps: Sendable, Equatable {
  /// `[norm][index of a channel]`.
  public var channels: [String: [Int]] = [:]
}

/// The same network with another growth rate.
///
/// Growing keeps the function: a map that is new gets random filters, and everything that reads it
/// gets zero weights for it. (The other way round, a map of zeros would never learn: its norm gives
/// 0, where the ReLU's derivative is 0.) Shrinking cuts the newest maps of each layer, so that
/// growing and shrinking again gives the network back.
///
/// New maps stand between old ones: each layer's maps follow those of the layer before. So every
/// place has a list that tells where each of its channels was before.
public struct GrowthRateChange: Sendable {
  /// The network afterwards; stem and input stay.
  public let configuration: NetworkConfiguration
  /// The values afterwards; momentum stays with what stays.
  public let state: NetworkState
  /// Channels that are new.
  public let freshMaps: FreshMaps

  /// For each channel, its index before, or `nil` if it is new.
  private typealias Origins = [Int?]

  /// Changes a DenseNet's growth rate. Any other network stays as it is.
  ///
  /// - Parameters:
  ///   - growthRate: at least 1.
  ///   - initialization: how new filters are drawn.
  ///   - generator: draws the new filters.
  public init(
    of state: NetworkState, from old: NetworkConfiguration, to growthRate: Int,
    initialization: Initialization = .he, using generator: inout RandomGenerator
  ) {
    var new = old
    new.architecture.growthRate = growthRate
    var changed = NetworkState(parameters: [:], momenta: [:], statistics: [:])
    var fresh = FreshMaps()
    let (newPlan, oldPlan) = (new.plan, old.plan)
    let origins = Self.origins(from: oldPlan, to: newPlan)
    for (layer, before) in zip(newPlan.layers, oldPlan.layers) {
      let inputs = Array((origins[layer.input.place] ?? []).prefix(layer.inputs))
      let written = (origins[layer.target] ?? [])[layer.first..<layer.first + layer.outputs]
      let outputs = written.map { $0.map { $0 - before.first } }
      let fanIn = layer.inputs * layer.side * layer.side
      func move(_ tensor: Tensor?, newFilter: () -> Float) -> Tensor? {
        tensor.map {
          Self.filters(
            $0, outputs: outputs, inputs: inputs, shape: layer.filterShape,
            taps: layer.side * layer.side, newFilter: newFilter)
        }
      }
      let name = "\(layer.name).weight"
      changed.parameters[name] = move(state.parameters[name]) {
        generator.nextWeight(initialization, fanIn: fanIn)
      }
      changed.momenta[name] = move(state.momenta[name]) { 0 }
      guard layer.hasBias else { continue }
      let bias = "\(layer.name).bias"
      changed.parameters[bias] = Self.vector(state.parameters[bias], outputs, newValue: 0)
      changed.momenta[bias] = Self.vector(state.momenta[bias], outputs, newValue: 0)
    }
    for reading in newPlan.operations.flatMap(\.readings) {
      guard let norm = reading.norm else { continue }
      let inputs = Array((origins[reading.place] ?? []).prefix(reading.channels))
      for (name, newValue) in [("\(norm).weight", Float(1)), ("\(norm).bias", 0)] {
        changed.parameters[name] = Self.vector(
          state.parameters[name], inputs, newValue: newValue)
        changed.momenta[name] = Self.vector(state.momenta[name], inputs, newValue: 0)
      }
      for (name, newValue) in [("\(norm).running_mean", Float(0)), ("\(norm).running_var", 1)] {
        changed.statistics[name] = Self.vector(
          state.statistics[name], inputs, newValue: newValue)
      }
      let added = inputs.indices.filter { inputs[$0] == nil }
      if !added.isEmpty { fresh.channels[norm] = Array(added) }
    }
    configuration = new
    self.state = changed
    freshMaps = fresh
  }

  /// Where the channels of every place were before. What a layer writes keeps its first channels.
  private static func origins(
    from old: NetworkPlan, to new: NetworkPlan
  ) -> [NetworkPlan.Place: Origins] {
    var origins: [NetworkPlan.Place: Origins] = [
      .images: (0..<(new.shapes[.images]?.channels ?? 0)).map { $0 }
    ]
    for (operation, before) in zip(new.operations, old.operations) {
      if case .convolution(let layer) = operation, case .convolution(let before) = before {
        origins[layer.target, default: []] += (0..<layer.outputs).map {
          $0 < before.outputs ? before.first + $0 : nil
        }
      } else if let reading = operation.readings.first {
        // Pooling and addition take the channels over as they are.
        origins[operation.target, default: []] += origins[reading.place] ?? []
      }
    }
    return origins
  }

  private static func vector(
    _ old: Tensor?, _ origins: Origins, newValue: Float
  ) -> Tensor? {
    old.map { old in
      Tensor(
        shape: [origins.count], values: origins.map { $0.map { old.values[$0] } ?? newValue })
    }
  }

  private static func filters(
    _ old: Tensor, outputs: [Int?], inputs: [Int?], shape: [Int], taps: Int,
    newFilter: () -> Float
  ) -> Tensor {
    let oldInputs = old.shape[1]
    var values: [Float] = []
    values.reserveCapacity(outputs.count * inputs.count * taps)
    for output in outputs {
      for input in inputs {
        for tap in 0..<taps {
          if let output, let input {
            values.append(old.values[(output * oldInputs + input) * taps + tap])
          } else {
            values.append(output == nil ? newFilter() : 0)
          }
        }
      }
    }
    return Tensor(shape: shape, values: values)
  }
}
