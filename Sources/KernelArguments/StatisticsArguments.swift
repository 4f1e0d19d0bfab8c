/// Mean and spread of maps over one group of images.
public struct MapStatistics {
  /// The maps.
  public var values: Maps
  /// Channels.
  public var channels: Int
  /// Pixels of a map, which follow each other without a gap.
  public var pixels: Int
  /// Lanes that hold images, from 0.
  public var liveLanes: Int
  /// `[channel][2]`: the mean, and the sum of squared differences from it.
  public var moments: UnsafeMutablePointer<Float>

  /// Describes one measurement.
  public init(
    values: Maps, channels: Int, pixels: Int, liveLanes: Int,
    moments: UnsafeMutablePointer<Float>
  ) {
    self.values = values
    self.channels = channels
    self.pixels = pixels
    self.liveLanes = liveLanes
    self.moments = moments
  }
}

/// The least and the greatest value of each map over one group of images.
public struct MapExtremes {
  /// The maps.
  public var values: Maps
  /// Channels.
  public var channels: Int
  /// Pixels of a map, which follow each other without a gap.
  public var pixels: Int
  /// Lanes that hold images, from 0.
  public var liveLanes: Int
  /// `[channel][2]`: the least value, and the greatest.
  public var extremes: UnsafeMutablePointer<Float>

  /// Describes one measurement.
  public init(
    values: Maps, channels: Int, pixels: Int, liveLanes: Int,
    extremes: UnsafeMutablePointer<Float>
  ) {
    self.values = values
    self.channels = channels
    self.pixels = pixels
    self.liveLanes = liveLanes
    self.extremes = extremes
  }
}

/// How large the gradient of maps is over one group of images, with the correction that their batch
/// norms owe: `gradient + offset + slope · (x − mean)`.
public struct GradientMagnitude {
  /// What the consumers added.
  public var gradient: Maps
  /// The maps' values.
  public var values: Maps
  /// Channels.
  public var channels: Int
  /// Pixels of a map, which follow each other without a gap.
  public var pixels: Int
  /// Correction of each channel that does not depend on the value.
  public var offset: UnsafePointer<Float>
  /// Correction of each channel per unit of `value − mean`.
  public var slope: UnsafePointer<Float>
  /// Mean of each channel.
  public var mean: UnsafePointer<Float>
  /// Lanes that hold images, from 0.
  public var liveLanes: Int
  /// `[channel]`: the sum of absolute values.
  public var sums: UnsafeMutablePointer<Float>

  /// Describes one measurement.
  public init(
    gradient: Maps, values: Maps, channels: Int, pixels: Int, offset: UnsafePointer<Float>,
    slope: UnsafePointer<Float>, mean: UnsafePointer<Float>, liveLanes: Int,
    sums: UnsafeMutablePointer<Float>
  ) {
    self.gradient = gradient
    self.values = values
    self.channels = channels
    self.pixels = pixels
    self.offset = offset
    self.slope = slope
    self.mean = mean
    self.liveLanes = liveLanes
    self.sums = sums
  }
}
