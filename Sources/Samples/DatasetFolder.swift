import Foundation

/// A folder of four IDX files under MNIST's names, each plain or compressed with gzip, and perhaps
/// `classes.txt`.
struct DatasetFolder {
  /// The default network halves an image twice; what is smaller than this leaves it nothing.
  static let smallestSide = 4
  /// Far beyond colour; each takes tables of its own.
  static let mostChannels = 256
  /// Labels are bytes.
  static let mostClasses = 256

  let path: String

  init(_ path: String) throws(DatasetError) {
    if let objection = InputFile.objectionToFolder(path) {
      let shipped = Dataset.names.joined(separator: ", ")
      throw DatasetError(
        .missing, "\(path): \(objection), expected a folder of IDX files or one of \(shipped)")
    }
    self.path = path
  }

  func read(name: String? = nil) throws(DatasetError) -> Dataset {
    let train = try Part(self, "train")
    let test = try Part(self, "t10k")
    guard train.shape == test.shape else {
      throw .malformed(
        test.images.path,
        "images of \(test.shapeText), expected \(train.shapeText) as in \(train.images.path)")
    }
    return Dataset(
      name: name
        ?? URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent
        .replacingControlCharacters,
      classes: try classes(of: [train.labels, test.labels]), shape: train.shape,
      train: SampleSet(pixels: train.images.bytes, labels: train.labels.bytes),
      test: SampleSet(pixels: test.images.bytes, labels: test.labels.bytes))
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

extension DatasetFolder {
  /// Images and labels of one part, of the same number.
  private struct Part {
    let images: IDXFile
    let labels: IDXFile
    let shape: (channels: Int, height: Int, width: Int)

    var shapeText: String { "\(shape.channels)×\(shape.height)×\(shape.width)" }

    init(_ folder: DatasetFolder, _ name: String) throws(DatasetError) {
      let labels = try IDXFile(folder.file(["\(name)-labels-idx1-ubyte"]), ranks: 1...1)
      let images = try IDXFile(
        folder.file(["\(name)-images-idx3-ubyte", "\(name)-images-idx4-ubyte"]), ranks: 3...4)
      guard labels.bytes.count == images.dimensions[0] else {
        throw .malformed(
          labels.path,
          "\(labels.bytes.count) labels, expected \(images.dimensions[0]), "
            + "one for each image of \(images.path)")
      }
      let sides = images.dimensions.suffix(2).map { $0 }
      guard sides.allSatisfy({ $0 >= smallestSide }) else {
        throw .malformed(
          images.path,
          "images of \(sides[0])×\(sides[1]), expected at least \(smallestSide)×\(smallestSide)")
      }
      let channels = images.dimensions.count == 4 ? images.dimensions[1] : 1
      guard channels <= mostChannels else {
        throw .malformed(
          images.path, "images of \(channels) channels, expected at most \(mostChannels)")
      }
      self.labels = labels
      self.images = images
      shape = (channels, sides[0], sides[1])
    }
  }

  /// Names of the classes, from `classes.txt` if it is there, else the labels as numbers.
  private func classes(of files: [IDXFile]) throws(DatasetError) -> [String] {
    let list = path + "/classes.txt"
    guard InputFile.exists(list) else {
      let highest = files.compactMap { $0.bytes.max() }.max() ?? 0
      guard highest > 0 else {
        throw .malformed(files[0].path, "every label is 0, expected at least 2 classes")
      }
      return (0...highest).map { String($0) }
    }
    let classes = try Self.readClasses(list)
    for file in files {
      if let index = file.bytes.firstIndex(where: { $0 >= classes.count }) {
        throw .malformed(
          file.path,
          "label \(file.bytes[index]) of image \(index), expected 0…\(classes.count - 1): "
            + "\(list) names \(classes.count) classes")
      }
    }
    return classes
  }

  private static func readClasses(_ path: String) throws(DatasetError) -> [String] {
    let largest = 1 << 16
    let file = try InputFile(path)
    guard file.length <= largest else {
      throw .malformed(path, "\(file.length) bytes, expected at most \(largest)")
    }
    var bytes = [UInt8](repeating: 0, count: file.length)
    let count = try bytes.withUnsafeMutableBufferPointer { buffer throws(DatasetError) in
      try file.read(into: UnsafeMutableRawBufferPointer(buffer))
    }
    guard var text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw .malformed(path, "not a text, expected UTF-8")
    }
    if text.first == "\u{FEFF}" { text.removeFirst() }
    var lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { $0.trimmingCharacters(in: .whitespaces) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    guard 2...mostClasses ~= lines.count else {
      throw .malformed(path, "\(lines.count) classes, expected 2…\(mostClasses), one a line")
    }
    for (index, line) in lines.enumerated() where line.isEmpty || line.hasControlCharacters {
      let finding = line.isEmpty ? "is empty" : "has control characters"
      throw .malformed(path, "line \(index + 1) \(finding), expected the name of class \(index)")
    }
    return lines
  }
}
