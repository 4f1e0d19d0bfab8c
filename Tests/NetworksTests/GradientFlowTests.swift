import Networks
import Testing

/// What gradients do at the start of training, the subject of the program: measured elsewhere in
/// PyTorch on 8×8 noise with batches of 16, networks 16 channels wide and growth rate 4; here again,
/// by order of magnitude. One seed differs from another by that much in deep networks, so these are
/// medians of nine.
struct GradientFlowTests {
  /// One stage, or one dense block, of the depth.
  private func architecture(
    _ family: String, depth: Int, _ normalization: Normalization
  ) -> Architecture {
    let residual = ResidualStructure(blocks: [(depth - 2) / 2])
    switch family {
    case "plain": return Architecture(.plain(residual), normalization: normalization)
    case "resnet": return Architecture(.resnet(residual), normalization: normalization)
    default:
      return Architecture(
        .densenet(
          DenseNetStructure(
            blocks: [depth - 2], growthRate: 4, hasBottleneck: false, compression: 1,
            initialChannels: 16)), normalization: normalization)
    }
  }

  /// Norms of the first and the last convolution's gradient, medians over seeds of what `figure`
  /// makes of them.
  private func median(
    _ architecture: Architecture, _ initialization: Initialization,
    of figure: (_ first: Double, _ last: Double) -> Double
  ) -> Double {
    let figures = (1...9).map { seed in
      let network = Example(
        architecture, input: ImageShape(channels: 3, height: 8, width: 8), batch: 16,
        initialization: initialization, seed: UInt64(seed)
      ).network()
      _ = network.forward(.training)
      network.backward()
      let norms = network.gradientNorms()
      return figure(norms[0], norms[norms.count - 2])
    }
    return figures.sorted()[4]
  }

  /// Without norms and with PyTorch's own initial weights the plain network's gradients vanish.
  @Test(arguments: [
    ("plain", 8, 1.8e-4), ("plain", 20, 2.6e-9), ("plain", 56, 9e-24),
    ("resnet", 8, 9.0e-2), ("resnet", 20, 8.0e-2), ("resnet", 56, 1.1e-1),
    ("densenet", 8, 4.3e-2), ("densenet", 20, 2.8e-2), ("densenet", 56, 1.9e-2),
  ])
  func firstGradientWithoutNorms(family: String, depth: Int, expected: Double) {
    let norm = median(architecture(family, depth: depth, .none), .uniform) { first, _ in first }
    #expect(0.1...10 ~= norm / expected, "\(norm)")
  }

  /// With batch norm the plain network's gradients explode towards the images.
  @Test(arguments: [
    ("plain", 20, 7.4), ("plain", 56, 1440), ("resnet", 20, 2.8), ("resnet", 56, 7.6),
    ("densenet", 20, 1.3), ("densenet", 56, 1.8),
  ])
  func firstOverLastGradientWithNorms(family: String, depth: Int, expected: Double) {
    let ratio = median(architecture(family, depth: depth, .batch), .uniform) { $0 / $1 }
    #expect(0.1...10 ~= ratio / expected, "\(ratio)")
    if family != "plain" { #expect(ratio < 30) }
  }

  /// A norm of 1e-24 is measured, though its square is no `Float`; so is an update of that size.
  @Test func vanishingGradientsAreMeasuredNotRoundedToZero() throws {
    let network = Example(
      architecture("plain", depth: 56, .none), batch: 16, initialization: .uniform
    ).network()
    _ = network.forward(.training)
    network.backward()
    let gradient = try #require(network.gradients()["conv1.weight"])
    let largest = gradient.values.map { abs(Double($0)) }.max() ?? 0
    #expect(0 < largest && largest < 1e-19)
    let norm = network.gradientNorms()[0]
    #expect(norm >= largest && norm <= largest * Double(gradient.values.count).squareRoot())
    network.update(SGD(learningRate: 1, momentum: 0.9, isNesterov: true, weightDecay: 0))
    let weights = try #require(network.state().parameters["conv1.weight"])
    let size = weights.values.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    #expect(abs(network.updateRatios()[0] / (1.9 * norm / size) - 1) < 1e-5)
  }
}
