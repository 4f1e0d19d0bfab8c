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
