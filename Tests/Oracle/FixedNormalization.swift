/// Batch normalisation whose statistics are given numbers, so that it is `scale · x + shift`.
public struct FixedNormalization: Sendable {
  /// γ · inverseDeviation.
  public var scale: [Double]
  /// β − mean · scale.
  public var shift: [Double]
  /// Mean of each channel.
  public var mean: [Double]
  /// 1 / √(variance + ε) of each channel.
  public var inverseDeviation: [Double]

  /// Describes a normalisation.
  public init(scale: [Double], shift: [Double], mean: [Double], inverseDeviation: [Double]) {
    self.scale = scale
    self.shift = shift
    self.mean = mean
    self.inverseDeviation = inverseDeviation
  }

  /// `scale · x + shift`.
  public func forward(_ x: Images) -> Images { x.map { $0 * scale[$1] + shift[$1] } }

  /// Gradients for the input, and what the sums over `dy` are, `[channel][2][image]`: Σ dy is the
  /// gradient of β, Σ dy · (x − mean) · inverseDeviation that of γ.
  public func backward(_ x: Images, _ dy: Images) -> (input: Images, sums: [Double]) {
    var sums = [Double](repeating: 0, count: x.channels * 2 * x.count)
    x.forEachPlace { image, channel, row, column in
      let g = dy[image, channel, row, column]
      sums[2 * channel * x.count + image] += g
      sums[(2 * channel + 1) * x.count + image] +=
        g * (x[image, channel, row, column] - mean[channel]) * inverseDeviation[channel]
    }
    return (dy.map { $0 * scale[$1] }, sums)
  }
}

/// What the consumers' batch norms owe to the gradient of maps because their statistics depend on
/// the maps: `offset + slope · (x − mean)`.
public struct GradientCorrection: Sendable {
  /// Part of each channel that does not depend on the value.
  public var offset: [Double]
  /// Part of each channel per unit of `x − mean`.
  public var slope: [Double]
  /// Mean of each channel.
  public var mean: [Double]

  /// Describes a correction.
  public init(offset: [Double], slope: [Double], mean: [Double]) {
    self.offset = offset
    self.slope = slope
    self.mean = mean
  }

  /// The corrected gradient.
  public func applied(to gradient: Images, values x: Images) -> Images {
    var result = gradient
    result.forEachPlace { image, channel, row, column in
      result[image, channel, row, column] +=
        offset[channel] + slope[channel] * (x[image, channel, row, column] - mean[channel])
    }
    return result
  }
}
