/// Street View House Numbers as they are published (http://ufldl.stanford.edu/housenumbers, format 2): two
/// files of MATLAB with matrices X, rows × columns × 3 × images, and y, the digits, of which 10 means 0.
struct SVHNFolder {
  private static let train = "train_32x32.mat"
  private static let test = "test_32x32.mat"

  let path: String

  /// `nil` for a folder without one of the files.
  init?(recognizing path: String) {
    guard [Self.train, Self.test].contains(where: { InputFile.exists(path + "/" + $0) }) else {
      return nil
    }
    self.path = path
  }

  /// - Parameter memory: bytes of images that may be held of each part.
  func read(name: String, memory: Int) throws(DatasetError) -> Dataset {
    for file in [Self.train, Self.test] where !InputFile.exists(path + "/" + file) {
      throw DatasetError(.missing, "\(path): a file is missing, looked for \(file)")
    }
    let (train, shape) = try samples(Self.train, memory)
    let (test, other) = try samples(Self.test, memory)
    guard shape == other else {
      throw .malformed(
        path + "/" + Self.test,
        "images of \(other.channels)×\(other.height)×\(other.width), expected "
          + "\(shape.channels)×\(shape.height)×\(shape.width) as in \(Self.train)")
    }
    return try Dataset(
      name: name, classes: (0...9).map { "\($0)" }, shape: shape, train: train, test: test)
  }

  private func samples(
    _ name: String, _ memory: Int
  ) throws(DatasetError) -> (SampleSet, (channels: Int, height: Int, width: Int)) {
    let file = try MATLABFile(path + "/" + name, names: ["X", "y"], memory: memory)
    guard let images = file.matrices["X"], let labels = file.matrices["y"],
      images.dimensions.count == 4, labels.values.count == images.dimensions[3]
    else {
      let found = ["X", "y"].map { name in
        "\(name) \((file.matrices[name]?.dimensions ?? []).map(String.init).joined(separator: "×"))"
      }
      throw .malformed(
        file.path,
        "\(found.joined(separator: ", ")), expected X rows × columns × channels × images and as "
          + "many y")
    }
    let (height, width, channels) = (
      images.dimensions[0], images.dimensions[1], images.dimensions[2]
    )
    try ImageLimits.check((channels, height, width), of: file.path)
    if let index = labels.values.firstIndex(where: { $0 > 10 }) {
      throw .malformed(file.path, "label \(labels.values[index]) of image \(index), expected 1…10")
    }
    // Columns of each channel become rows.
    var pixels = images.values
    let plane = height * width
    for start in stride(from: 0, to: pixels.count, by: plane) {
      for row in 0..<height {
        for column in 0..<width {
          pixels[start + row * width + column] = images.values[start + column * height + row]
        }
      }
    }
    return (
      SampleSet(
        images: ImageStore(pixels, imageSize: channels * plane),
        labels: labels.values.map { $0 % 10 }), (channels, height, width)
    )
  }
}
