/// Feature maps of one group of images, channel after channel, row after row, one vector a pixel:
/// `[channel][row][column][lane]`, where a lane is an image.
///
/// Strides count pixels (vectors), not floats, so that they are the same for every vector width.
/// A copy of this value is a view of the same memory; whoever made it owns the memory.
public struct Maps {
  /// Lane 0 of the first pixel of the first channel, aligned to a vector.
  public var start: UnsafeMutablePointer<Float>
  /// Pixels from a channel to the next.
  public var channelStride: Int
  /// Pixels from a row to the next.
  public var rowStride: Int

  /// Views memory as feature maps.
  public init(start: UnsafeMutablePointer<Float>, channelStride: Int, rowStride: Int) {
    self.start = start
    self.channelStride = channelStride
    self.rowStride = rowStride
  }
}

/// The rows of a map that a kernel works on at a time, so that what it touches stays in a core's
/// cache.
public struct Strip {
  /// First row.
  public var firstRow: Int
  /// Number of rows.
  public var rows: Int
  /// Rows of the whole map.
  public var height: Int
  /// Columns of the whole map.
  public var width: Int

  /// Describes rows `firstRow ..< firstRow + rows` of a map of `height` × `width` pixels.
  public init(firstRow: Int, rows: Int, height: Int, width: Int) {
    self.firstRow = firstRow
    self.rows = rows
    self.height = height
    self.width = width
  }
}
