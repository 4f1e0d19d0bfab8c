/// Images of one part of a data set, as bytes, and what they show.
public struct SampleSet: Sendable {
  let images: ImageStore
  /// For each image the index of its class.
  public let labels: [UInt8]

  /// Number of images.
  public var count: Int { labels.count }

  init(images: ImageStore, labels: [UInt8]) {
    self.images = images
    self.labels = labels
  }

  /// The pixels of images next to one another: images × channels × height × width, 0…255. They may be read
  /// from a file, which can fail.
  /// - Parameter range: within 0..<`count`.
  public func pixels(_ range: Range<Int>) throws(DatasetError) -> [UInt8] {
    try images.pixels(range)
  }

  func prefix(_ count: Int) -> SampleSet {
    guard count < self.count else { return self }
    return SampleSet(images: images.prefix(count), labels: Array(labels.prefix(count)))
  }
}
