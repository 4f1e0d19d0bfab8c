/// Channels that surgery added or changed, by the name of the norm that reads them.
public struct FreshMaps: Sendable, Equatable {
  /// `[norm][index of a channel]`.
  public var channels: [String: [Int]] = [:]

  /// No channels.
  public init() {}
}

/// The same DenseNet with another structure: other growth rates, more or fewer layers at the end of a
/// block.
///
/// Growing keeps the function: a map that is new gets random filters, and everything that reads it
/// gets zero weights for it. (The other way round, a map of zeros would never learn: its norm gives
/// 0, where the ReLU's derivative is 0.) Shrinking cuts the maps of each layer that matter least; of
/// those that matter as little, the newest, so that growing and shrinking again gives the network back.
///
/// New maps stand between old ones: each layer's maps follow those of the layer before. So every
/// place has a list that tells where each of its channels was before.
public struct StructureChange: Sendable {
  /// The network afterwards; stem and input stay.
  public let configuration: NetworkConfiguration
  /// The values afterwards; momentum stays with what stays.
  public let state: NetworkState
  /// Channels that are new.
  public let freshMaps: FreshMaps

  /// Changes a DenseNet's structure. Any other network stays as it is.
  ///
  /// - Parameters:
  ///   - structure: growth rates and numbers of layers; all else as before.
  ///   - criterion: decides which maps stay where not all do.
  ///   - gradients: of the loss on a batch, by name; needed for the criterion `.loss` only.
  ///   - initialization: how new filters are drawn.
  ///   - generator: draws the new filters.
  public init(
    of state: NetworkState, from old: NetworkConfiguration, to structure: DenseNetStructure,
    criterion: MapCriterion = .weight, gradients: [String: Tensor] = [:],
    initialization: Initialization = .he, using generator: inout RandomGenerator
  ) {
    var new = old
    new.architecture.denseNet = structure
    let (oldPlan, newPlan) = (old.plan, new.plan)
    let selection = MapSelection(
      of: state, from: oldPlan, to: newPlan, by: criterion, gradients: gradients)
    let origins = ChannelOrigins(from: oldPlan, to: newPlan, kept: selection.kept)
    let (layers, norms) = (newPlan.layers, newPlan.operations.flatMap(\.readings))
    var changed = NetworkState(parameters: [:], momenta: [:], statistics: [:])
    var fresh = FreshMaps()
    for layer in layers {
      let name = "\(layer.name).weight"
      let tensor = Self.filters(state.parameters[name], layer, origins) {
        generator.nextWeight(initialization, fanIn: layer.inputs * layer.side * layer.side)
      }
      changed.parameters[name] = tensor
      changed.momenta[name] = Self.filters(state.momenta[name], layer, origins) { 0 }
      guard layer.hasBias else { continue }
      let (bias, outputs) = ("\(layer.name).bias", origins.outputs[layer.name] ?? [])
      changed.parameters[bias] = Self.vector(state.parameters[bias], outputs, newValue: 0)
      changed.momenta[bias] = Self.vector(state.momenta[bias], outputs, newValue: 0)
    }
    for reading in norms {
      guard let norm = reading.norm else { continue }
      let inputs = origins.inputs(reading)
      for (name, newValue) in [("\(norm).weight", Float(1)), ("\(norm).bias", 0)] {
        changed.parameters[name] = Self.vector(
          state.parameters[name], inputs, newValue: newValue)
        changed.momenta[name] = Self.vector(state.momenta[name], inputs, newValue: 0)
      }
      for (name, newValue) in [("\(norm).running_mean", Float(0)), ("\(norm).running_var", 1)] {
        changed.statistics[name] = Self.vector(
          state.statistics[name], inputs, newValue: newValue)
      }
      // Of a norm that is new itself all channels are.
      let isNew = state.statistics["\(norm).running_mean"] == nil
      let added = inputs.indices.filter { isNew || inputs[$0] == nil }
      if !added.isEmpty { fresh.channels[norm] = Array(added) }
    }
    configuration = new
    self.state = changed
    freshMaps = fresh
  }

  /// - Parameter old: `nil` of what is new itself.
  private static func vector(
    _ old: Tensor?, _ origins: ChannelOrigins.List, newValue: Float
  ) -> Tensor {
    Tensor(
      shape: [origins.count],
      values: origins.map { origin in
        guard let old, let origin else { return newValue }
        return old.values[origin]
      })
  }

  /// - Parameter old: `nil` of a layer that is new itself.
  private static func filters(
    _ old: Tensor?, _ layer: LayerShape, _ origins: ChannelOrigins, newFilter: () -> Float
  ) -> Tensor {
    let outputs = origins.outputs[layer.name] ?? []
    let inputs = origins.inputs(layer.input)
    let taps = layer.side * layer.side
    let oldInputs = old?.shape[1] ?? 0
    var values: [Float] = []
    values.reserveCapacity(outputs.count * inputs.count * taps)
    for output in outputs {
      for input in inputs {
        for tap in 0..<taps {
          if let old, let output, let input {
            values.append(old.values[(output * oldInputs + input) * taps + tap])
          } else {
            values.append(output == nil ? newFilter() : 0)
          }
        }
      }
    }
    return Tensor(shape: layer.filterShape, values: values)
  }
}

/// Where the channels of a network were in another one, whose layers have the same names.
struct ChannelOrigins {
  /// For each channel, its index before, or `nil` if it is new.
  typealias List = [Int?]

  /// Of each layer's outputs, among that layer's outputs before.
  private(set) var outputs: [String: List] = [:]
  /// Of all channels at a place, among that place's channels before.
  private var places: [NetworkPlan.Place: List] = [:]

  /// - Parameter kept: the outputs of each layer that stay.
  init(from old: NetworkPlan, to new: NetworkPlan, kept: [String: [Int]]) {
    let firsts = Dictionary(
      old.layers.map { ($0.name, $0.first) }, uniquingKeysWith: { first, _ in first })
    places[.images] = (0..<(new.shapes[.images]?.channels ?? 0)).map { $0 }
    for operation in new.operations {
      guard case .convolution(let layer) = operation else {
        // Pooling and addition take the channels over as they are.
        guard let reading = operation.readings.first else { continue }
        places[operation.target, default: []] += places[reading.place] ?? []
        continue
      }
      let kept: List = kept[layer.name, default: []].map { $0 }
      let origins = kept + Array(repeating: nil, count: layer.outputs - kept.count)
      outputs[layer.name] = origins
      places[layer.target, default: []] += origins.map { origin in
        origin.map { firsts[layer.name, default: 0] + $0 }
      }
    }
  }

  /// Of the channels that are read.
  func inputs(_ reading: NetworkPlan.Reading) -> List {
    Array((places[reading.place] ?? []).prefix(reading.channels))
  }
}
