import KernelArguments

/// The maps of a place, a dense block's for example: values and gradients of a whole batch, channel
/// after channel in one buffer, `[group][channel][row][column][lane]`.
///
/// A layer reads a prefix of the channels and appends its own; nothing is ever concatenated. Mean
/// and variance of a map are computed once, when it is made, and shared by every batch norm that
/// reads it.
final class FeatureMaps {
  let shape: ImageShape
  let lanes: Int
  /// Whether anybody differentiates by the maps: by images nobody does.
  var hasGradients: Bool { gradients != nil }
  /// Whether a norm reads the maps: only then their statistics are taken.
  var isMeasured = false
  /// What the values went through last, where that is stored; `nil` where readers apply activations.
  var activation: Activation?
  private let values: FloatBuffer
  private let gradients: FloatBuffer?

  /// Mean of each channel over the batch.
  let mean: FloatBuffer
  /// Variance of each channel over the batch, biased: divided by the count.
  let variance: FloatBuffer
  /// What the consumers' batch norms owe to the gradient, `offset + slope · (x − mean)`.
  let offset: FloatBuffer
  let slope: FloatBuffer

  /// - Parameter gradients: memory for the gradients, which places may share that do not need it at
  ///   the same time; `nil` for images.
  init(_ shape: ImageShape, groups: Int, lanes: Int, gradients: FloatBuffer?) {
    self.shape = shape
    self.lanes = lanes
    self.gradients = gradients
    values = FloatBuffer(
      count:
        FeatureMaps.count(
          pixels: shape.channels * shape.pixels, groups: groups, lanes: lanes))
    mean = FloatBuffer(count: shape.channels)
    variance = FloatBuffer(count: shape.channels)
    offset = FloatBuffer(count: shape.channels)
    slope = FloatBuffer(count: shape.channels)
  }

  /// Floats of so many values of each image, pixels of all channels.
  static func count(pixels: Int, groups: Int, lanes: Int) -> Int { groups * pixels * lanes }

  /// The values of one group from a channel and a pixel on.
  func values(group: Int, from channel: Int = 0, pixel: Int = 0) -> Maps {
    maps(values, group, channel, pixel)
  }

  /// The gradients of one group from a channel and a pixel on.
  func gradients(group: Int, from channel: Int = 0, pixel: Int = 0) -> Maps {
    guard let gradients else { preconditionFailure("nobody differentiates by these maps") }
    return maps(gradients, group, channel, pixel)
  }

  /// Describes reading the gradient of some channels of one group: what consumers added, and what
  /// their norms owe.
  ///
  /// - Parameter pixel: where the strip's rows are counted from.
  func gradientReading(
    _ channels: Range<Int>, strip: Strip, pixel: Int = 0, border: Int = 0, trailing: Int = 0,
    stride: Int = 1, group: Int, liveLanes: Int, into panel: Maps
  ) -> GradientReading {
    let first = channels.lowerBound
    return GradientReading(
      gradient: gradients(group: group, from: first, pixel: pixel),
      values: values(group: group, from: first, pixel: pixel), channels: channels.count,
      strip: strip, border: border, trailing: trailing, stride: stride,
      offset: offset.start + first, slope: slope.start + first, mean: mean.start + first,
      liveLanes: liveLanes, panel: panel)
  }

  /// Views memory as one channel of these maps without a border.
  func singlePanel(_ memory: UnsafeMutablePointer<Float>) -> Maps {
    Maps(start: memory, channelStride: shape.pixels, rowStride: shape.width)
  }

  private func maps(
    _ buffer: FloatBuffer, _ group: Int, _ channel: Int, _ pixel: Int
  ) -> Maps {
    let start = ((group * shape.channels + channel) * shape.pixels + pixel) * lanes
    return Maps(
      start: buffer.start + start, channelStride: shape.pixels, rowStride: shape.width)
  }

  /// Takes mean and variance of the channels that an operation has just written, where training goes
  /// on and a norm will read them.
  ///
  /// - Parameters:
  ///   - part: those of the channels to deal with; all where it is `nil`.
  ///   - slot: where the moments are kept.
  func measure(
    _ channels: Range<Int>, part: Range<Int>? = nil, _ pixels: Range<Int>, group: Int, slot: Int,
    _ pass: Pass
  ) {
    guard isMeasured && pass.isTraining else { return }
    let part = part ?? channels
    pass.kernels.measureMaps(
      MapStatistics(
        values: values(group: group, from: part.lowerBound, pixel: pixels.lowerBound),
        channels: part.count, pixels: pixels.count, liveLanes: pass.batch.liveLanes(group),
        moments: pass.workspace.moments.start
          + (slot * channels.count + part.lowerBound - channels.lowerBound) * 2))
  }

