import Channel
import Foundation

/// What the cells of a reuse matrix say.
enum ReuseMeasure: Sendable, CaseIterable {
  /// Mean absolute weight, as in the DenseNet paper's Figure 5.
  case weight
  /// The same of |γ·w|: what reaches the convolution, for each consumer's norm has a γ of its own.
  case scaledWeight
  /// The part of the variance of what a consumer computes that comes from a source.
  case contribution
  /// How much the mean absolute weight has changed since the last mark.
  case change

  var title: String {
    switch self {
    case .weight: "mean |w|"
    case .scaledWeight: "mean |γ·w|"
    case .contribution: "contribution"
    case .change: "change of mean |w|"
    }
  }

  func text(_ value: Double) -> String {
    switch self {
    case .weight, .scaledWeight: scientific(value)
    case .contribution: percent(value)
    case .change: (value > 0 ? "+" : "") + scientific(value)
    }
  }

  /// How to read it, for someone who sees it first.
  var explanation: String {
    switch self {
    case .weight:
      "The nearer a cell is to the right end of the scale, the larger the layer's weights for that "
        + "source, compared with its others. In the DenseNet paper's Figure 5 layers and transitions "
        + "spread their weight over many sources, and the classifier prefers late maps; its third "
        + "finding, that the maps of a transition get least weight, others could not reproduce."
    case .scaledWeight:
      "As with |w|, but each weight is multiplied by γ, with which the layer's norm scales the map "
        + "before the convolution: a large weight on a map that γ makes small reaches nothing."
    case .contribution:
      "A cell is the source's part in the variance of what the layer's first convolution computes on "
        + "the last batch, so that a column adds up to 100 %; a negative one works against the others. "
        + "Weights tell what could count, contributions what does."
    case .change:
      "It shows what the layer's mean |w| has gained or lost since the last change of a knob. After a "
        + "change of the growth rate the new maps begin with weight 0 in all layers after them; where "
        + "it grows, they are taken up."
    }
  }

  /// The numbers of a block; `nil` where they were not measured.
  func connections(of block: Reuse, in run: ObservedRun) -> DenseConnections? {
    func connections(_ matrix: [[Double?]]) -> DenseConnections {
      DenseConnections(matrix, sources: block.maps.count)
    }
    switch self {
    case .weight: return connections(block.matrix)
    case .scaledWeight: return block.scaledMatrix.map(connections)
    case .contribution:
      // A measurement from before a change of the network does not fit it any more.
      return run.snapshot.contributions.first {
        $0.block == block.block && $0.matrix.count == block.matrix.count
      }.map { connections($0.matrix) }
    case .change:
      return run.reuseAtMark.first {
        $0.block == block.block && $0.matrix.count == block.matrix.count && $0.maps == block.maps
      }.map { DenseConnections(from: connections($0.matrix), to: connections(block.matrix)) }
    }
  }

  /// Shares of a heat map's colours. Weights and their changes are divided by the greatest of their
  /// consumer, as in the paper, for consumers have weights of different sizes; no change is in the
  /// middle. Contributions are shares already and begin at 0, the negative ones too.
  ///
  /// - Parameter largest: the contribution at the end of the scale, for all blocks.
  func shares(_ connections: DenseConnections, largest: Double) -> [[Double?]] {
    connections.values.map { row in
      let greatest = row.reduce(0) { greatest, value in
        guard let value, value.isFinite else { return greatest }
        return max(greatest, abs(value))
      }
      return row.map { value in
        value.map { value in
          if !value.isFinite { return .nan }
          return switch self {
          case .weight, .scaledWeight: greatest > 0 ? value / greatest : 0
          case .contribution: largest > 0 ? max(value, 0) / largest : 0
          case .change: greatest > 0 ? 0.5 + 0.5 * value / greatest : 0.5
          }
        }
      }
    }
  }
}
