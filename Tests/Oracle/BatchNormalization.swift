/// Batch normalisation with the batch's own statistics, over images and pixels of each channel
/// (Ioffe and Szegedy 2015).
public struct BatchNormalization: Sendable {
  /// Scale of each channel.
  public var gamma: [Double]
  /// Shift of each channel.
  public var beta: [Double]
  /// Added to variances.
  public static let epsilon = 1e-5

  /// Describes a normalisation.
  public init(gamma: [Double], beta: [Double]) {
    self.gamma = gamma
    self.beta = beta
  }

  /// Mean and biased variance of each channel.
  public static func statistics(_ x: Images) -> (mean: [Double], variance: [Double]) {
    let n = Double(x.count * x.height * x.width)
    var mean = [Double](repeating: 0, count: x.channels)
    var variance = mean
    x.forEachPlace { mean[$1] += x[$0, $1, $2, $3] / n }
    x.forEachPlace { image, channel, row, column in
      let difference = x[image, channel, row, column] - mean[channel]
      variance[channel] += difference * difference / n
    }
    return (mean, variance)
  }

  /// `γ · (x − mean) / √(variance + ε) + β`.
  public func forward(_ x: Images) -> Images {
    let (mean, variance) = Self.statistics(x)
    return x.map { value, channel in
      gamma[channel] * (value - mean[channel]) / (variance[channel] + Self.epsilon).squareRoot()
        + beta[channel]
    }
  }

  /// Gradients for the input, γ and β:
  /// `dx = γ / √(variance + ε) · (dy − mean(dy) − x̂ · mean(dy · x̂))`.
  public func backward(
    _ x: Images, _ dy: Images
  ) -> (input: Images, gamma: [Double], beta: [Double]) {
    let (mean, variance) = Self.statistics(x)
    let n = Double(x.count * x.height * x.width)
    let normalized = x.map { ($0 - mean[$1]) / (variance[$1] + Self.epsilon).squareRoot() }
    var dGamma = [Double](repeating: 0, count: x.channels)
    var dBeta = dGamma
    x.forEachPlace { image, channel, row, column in
      let g = dy[image, channel, row, column]
      dGamma[channel] += g * normalized[image, channel, row, column]
      dBeta[channel] += g
    }
    var dx = dy
    dx.forEachPlace { image, channel, row, column in
      let scale = gamma[channel] / (variance[channel] + Self.epsilon).squareRoot()
      dx[image, channel, row, column] =
        scale
        * (dy[image, channel, row, column] - dBeta[channel] / n
          - normalized[image, channel, row, column] * dGamma[channel] / n)
    }
    return (dx, dGamma, dBeta)
  }
}