  /// The least and the greatest value of each channel over the batch's images.
  func extremes(_ pass: Pass) -> [(least: Float, greatest: Float)] {
    let channels = shape.channels
    let memory = FloatBuffer(count: 2 * channels * pass.batch.groups)
    pass.forEachGroup { group, _ in
      pass.kernels.measureExtremes(
        MapExtremes(
          values: values(group: group), channels: channels, pixels: shape.pixels,
          liveLanes: pass.batch.liveLanes(group), extremes: memory.start + 2 * channels * group))
    }
    return (0..<channels).map { channel in
      (0..<pass.batch.groups).reduce((least: .infinity, greatest: -.infinity)) {
        let place = 2 * (channels * $1 + channel)
        return (min($0.least, memory[place]), max($0.greatest, memory[place + 1]))
      }
    }
  }

  /// Sum of |∂loss/∂value| over some channels, their pixels and the batch's images, when all
  /// consumers have handed their gradients back.
  func gradientMagnitude(_ channels: Range<Int>, _ pass: Pass) -> Double {
    let memory = FloatBuffer(count: channels.count * pass.batch.groups)
    let first = channels.lowerBound
    pass.forEachGroup { group, _ in
      pass.kernels.measureGradients(
        GradientMagnitude(
          gradient: gradients(group: group, from: first), values: values(group: group, from: first),
          channels: channels.count, pixels: shape.pixels, offset: offset.start + first,
          slope: slope.start + first, mean: mean.start + first,
          liveLanes: pass.batch.liveLanes(group), sums: memory.start + channels.count * group))
    }
    return memory.reduce(0) { $0 + Double($1) }
  }

  /// Begins a backward pass: nobody has asked for a correction yet.
  func clearCorrections() {
    offset.fill(0)
    slope.fill(0)
  }

  /// Puts the moments of all slots together: mean and biased variance of the channels (Chan, Golub
  /// and LeVeque 1979), always in the slots' order.
  ///
  /// - Parameters:
  ///   - slots: a fixed number for each group.
  ///   - pixels: how many pixels a slot's moments are of.
  func combineMoments(
    _ channels: Range<Int>, slots: Int, _ pass: Pass, pixels: (_ slot: Int) -> Int
  ) {
    guard isMeasured && pass.isTraining else { return }
    let (moments, batch) = (pass.workspace.moments, pass.batch)
    let parts = slots / batch.groups
    for channel in 0..<channels.count {
      var count = 0.0
      var center = 0.0
      var squares = 0.0
      for slot in 0..<slots {
        let place = (slot * channels.count + channel) * 2
        let added = Double(batch.liveLanes(slot / parts) * pixels(slot))
        let difference = Double(moments[place]) - center
        squares +=
          Double(moments[place + 1]) + difference * difference * count * added / (count + added)
        center += difference * added / (count + added)
        count += added
      }
      mean[channels.lowerBound + channel] = Float(center)
      variance[channels.lowerBound + channel] = Float(squares / count)
    }
  }

  /// One channel of one image, averaged over squares of pixels so that no side is longer than a limit.
  func picture(channel: Int, image: Int, atMost limit: Int) -> MapPicture {
    let (height, width) = (shape.height, shape.width)
    let side = max(height, width) <= limit ? 1 : (max(height, width) + limit - 1) / limit
    let rows = (height + side - 1) / side
    let columns = (width + side - 1) / side
    let start = values(group: image / lanes, from: channel).start + image % lanes
    var averages: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns {
        let square = (
          rows: row * side..<min((row + 1) * side, height),
          columns: column * side..<min((column + 1) * side, width)
        )
        var sum: Float = 0
        for row in square.rows {
          for column in square.columns { sum += start[(row * width + column) * lanes] }
        }
        averages.append(sum / Float(square.rows.count * square.columns.count))
      }
    }
    return MapPicture(height: rows, width: columns, values: averages)
  }
}
