import Foundation

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
  let normalized: [Float]

  /// Channels, height, width.
  public var shape: [Int] { [channels, height, width] }

  /// Names of the data sets that are shipped, the default first.
  public static let names = PublishedDataset.all.filter(\.isShipped).map(\.name)

  /// Bytes of images that are held of each part unless told: 8 GiB, or a quarter of a smaller machine's
  /// memory.
  public static var usualMemory: Int { ImageLimits.memory }

  /// Reads a data set.
  /// - Parameters:
  ///   - nameOrPath: the name of a `PublishedDataset`, or else the path of a folder in one of the formats that
  ///     `DatasetFormat` recognises.
  ///   - trainSamples: how many of the training images to keep, the first ones; all if nil.
  ///   - imageSize: rows and columns that pictures of a folder are brought to; if nil, they keep their own
  ///     where all have the same one, and are brought to 64×64 where not.
  ///   - memory: bytes of images that may be held of each part; of what is larger, images are read when they
  ///     are wanted. `usualMemory` if nil.
  /// - Throws: an error of kind `usage` where there are fewer training images than asked for, or
  ///   none were asked for.
  public static func load(
    _ nameOrPath: String, trainSamples: Int? = nil, imageSize: Int? = nil, memory: Int? = nil
  ) throws(DatasetError) -> Dataset {
    let memory = memory ?? ImageLimits.memory
    let isName = PublishedDataset.named(nameOrPath) != nil
    var dataset = try DatasetFormat(folder(of: nameOrPath))
      .read(
        name: isName ? nameOrPath : baseName(nameOrPath), memory: memory,
        side: imageSize)
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

  /// What a path's data set is called.
  private static func baseName(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent.replacingControlCharacters
  }

  /// Takes data that was found right; shape: channels, height, width.
  init(
    name: String, classes: [String], shape: (Int, Int, Int), train: SampleSet, test: SampleSet
  ) throws(DatasetError) {
    self.name = name
    self.classes = classes
    (channels, height, width) = shape
    self.train = train
    self.test = test
    let statistics = try ChannelStatistics(
      train.images, channels: channels, plane: height * width)
    mean = statistics.mean
    standardDeviation = statistics.standardDeviation
    normalized = zip(mean, standardDeviation).flatMap { mean, deviation in
      (0..<256).map { (Float($0) / 255 - mean) / deviation }
    }
  }
}
