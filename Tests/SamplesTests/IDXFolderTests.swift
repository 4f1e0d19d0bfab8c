import Foundation
import Samples
import Testing

@Suite struct IDXFolderTests {
  @Test func readsPlainFiles() throws {
    try FolderContent.right.write { folder in
      let dataset = try Dataset.load(folder)
      #expect(dataset.name == URL(fileURLWithPath: folder).lastPathComponent)
      #expect(dataset.classes == ["0", "1", "2"])
      #expect(dataset.shape == [1, 4, 5])
      #expect(dataset.train.count == 6)
      #expect(try dataset.train.pixels(0..<6) == (0..<120).map { UInt8($0) })
      #expect(dataset.train.labels == [0, 1, 2, 0, 1, 2])
      #expect(dataset.test.count == 3)
      #expect(try dataset.test.pixels(0..<3) == (0..<60).map { UInt8(255 - $0) })
      #expect(dataset.test.labels == [2, 1, 0])
    }
  }

  @Test func readsCompressedFilesAlike() throws {
    var compressed = FolderContent.right
    for name in FolderContent.right.files.keys { try compressed.compress(name) }
    try expectSameAsRight(compressed)
  }

  /// A gzip file may be several that were put after one another, some of them empty (RFC 1952).
  @Test(arguments: [1, 4, 15, 16, 17, 100, 136])
  func readsSeveralMembers(_ cut: Int) throws {
    var content = FolderContent.right
    let whole = try #require(content.files[FolderContent.trainImages])
    content.files[FolderContent.trainImages] = nil
    content.files[FolderContent.trainImages + ".gz"] =
      try gzip(Array(whole.prefix(cut))) + gzip([]) + gzip(Array(whole.dropFirst(cut))) + gzip([])
    try expectSameAsRight(content)
  }

  private func expectSameAsRight(_ content: FolderContent) throws {
    let right = try FolderContent.right.write { try Dataset.load($0) }
    let other = try content.write { try Dataset.load($0) }
    #expect(try bytes(of: other.train) == bytes(of: right.train))
    #expect(try bytes(of: other.test) == bytes(of: right.test))
    #expect(other.shape == right.shape)
    #expect(other.mean == right.mean)
    #expect(other.standardDeviation == right.standardDeviation)
    #expect(other.classes == right.classes)
  }

  @Test(arguments: ["idx3", "idx4"])
  func readsColour(_ suffix: String) throws {
    var content = FolderContent.right
    content.files[FolderContent.trainImages] = nil
    content.files[FolderContent.testImages] = nil
    // The second channel is constant: nothing is divided by zero.
    var images: [UInt8] = []
    for image: UInt8 in 0..<6 {
      images += [UInt8](repeating: image, count: 16)
      images += [UInt8](repeating: 51, count: 16)
      images += [UInt8](repeating: image < 3 ? 0 : 255, count: 16)
    }
    content.files["train-images-\(suffix)-ubyte"] = idx([6, 3, 4, 4], images)
    content.files["t10k-images-\(suffix)-ubyte"] = idx([3, 3, 4, 4], Array(images.prefix(144)))
    let dataset = try content.write { try Dataset.load($0) }
    #expect(dataset.shape == [3, 4, 4])
    #expect(try dataset.train.pixels(0..<6) == images)
    #expect(dataset.mean == [2.5 / 255, 0.2, 0.5])
    let deviation = Float((35.0 / 12).squareRoot() / 255)
    #expect(dataset.standardDeviation == [deviation, 1, 0.5])
    let batch = try dataset.batch(dataset.train, indices: [5, 0])
    #expect(batch.images[16..<32].allSatisfy { $0 == 0 })
    #expect(batch.images[32..<48].allSatisfy { $0 == 1 })
    #expect(batch.images[80..<96].allSatisfy { $0 == -1 })
    #expect(batch.images.allSatisfy { $0.isFinite })
  }

  @Test(arguments: ["cat\ndog\ncow\n", "cat\r\ndog\r\ncow", "\u{FEFF}cat\n dog \ncow\n\n"])
  func readsClasses(_ text: String) throws {
    var content = FolderContent.right
    content.files["classes.txt"] = Array(text.utf8)
    #expect(try content.write { try Dataset.load($0) }.classes == ["cat", "dog", "cow"])
  }

  @Test func countsClassesInBothParts() throws {
    var content = FolderContent.right
    content.files[FolderContent.testLabels] = idx([3], [2, 255, 0])
    let classes = try content.write { try Dataset.load($0) }.classes
    #expect(classes == (0..<256).map(String.init))
  }

  @Test func keepsTheFirstTrainingSamples() throws {
    try FolderContent.right.write { folder in
      let whole = try Dataset.load(folder)
      let some = try Dataset.load(folder, trainSamples: 2)
      #expect(some.train.count == 2)
      #expect(try some.train.pixels(0..<2) == whole.train.pixels(0..<2))
      #expect(some.train.labels == [0, 1])
      #expect(try bytes(of: some.test) == bytes(of: whole.test))
      #expect(some.mean == whole.mean)
      #expect(some.standardDeviation == whole.standardDeviation)
      #expect(try bytes(of: Dataset.load(folder, trainSamples: 6).train) == bytes(of: whole.train))
    }
  }

  @Test(arguments: [-1, 0, 7, Int.max, Int.min])
  func refusesOtherNumbersOfTrainingSamples(_ count: Int) throws {
    let complaint = try #require(try FolderContent.right.complaint(trainSamples: count))
    #expect(complaint.kind == .usage)
    #expect(complaint.description.hasPrefix("\(count) training samples: expected 1…6, as many as "))
  }

  @Test func saysWhatIsNotAFolder() throws {
    try FolderContent.right.write { folder in
      let expected =
        "expected a data set's folder or one of fashion-mnist, digits, mnist, cifar-10, "
        + "cifar-100, svhn"
      let file = folder + "/" + FolderContent.trainImages
      #expect(throws: DatasetError(.missing, "\(file): not a folder, \(expected)")) {
        try Dataset.load(file)
      }
      #expect(throws: DatasetError(.missing, "\(folder)/none: no such folder, \(expected)")) {
        try Dataset.load(folder + "/none")
      }
      #expect(throws: DatasetError(.missing, ": no such folder, \(expected)")) {
        try Dataset.load("")
      }
    }
  }

  /// A folder or a pipe under a file's name: neither hangs nor passes.
  @Test func refusesWhatIsNotAFile() throws {
    var content = FolderContent.right
    content.files[FolderContent.trainLabels] = nil
    try content.write { folder in
      let path = folder + "/" + FolderContent.trainLabels
      let expected = DatasetError(.missing, "\(path): not a file, expected a regular file")
      #expect(mkfifo(path, 0o600) == 0)
      #expect(throws: expected) { try Dataset.load(folder) }
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
      #expect(throws: expected) { try Dataset.load(folder) }
    }
  }

  @Test func staysOneLineWhateverThePath() throws {
    #expect {
      try Dataset.load("/no\nsuch\u{1B}[2J\u{2028}folder")
    } throws: { error in
      "\(error)".hasPrefix("/no\u{FFFD}such\u{FFFD}[2J\u{FFFD}folder: no such folder")
    }
  }
}
