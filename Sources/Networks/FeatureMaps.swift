import KernelArguments

/// The maps of a dense block, or of a bottleneck: values and gradients of a whole batch, channel
/// after channel in one buffer, `[group][channel][row][column][lane]`.
///
/// A layer reads a prefix of the channels and appends its own; nothing is ever concatenated. Mean
/// and variance of a map are computed once, when it is made, and shared by every batch norm that
/// reads it.
final class FeatureMaps {
  let shape: ImageShape
  let lanes: Int
  private let values: FloatBuffer
  private let gradients: FloatBuffer

  /// Mean of each channel over the batch.
  let mean: FloatBuffer
  /// Variance of each channel over the batch, biased: divided by the count.
  let variance: FloatBuffer
  /// What the consumers' batch norms owe to the gradient, `offset + slope · (x − mean)`.
  let offset: FloatBuffer
  let slope: FloatBuffer

  /// `hasGradients` is false for images, which nobody differentiates by.
  init(_ shape: ImageShape, groups: Int, lanes: Int, hasGradients: Bool = true) {
    self.shape = shape
    self.lanes = lanes
    let count = FeatureMaps.count(shape, groups: groups, lanes: lanes)
    values = FloatBuffer(count: count)
    gradients = FloatBuffer(count: hasGradients ? count : 0)
    mean = FloatBuffer(count: shape.channels)
    variance = FloatBuffer(count: shape.channels)
    offset = FloatBuffer(count: shape.channels)
    slope = FloatBuffer(count: shape.channels)
  }

  /// Floats of the values, and again of the gradients.
  static func count(_ shape: ImageShape, groups: Int, lanes: Int) -> Int {
    groups * shape.channels * shape.pixels * lanes
  }

  /// The values of one group from a channel on.
  func values(group: Int, from channel: Int = 0) -> Maps { maps(values, group, channel) }

  /// The gradients of one group from a channel on.
  func gradients(group: Int, from channel: Int = 0) -> Maps { maps(gradients, group, channel) }

  private func maps(_ buffer: FloatBuffer, _ group: Int, _ channel: Int) -> Maps {
    let start = (group * shape.channels + channel) * shape.pixels * lanes
    return Maps(
      start: buffer.start + start, channelStride: shape.pixels, rowStride: shape.width)
  }

  /// Begins a backward pass: nobody has asked for a correction yet.
  func clearCorrections() {
    offset.fill(0)
    slope.fill(0)
  }

  /// Puts the moments of all groups together: mean and biased variance of channels
  /// `first ..< first + channels` (Chan, Golub and LeVeque 1979), always in the groups' order.
  ///
  /// - Parameter moments: `[group][channel][2]` from the measuring kernel.
  func combine(moments: FloatBuffer, first: Int, channels: Int, batch: Batch) {
    for channel in 0..<channels {
      var count = 0.0
      var center = 0.0
      var squares = 0.0
      for group in 0..<batch.groups {
        let place = (group * channels + channel) * 2
        let added = Double(batch.liveLanes(group) * shape.pixels)
        let difference = Double(moments[place]) - center
        squares +=
          Double(moments[place + 1]) + difference * difference * count * added / (count + added)
        center += difference * added / (count + added)
        count += added
      }
      mean[first + channel] = Float(center)
      variance[first + channel] = Float(squares / count)
    }
  }
}
