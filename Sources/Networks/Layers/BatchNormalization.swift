import Foundation
import KernelArguments

/// Batch normalisation (Ioffe and Szegedy 2015) of the first channels of some maps. It has its own γ,
/// β and running statistics; the batch's statistics are the maps' own.
///
/// It never stores what it computes: a consumer applies `scale · x + shift` while it reads.
final class BatchNormalization {
  /// Added to variances, as PyTorch does.
  static let epsilon = 1e-5
  /// Weight of the newest batch in running statistics.
  static let momentum = 0.1

  let name: String
  let channels: Int
  let gamma: Parameter
  let beta: Parameter
  let runningMean: FloatBuffer
  let runningVariance: FloatBuffer

  /// γ / √(variance + ε), of the statistics in use.
  let scale: FloatBuffer
  /// β − mean · scale.
  let shift: FloatBuffer
  /// 1 / √(variance + ε).
  let inverseDeviation: FloatBuffer

  var parameters: [Parameter] { [gamma, beta] }

  init(_ name: String, state: NetworkState) {
    self.name = name
    gamma = Parameter("\(name).weight", state: state)
    beta = Parameter("\(name).bias", state: state)
    channels = gamma.count
    runningMean = FloatBuffer(state.statistics["\(name).running_mean"]?.values ?? [])
    runningVariance = FloatBuffer(state.statistics["\(name).running_var"]?.values ?? [])
    scale = FloatBuffer(count: channels)
    shift = FloatBuffer(count: channels)
    inverseDeviation = FloatBuffer(count: channels)
  }

  /// Takes the batch's statistics into use.
  func useBatchStatistics(of maps: FeatureMaps) {
    use(mean: maps.mean, variance: maps.variance)
  }

  /// Takes the running statistics into use.
  func useRunningStatistics() {
    use(mean: runningMean, variance: runningVariance)
  }

  private func use(mean: FloatBuffer, variance: FloatBuffer) {
    for channel in 0..<channels {
      let inverse = 1 / (Double(variance[channel]) + Self.epsilon).squareRoot()
      let scaled = Double(gamma.values[channel]) * inverse
      inverseDeviation[channel] = Float(inverse)
      scale[channel] = Float(scaled)
      shift[channel] = Float(Double(beta.values[channel]) - Double(mean[channel]) * scaled)
    }
  }

  /// What kernels are told of the channels from `first` on.
  func normalization(of maps: FeatureMaps, from first: Int) -> ChannelNormalization {
    ChannelNormalization(
      scale: scale.start + first, shift: shift.start + first, mean: maps.mean.start + first,
      inverseDeviation: inverseDeviation.start + first)
  }

  /// Moves the running statistics towards the batch's; the variance there is unbiased.
  func updateRunningStatistics(from maps: FeatureMaps, count: Int) {
    let unbias = count > 1 ? Double(count) / Double(count - 1) : 1
    for channel in 0..<channels {
      let mean = Double(maps.mean[channel])
      let variance = Double(maps.variance[channel]) * unbias
      runningMean[channel] = Float(
        Double(runningMean[channel]) * (1 - Self.momentum) + mean * Self.momentum)
      runningVariance[channel] = Float(
        Double(runningVariance[channel]) * (1 - Self.momentum) + variance * Self.momentum)
    }
  }

  /// Mixes the statistics of the last batch into those of some channels.
  ///
  /// - Parameter share: of the batch in the mixture, up to 1: those before count for nothing then.
  func adoptBatchStatistics(
    from maps: FeatureMaps, count: Int, channels fresh: [Int], share: Double
  ) {
    let unbias = count > 1 ? Double(count) / Double(count - 1) : 1
    func mixed(_ before: Float, _ batch: Double) -> Float {
      share == 1 ? Float(batch) : Float(Double(before) * (1 - share) + batch * share)
    }
    for channel in fresh where channel < channels {
      runningMean[channel] = mixed(runningMean[channel], Double(maps.mean[channel]))
      runningVariance[channel] = mixed(
        runningVariance[channel], Double(maps.variance[channel]) * unbias)
    }
  }

  /// Ends the backward pass: the gradients of γ and β, and what the norm owes to its input,
  /// `scale · (−Σg/n − x̂ · Σ(g·x̂)/n)`.
  ///
  /// - Parameters:
  ///   - sums: `[slot][channel][2][lane]` from the scattering kernel.
  ///   - count: values of a channel in the batch, *n*.
  func finishBackward(sums: FloatBuffer, slots: Int, count: Int, into maps: FeatureMaps) {
    let lanes = maps.lanes
    for channel in 0..<channels {
      var sum = 0.0
      var product = 0.0
      for slot in 0..<slots {
        let place = sums.start + (slot * channels + channel) * 2 * lanes
        for lane in 0..<lanes {
          sum += Double(place[lane])
          product += Double(place[lanes + lane])
        }
      }
      gamma.gradient[channel] = Float(product)
      beta.gradient[channel] = Float(sum)
      let scaled = Double(scale[channel])
      maps.offset[channel] -= Float(scaled * sum / Double(count))
      maps.slope[channel] -= Float(
        scaled * Double(inverseDeviation[channel]) * product / Double(count))
    }
  }
}
