import Foundation

/// A folder of four IDX files under MNIST's names, each plain or compressed with gzip, and perhaps
/// `classes.txt`.
struct IDXFolder {
  let path: String

  /// Whether a folder has any of the files, so that it is one of these, however incomplete.
  static func recognizes(_ path: String) -> Bool {
    (imageNames("train") + labelNames("train") + imageNames("t10k") + labelNames("t10k"))
      .flatMap { [$0, $0 + ".gz"] }.contains { InputFile.exists(path + "/" + $0) }
  }

  private static func imageNames(_ part: String) -> [String] {
    ["\(part)-images-idx3-ubyte", "\(part)-images-idx4-ubyte"]
  }

  private static func labelNames(_ part: String) -> [String] { ["\(part)-labels-idx1-ubyte"] }

  /// - Parameter memory: bytes of images that may be held of each part.
  func read(name: String, memory: Int) throws(DatasetError) -> Dataset {
    let train = try Part(self, "train", memory: memory)
    let test = try Part(self, "t10k", memory: memory)
    guard train.shape == test.shape else {
      throw .malformed(
        test.images.path,
        "images of \(test.shapeText), expected \(train.shapeText) as in \(train.images.path)")
    }
    let names = path + "/classes.txt"
    let classes =
      InputFile.exists(names)
      ? try ClassNames.read(names)
      : try ClassNames.numbers(train.labels, test.labels, of: train.labelPath)
    for part in [train, test] {
      try ClassNames.check(part.labels, of: part.labelPath, classes, namedBy: names)
    }
    return try Dataset(
      name: name, classes: classes, shape: train.shape,
      train: SampleSet(images: train.store, labels: train.labels),
      test: SampleSet(images: test.store, labels: test.labels))
  }

  /// The first of these names that is there, plain or with `.gz`.
  fileprivate func file(_ names: [String]) throws(DatasetError) -> String {
    let candidates = names.flatMap { [$0, $0 + ".gz"] }
    guard let name = candidates.first(where: { InputFile.exists(path + "/" + $0) }) else {
      throw DatasetError(
        .missing, "\(path): a file is missing, looked for \(candidates.joined(separator: ", "))")
    }
    return path + "/" + name
  }
}

extension IDXFolder {
  /// Images and labels of one part, of the same number.
  private struct Part {
    let images: IDXFile
    let labelPath: String
    let labels: [UInt8]
    let shape: (channels: Int, height: Int, width: Int)
    let store: ImageStore

    var shapeText: String { "\(shape.channels)×\(shape.height)×\(shape.width)" }

    init(_ folder: IDXFolder, _ name: String, memory: Int) throws(DatasetError) {
      labelPath = try folder.file(labelNames(name))
      let labelFile = try IDXFile(labelPath, ranks: 1...1, memory: ImageLimits.mostImages)
      images = try IDXFile(folder.file(imageNames(name)), ranks: 3...4, memory: memory)
      guard case .held(let labels) = labelFile.content, labels.count == images.dimensions[0] else {
        throw .malformed(
          labelPath,
          "\(labelFile.dimensions[0]) labels, expected \(images.dimensions[0]), "
            + "one for each image of \(images.path)")
      }
      self.labels = labels
      let sides = images.dimensions.suffix(2).map { $0 }
      let channels = images.dimensions.count == 4 ? images.dimensions[1] : 1
      shape = (channels, sides[0], sides[1])
      try ImageLimits.check(shape, of: images.path)
      let size = channels * sides[0] * sides[1]
      // One at a time is held in any case.
      guard size <= memory else {
        throw .malformed(
          images.path,
          "images of \(channels)×\(sides[0])×\(sides[1]), expected at most \(memory) bytes each, which is "
            + "what memory can hold")
      }
      switch images.content {
      case .held(let bytes): store = ImageStore(bytes, imageSize: size)
      case .inFile(let file, let start):
        store = ImageStore(
          [ImageStore.Records(file: file, start: start, stride: size, count: images.dimensions[0])],
          imageSize: size)
      }
    }
  }
}
