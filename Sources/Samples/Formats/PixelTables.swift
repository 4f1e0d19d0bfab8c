import Foundation

/// Images as text: a table to train on and one to test on in a folder, or one table for both.
struct PixelTables {
  /// A file, or a folder.
  let path: String
  private let train: String
  /// `nil` where some lines of the only table are for testing.
  private let test: String?

  private static let endings = [".csv", ".csv.gz"]

  /// Takes a file whose name ends as a table's does, or a folder with one that ends in `train` and one in
  /// `test`, such as `mnist_train.csv` and `mnist_test.csv`; `nil` for anything else.
  init?(recognizing path: String) {
    self.path = path
    if InputFile.objectionToFolder(path) != nil {
      guard Self.endings.contains(where: path.hasSuffix), InputFile.exists(path) else { return nil }
      (train, test) = (path, nil)
      return
    }
    guard let names = try? Folder(path).names else { return nil }
    func only(_ part: String) -> String? {
      let found = names.filter { name in Self.endings.contains { name.hasSuffix(part + $0) } }
      return found.count == 1 ? path + "/" + found[0] : nil
    }
    guard let train = only("train"), let test = only("test") else { return nil }
    (self.train, self.test) = (train, test)
  }

  /// The folder of the files.
  var folder: String {
    test != nil ? path : URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// - Parameter memory: bytes of images that may be held of each part.
  func read(name: String, memory: Int) throws(DatasetError) -> Dataset {
    let first = try PixelTable(train, memory: memory)
    let shape = try Self.shape(of: first)
    try ImageLimits.check(shape, of: train)
    let parts: (train: SampleSet, test: SampleSet)
    if let test {
      let second = try PixelTable(test, memory: memory)
      guard second.pixelCount == first.pixelCount else {
        throw .malformed(
          test, "\(second.pixelCount) pixels, expected \(first.pixelCount) as in \(train)")
      }
      parts = (SampleSet(first), SampleSet(second))
    } else {
      parts = try TestShare.divide(first)
    }
    let names = folder + "/classes.txt"
    let classes =
      test != nil && InputFile.exists(names)
      ? try ClassNames.read(names)
      : try ClassNames.numbers(parts.train.labels, parts.test.labels, of: train)
    for (part, path) in [(parts.train, train), (parts.test, test ?? train)] {
      try ClassNames.check(part.labels, of: path, classes, namedBy: names)
    }
    return try Dataset(
      name: name, classes: classes, shape: shape, train: parts.train, test: parts.test)
  }

  /// The shape of images of so many pixels: as the last column's name says (`28x28`), else a square, else
  /// three squares, red, green and blue.
  private static func shape(
    of table: PixelTable
  ) throws(DatasetError) -> (channels: Int, height: Int, width: Int) {
    let count = table.pixelCount
    if let sides = table.lastName?.split(separator: "x").map({ Int($0) }), sides.count == 2,
      let height = sides[0], let width = sides[1],
      height.multipliedReportingOverflow(by: width) == (count, false)
    {
      return (1, height, width)
    }
    for channels in [1, 3] where count % channels == 0 {
      let side = Int(Double(count / channels).squareRoot().rounded())
      if side * side == count / channels { return (channels, side, side) }
    }
    throw .malformed(
      table.path,
      "\(count) pixels in a line, expected a square, three squares (red, green, blue), or columns "
        + "whose names end with the last one's place, such as 28x20")
  }
}

extension SampleSet {
  fileprivate init(_ table: PixelTable) {
    self.init(
      images: ImageStore(table.pixels, imageSize: table.pixelCount), labels: table.labels)
  }
}

extension TestShare {
  /// Takes some lines out of a table, to test on.
  fileprivate static func divide(
    _ table: PixelTable
  ) throws(DatasetError) -> (train: SampleSet, test: SampleSet) {
    var pixels: [[UInt8]] = [[], []]
    var labels: [[UInt8]] = [[], []]
    for (index, label) in table.labels.enumerated() {
      let part = contains(index) ? 1 : 0
      labels[part].append(label)
      pixels[part] += table.pixels[index * table.pixelCount..<(index + 1) * table.pixelCount]
    }
    guard labels.allSatisfy({ !$0.isEmpty }) else {
      throw .malformed(
        table.path, "\(table.labels.count) images, expected enough to train and to test on")
    }
    let parts = zip(pixels, labels).map { pixels, labels in
      SampleSet(images: ImageStore(pixels, imageSize: table.pixelCount), labels: labels)
    }
    return (parts[0], parts[1])
  }
}
