/// Feature maps of several images in double precision, `[image][channel][row][column]`.
public struct Images: Sendable, Equatable {
  /// Number of images.
  public let count: Int
  /// Maps of each image.
  public let channels: Int
  /// Rows of a map.
  public let height: Int
  /// Columns of a map.
  public let width: Int
  /// All values, the column running fastest.
  public var values: [Double]

  /// Images with the same value everywhere.
  public init(_ count: Int, _ channels: Int, _ height: Int, _ width: Int, value: Double = 0) {
    self.count = count
    self.channels = channels
    self.height = height
    self.width = width
    values = Array(repeating: value, count: count * channels * height * width)
  }

  /// One value; what lies outside of a map reads as 0.
  public subscript(image: Int, channel: Int, row: Int, column: Int) -> Double {
    get {
      guard row >= 0, row < height, column >= 0, column < width else { return 0 }
      return values[((image * channels + channel) * height + row) * width + column]
    }
    set { values[((image * channels + channel) * height + row) * width + column] = newValue }
  }

  /// Calls `body` for every place: image, channel, row, column.
  public func forEachPlace(_ body: (Int, Int, Int, Int) -> Void) {
    for image in 0..<count {
      for channel in 0..<channels {
        for row in 0..<height {
          for column in 0..<width { body(image, channel, row, column) }
        }
      }
    }
  }

  /// Each value replaced by what a function of its channel makes of it.
  public func map(_ transform: (_ value: Double, _ channel: Int) -> Double) -> Images {
    var result = self
    forEachPlace { image, channel, row, column in
      result[image, channel, row, column] = transform(self[image, channel, row, column], channel)
    }
    return result
  }

  /// A part of the maps, with zeros where it reaches beyond them.
  ///
  /// - Parameters:
  ///   - row: where the part begins; may be negative.
  ///   - column: the same.
  public func part(row: Int, column: Int, height: Int, width: Int) -> Images {
    var part = Images(count, channels, height, width)
    part.forEachPlace {
      part[$0, $1, $2, $3] = self[$0, $1, row + $2, column + $3]
    }
    return part
  }

  /// Zeros between the pixels: they lie `stride` apart in maps of the size given.
  public func spread(stride: Int, height: Int, width: Int) -> Images {
    var result = Images(count, channels, height, width)
    forEachPlace { image, channel, row, column in
      result[image, channel, stride * row, stride * column] = self[image, channel, row, column]
    }
    return result
  }

  /// Zeros in all rows but some.
  public func keeping(rows: Range<Int>) -> Images {
    var result = self
    forEachPlace { image, channel, row, column in
      if !(rows ~= row) { result[image, channel, row, column] = 0 }
    }
    return result
  }

  /// Zeros in all images but the first.
  public func keeping(images: Int) -> Images {
    var result = self
    for index in images * (values.count / count)..<values.count { result.values[index] = 0 }
    return result
  }

  /// The first images.
  public func prefix(_ images: Int) -> Images {
    var result = Images(images, channels, height, width)
    result.values = Array(values.prefix(result.values.count))
    return result
  }
}
