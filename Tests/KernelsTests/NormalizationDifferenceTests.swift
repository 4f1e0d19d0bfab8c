import Networks
import Oracle
import Testing

/// The gradients of batch normalisation, and that what kernels do in two steps comes to the same.
struct NormalizationDifferenceTests {
  private static let norm = BatchNormalization(gamma: [1.3, -0.4], beta: [0.2, -1])

  private static func fixed(
    _ mean: [Double], _ inverse: [Double], gamma: [Double], beta: [Double]
  ) -> FixedNormalization {
    let scale = zip(gamma, inverse).map { $0 * $1 }
    return FixedNormalization(
      scale: scale, shift: beta.indices.map { beta[$0] - mean[$0] * scale[$0] }, mean: mean,
      inverseDeviation: inverse)
  }

  @Test func batchNormalization() {
    var generator = RandomGenerator(seed: 21)
    let (x, weights) = (generator.images(3, 2, 3, 5), generator.images(3, 2, 3, 5))
    let norm = Self.norm
    let gradients = norm.backward(x, weights)
    expectInputGradient(gradients.input, of: norm.forward, at: x, weights: weights)
    expectGradient(
      gradients.gamma,
      of: { weightedSum(BatchNormalization(gamma: $0, beta: norm.beta).forward(x), weights) },
      at: norm.gamma)
    expectGradient(
      gradients.beta,
      of: { weightedSum(BatchNormalization(gamma: norm.gamma, beta: $0).forward(x), weights) },
      at: norm.beta)
  }

  @Test func fixedNormalization() {
    var generator = RandomGenerator(seed: 22)
    let (x, weights) = (generator.images(3, 2, 3, 5), generator.images(3, 2, 3, 5))
    let (mean, inverse) = ([0.3, -0.2], [1.7, 0.9])
    let (gamma, beta) = (Self.norm.gamma, Self.norm.beta)
    let norm = Self.fixed(mean, inverse, gamma: gamma, beta: beta)
    let gradients = norm.backward(x, weights)
    expectInputGradient(gradients.input, of: norm.forward, at: x, weights: weights)
    func total(_ kind: Int) -> [Double] {
      (0..<2).map { channel in
        (0..<3).reduce(0) { $0 + gradients.sums[(2 * channel + kind) * 3 + $1] }
      }
    }
    expectGradient(
      total(1),
      of: {
        weightedSum(Self.fixed(mean, inverse, gamma: $0, beta: beta).forward(x), weights)
      }, at: gamma)
    expectGradient(
      total(0),
      of: {
        weightedSum(Self.fixed(mean, inverse, gamma: gamma, beta: $0).forward(x), weights)
      }, at: beta)
  }

  /// A consumer hands back `scale · dy` and its sums; the producer adds what they owe.
  @Test func correction() {
    var generator = RandomGenerator(seed: 23)
    let (x, weights) = (generator.images(3, 2, 3, 5), generator.images(3, 2, 3, 5))
    let (mean, variance) = BatchNormalization.statistics(x)
    let inverse = variance.map { 1 / ($0 + BatchNormalization.epsilon).squareRoot() }
    let norm = Self.fixed(mean, inverse, gamma: Self.norm.gamma, beta: Self.norm.beta)
    let handed = norm.backward(x, weights)
    let n = Double(x.count * x.height * x.width)
    func total(_ channel: Int, _ kind: Int) -> Double {
      (0..<3).reduce(0) { $0 + handed.sums[(2 * channel + kind) * 3 + $1] }
    }
    let correction = GradientCorrection(
      offset: (0..<2).map { -norm.scale[$0] * total($0, 0) / n },
      slope: (0..<2).map { -norm.scale[$0] * inverse[$0] * total($0, 1) / n }, mean: mean)
    expectInputGradient(
      correction.applied(to: handed.input, values: x), of: Self.norm.forward, at: x,
      weights: weights)
  }
}
