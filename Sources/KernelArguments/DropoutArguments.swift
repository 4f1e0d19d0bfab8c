/// Setting a share of values to zero and scaling the others so that the mean stays (Srivastava et
/// al. 2014). Which ones follows from the key, the image, the channel and the pixel alone: the
/// backward pass draws the same mask again, and neither threads nor vector width change it.
public struct DropoutMasking {
  /// Values, or their gradient, from the first pixel on.
  public var maps: Maps
  /// Channels.
  public var channels: Int
  /// Pixels of a whole map.
  public var pixels: Int
  /// Place in the map of the first pixel.
  public var firstPixel: Int
  /// Rows, which follow each other in the map without a gap.
  public var rows: Int
  /// Columns.
  public var columns: Int
  /// Pixels of `maps` from one value to the next; what lies between is left alone.
  public var stride: Int
  /// Index in the batch of lane 0's image.
  public var firstImage: Int
  /// Of the layer and the step.
  public var key: UInt32
  /// Share of values that become zero, in [0, 1).
  public var rate: Double

  /// Describes one masking.
  public init(
    maps: Maps, channels: Int, pixels: Int, firstPixel: Int, rows: Int, columns: Int,
    stride: Int = 1, firstImage: Int, key: UInt32, rate: Double
  ) {
    self.maps = maps
    self.channels = channels
    self.pixels = pixels
    self.firstPixel = firstPixel
    self.rows = rows
    self.columns = columns
    self.stride = stride
    self.firstImage = firstImage
    self.key = key
    self.rate = rate
  }
}
