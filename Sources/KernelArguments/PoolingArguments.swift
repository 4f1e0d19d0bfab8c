/// Maximum over 3×3 pixels with stride 2; what lies beyond the map never wins.
public struct MaxPooling {
  /// Values that were read into a panel without a border.
  public var values: Maps
  /// Rows of a map of `values`.
  public var height: Int
  /// Columns of a map of `values`.
  public var width: Int
  /// Where the maxima go, or the maxima's gradient: (height − 1) / 2 + 1 rows, columns likewise.
  public var output: Maps
  /// Channels.
  public var channels: Int

  /// Describes one pooling.
  public init(values: Maps, height: Int, width: Int, output: Maps, channels: Int) {
    self.values = values
    self.height = height
    self.width = width
    self.output = output
    self.channels = channels
  }
}

/// Handing the gradient of 3×3 maxima back to the pixels that were the largest.
public struct MaxPoolingGradient {
  /// The pooling, with the maxima's gradient as `output`.
  public var pooling: MaxPooling
  /// Laid out as the pooling's values; overwritten.
  public var gradient: Maps

  /// Describes one gradient.
  public init(pooling: MaxPooling, gradient: Maps) {
    self.pooling = pooling
    self.gradient = gradient
  }
}
