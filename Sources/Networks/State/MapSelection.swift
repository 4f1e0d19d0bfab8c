/// By what maps are judged of which some must go.
public enum MapCriterion: String, Sendable, Codable, CaseIterable {
  /// How large the weights are that read a map: of each layer that reads it Σ|γ·w| over the weights
  /// for the map, as a part of that layer's sum, added over all of them. CondenseNet sums |w| of a column
  /// (Huang et al. 2018, section 4.1), network slimming takes |γ| (Liu et al. 2017); what reaches a
  /// convolution is the product.
  case weight
  /// How much the loss would change, to first order, if the weights that read a map were 0:
  /// (Σ w·∂loss/∂w)² over all of them, on one batch (Molchanov et al. 2019, Importance Estimation for
  /// Neural Network Pruning, equation 8).
  case loss
}

/// Which maps of each layer stay where a network gets smaller: those that matter most to what stays
/// behind them.
package struct MapSelection {
  /// How much each map matters, `[layer][output]`: 0 for one that nobody reads who stays.
  package private(set) var importance: [String: [Double]] = [:]
  /// The outputs of each layer that stay, in their order; none of a layer that goes.
  package private(set) var kept: [String: [Int]] = [:]

  /// - Parameters:
  ///   - gradients: of the loss on a batch, by name; needed for `.loss` only.
  package init(
    of state: NetworkState, from old: NetworkPlan, to new: NetworkPlan, by criterion: MapCriterion,
    gradients: [String: Tensor] = [:]
  ) {
    let counts = Dictionary(
      new.layers.map { ($0.name, $0.outputs) }, uniquingKeysWith: { first, _ in first })
    var places = old.shapes.mapValues { Array(repeating: 0.0, count: $0.channels) }
    // Whoever reads a layer's maps stands behind it: at its turn it is known which of them stay.
    for layer in old.layers.reversed() {
      let sums = (places[layer.target] ?? [])[layer.first..<layer.first + layer.outputs]
      let scores = sums.map { criterion == .loss ? $0 * $0 : $0 }
      let kept = Self.greatest(of: scores, count: counts[layer.name] ?? 0)
      importance[layer.name] = scores
      self.kept[layer.name] = kept
      let read = Self.read(by: layer, outputs: kept, criterion, state, gradients)
      for (input, score) in read.enumerated() { places[layer.input.place]?[input] += score }
    }
  }

  /// Indices of the greatest scores in their order; of equal ones the first.
  private static func greatest(of scores: [Double], count: Int) -> [Int] {
    guard count < scores.count else { return Array(scores.indices) }
    let order = scores.indices.sorted {
      scores[$0] == scores[$1] ? $0 < $1 : scores[$0] > scores[$1]
    }
    return order.prefix(count).sorted()
  }

  /// How much some outputs of a layer draw on each of its inputs.
  private static func read(
    by layer: LayerShape, outputs: [Int], _ criterion: MapCriterion, _ state: NetworkState,
    _ gradients: [String: Tensor]
  ) -> [Double] {
    var sums = Array(repeating: 0.0, count: layer.inputs)
    let name = "\(layer.name).weight"
    guard let weights = state.parameters[name]?.values else { return sums }
    let gradient = gradients[name]?.values
    let taps = layer.side * layer.side
    for output in outputs {
      for input in 0..<layer.inputs {
        let first = (output * layer.inputs + input) * taps
        for index in first..<first + taps {
          sums[input] +=
            criterion == .weight
            ? Double(abs(weights[index]))
            : Double(weights[index]) * Double(gradient?[index] ?? 0)
        }
      }
    }
    guard criterion == .weight else { return sums }
    if let scale = layer.input.norm.flatMap({ state.parameters["\($0).weight"]?.values }) {
      for input in sums.indices { sums[input] *= Double(abs(scale[input])) }
    }
    let all = sums.reduce(0, +)
    return all > 0 ? sums.map { $0 / all } : sums
  }
}
