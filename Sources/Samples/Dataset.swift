/// Images of one part of a data set, as bytes, and what they show.
public struct SampleSet: Sendable, Equatable {
  /// `count` × channels × height × width, 0…255.
  public let pixels: [UInt8]
  /// For each image the index of its class.
  public let labels: [UInt8]

  /// Number of images.
  public var count: Int { labels.count }

  init(pixels: [UInt8], labels: [UInt8]) {
    self.pixels = pixels
    self.labels = labels
  }

  func prefix(_ count: Int) -> SampleSet {
    guard count < self.count else { return self }
    let imageSize = pixels.count / self.count
    return SampleSet(
      pixels: Array(pixels.prefix(count * imageSize)), labels: Array(labels.prefix(count)))
  }
}

/// Labelled images of one shape, to train on and to test on.
public struct Dataset: Sendable {
  /// The shipped name, or the folder's.
  public let name: String
  /// Names of the classes, 2…256; a label is an index into them.
  public let classes: [String]
  /// Channels of an image: 1 for grey, 3 for colour.
  public let channels: Int
  /// Rows of an image.
  public let height: Int
  /// Columns of an image.
  public let width: Int
  /// For each channel the mean over the whole training part, of pixels divided by 255. That is in
  /// 0…1 and does not depend on how many training samples were asked for.
  public let mean: [Float]
  /// For each channel the standard deviation over the whole training part, of pixels divided by
  /// 255; 1 for a channel that is constant.
  public let standardDeviation: [Float]
  /// Images to train on.
  public private(set) var train: SampleSet
  /// Images to test on.
  public let test: SampleSet
  /// For each channel the normalised value of each of the 256 that a pixel can have.
  private let normalized: [Float]

  /// Channels, height, width.
  public var shape: [Int] { [channels, height, width] }

  /// Names of the data sets that are shipped, the default first.
  public static let names = ["fashion-mnist", "digits"]

  /// Reads a data set.
  /// - Parameters:
  ///   - nameOrPath: one of `names`, or else the path of a folder of IDX files.
  ///   - trainSamples: how many of the training images to keep, the first ones; all if nil.
  /// - Throws: an error of kind `usage` where there are fewer training images than asked for, or
  ///   none were asked for.
  public static func load(
    _ nameOrPath: String, trainSamples: Int? = nil
  ) throws(DatasetError) -> Dataset {
    var dataset =
      if names.contains(nameOrPath) {
        try DatasetFolder(ShippedFolder.datasets.folder(of: nameOrPath)).read(name: nameOrPath)
      } else {
        try DatasetFolder(nameOrPath).read()
      }
    if let trainSamples {
      let available = dataset.train.count
      guard 1...available ~= trainSamples else {
        throw DatasetError(
          .usage,
          "\(trainSamples) training samples: expected 1…\(available), "
            + "as many as \(dataset.name) has")
      }
      dataset.train = dataset.train.prefix(trainSamples)
    }
    return dataset
  }

  /// Takes data that was found right; shape: channels, height, width.
  init(
    name: String, classes: [String], shape: (Int, Int, Int), train: SampleSet, test: SampleSet
  ) {
    self.name = name
    self.classes = classes
    (channels, height, width) = shape
    self.train = train
    self.test = test
    let statistics = ChannelStatistics(
      pixels: train.pixels, channels: channels, plane: height * width)
    mean = statistics.mean
    standardDeviation = statistics.standardDeviation
    normalized = zip(mean, standardDeviation).flatMap { mean, deviation in
      (0..<256).map { (Float($0) / 255 - mean) / deviation }
    }
  }

  /// Chosen samples as a network takes them.
  /// - Parameters:
  ///   - part: `train` or `test` of this data set.
  ///   - indices: which samples, each in 0..<`part.count`, in any order and any number of times.
  /// - Returns: images, count × channels × height × width, each channel with the mean 0 and the
  ///   standard deviation 1 over the training part, (pixel / 255 − mean) / standard deviation; and
  ///   their labels.
  public func batch(
    _ part: SampleSet, indices: some Sequence<Int>
  ) -> (images: [Float], labels: [Int]) {
    let indices = Array(indices)
    let plane = height * width
    let imageSize = channels * plane
    let images = [Float](unsafeUninitializedCapacity: indices.count * imageSize) { images, filled in
      normalized.withUnsafeBufferPointer { normalized in
        for index in indices {
          // The slice checks its bounds once for each image; the loops inside stay within it.
          let image = part.pixels[index * imageSize..<(index + 1) * imageSize]
          image.withUnsafeBufferPointer { image in
            for channel in 0..<channels {
              let table = 256 * channel
              var pixel = channel * plane
              let end = pixel + plane
              while pixel < end {
                images[filled + pixel] = normalized[table + Int(image[pixel])]
                pixel += 1
              }
            }
          }
          filled += imageSize
        }
      }
    }
    return (images, indices.map { Int(part.labels[$0]) })
  }
}
