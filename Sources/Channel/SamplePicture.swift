/// An image on its way through the network as it was at a step, with running statistics.
public struct SamplePicture: Sendable, Equatable {
  /// Values of a rectangle of pixels, row by row, brought to 0…255.
  public struct Picture: Sendable, Equatable {
    /// Pixels from left to right.
    public var width: Int
    /// Pixels from top to bottom.
    public var height: Int
    /// 0 for the least value of the picture, 255 for the greatest; all 0 where they are equal.
    public var values: [UInt8]
    /// The least value.
    public var minimum: Float
    /// The greatest value.
    public var maximum: Float

    /// Describes a picture.
    public init(width: Int, height: Int, values: [UInt8], minimum: Float, maximum: Float) {
      self.width = width
      self.height = height
      self.values = values
      self.minimum = minimum
      self.maximum = maximum
    }
  }

  /// Updates before the picture was taken.
  public var step: Int
  /// Which image was asked for.
  public var sample: Interest.Sample
  /// The image's place in the test part.
  public var index: Int
  /// Images that the last evaluation answered wrongly; `nil` before the first.
  public var mistakes: Int?
  /// The image itself, a picture for each of its channels (1, or red, green and blue), as bright as it
  /// is in the data set: from 0 to 255.
  public var channels: [Picture]
  /// Its class, an index into the data set's.
  public var label: Int
  /// The network's answer: a probability for each class, together 1.
  public var probabilities: [Float]
  /// Index into `NetworkDescription.layers`: whose maps these are.
  public var layer: Int
  /// What the layer put out, map by map, averaged down to at most 32 pixels a side.
  public var maps: [Picture]

  /// Describes an image's way.
  public init(
    step: Int, sample: Interest.Sample, index: Int, mistakes: Int?, channels: [Picture], label: Int,
    probabilities: [Float], layer: Int, maps: [Picture]
  ) {
    self.step = step
    self.sample = sample
    self.index = index
    self.mistakes = mistakes
    self.channels = channels
    self.label = label
    self.probabilities = probabilities
    self.layer = layer
    self.maps = maps
  }
}
