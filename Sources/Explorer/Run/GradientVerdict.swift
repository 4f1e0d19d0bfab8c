import Foundation

/// Whether gradients reach every layer, in words, from the newest step.
///
/// The thresholds:
/// - An update below 2⁻²⁴ of a weight changes nothing in float32 (half the distance between neighbours,
///   IEEE 754): a layer whose update ratio is less has stopped learning, whatever its gradient.
/// - A gradient that is 10,000 times smaller than the greatest counts as vanishing: with one learning
///   rate for all, the layer moves that much less. Healthy networks stay within a factor of ten or so
///   (measured at initialisation, depths 20 and 56: ResNets 2.8 and 7.6, DenseNets 1.3 and 1.8 from the
///   first layer to the last).
/// - A first layer with more than 100 times the last one's gradient counts as exploding: plain
///   networks with batch norm show 7 at depth 20 and 1,440 at depth 56 (about 1.2 times a layer: Yang et
///   al., A Mean Field Theory of Batch Normalization, 2019).
struct GradientVerdict: Equatable {
  enum Kind: Equatable {
    case healthy, vanishing, exploding, broken
  }

  let kind: Kind
  /// `healthy: first and last layer within 8×`.
  let text: String

  static let vanishingShare = 1e-4
  static let explodingFactor = 100.0
  static let leastUpdateRatio = 0x1p-24

  /// - Parameters:
  ///   - norms: ‖∂loss/∂weights‖₂ layer by layer, of one step.
  ///   - updateRatios: of the same step, where they are known.
  ///   - hasCuts: whether connections are cut: a layer that nobody reads then has no gradient, which says
  ///     nothing about the others.
  init?(norms: [Double], updateRatios: [Double], names: LayerNames, hasCuts: Bool = false) {
    guard let first = norms.first, let last = norms.last, norms.count > 1 else { return nil }
    if let broken = norms.firstIndex(where: { !$0.isFinite }) {
      kind = .broken
      text = "broken: the gradient of \(names[broken]) is not finite"
      return
    }
    let live = norms.indices.filter { !hasCuts || norms[$0] > 0 }
    let start = live.first ?? 0
    let (greatest, least) = live.reduce((start, start)) { found, layer in
      (
        norms[layer] > norms[found.0] ? layer : found.0,
        norms[layer] < norms[found.1] ? layer : found.1
      )
    }
    // First, for beside a gradient that has grown so much, the last layers' look like nothing.
    if last > 0, first / last > Self.explodingFactor {
      kind = .exploding
      text = "exploding: \(names[0]) gets \(compact(first / last))× the gradient of the last layer"
      return
    }
    if norms[greatest] == 0 || norms[least] / norms[greatest] < Self.vanishingShare {
      kind = .vanishing
      let share = norms[greatest] > 0 ? norms[least] / norms[greatest] : 0
      text =
        "vanishing: \(names[least]) gets \(scientific(share)) of the gradient of \(names[greatest])"
      return
    }
    // Of a step that updated nothing all ratios are 0.
    let still = updateRatios.indices.filter {
      updateRatios[$0] > 0 && updateRatios[$0] < Self.leastUpdateRatio
    }
    if let layer = still.first {
      kind = .vanishing
      text =
        "vanishing: \(names[layer]) moves by \(scientific(updateRatios[layer])) of its weights a step"
      return
    }
    kind = .healthy
    let ratio = min(first, last) > 0 ? max(first / last, last / first) : .infinity
    text = "healthy: first and last layer within \(compact(ratio))×"
  }
}
