import Foundation
import Samples
import Testing

/// CIFAR's binary files in small.
@Suite struct CIFARFolderTests {
  static let names10 = [
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
  ]

  /// A record: labels, then red, green and blue, each with a ramp of its own.
  static func record(_ labels: [UInt8], _ number: Int) -> [UInt8] {
    labels
      + (0..<3).flatMap { channel in
        (0..<1024).map { UInt8(truncatingIfNeeded: number * 7 + channel * 50 + $0) }
      }
  }

  /// Two images in each of the five files and three to test on.
  static let ten: FolderContent = {
    var files = ["batches.meta.txt": Array((names10.joined(separator: "\n") + "\n\n").utf8)]
    for batch in 1...5 {
      files["data_batch_\(batch).bin"] =
        record([UInt8(batch)], 2 * batch) + record([UInt8(batch + 4)], 2 * batch + 1)
    }
    files["test_batch.bin"] = [0, 9, 3].enumerated().flatMap { record([$1], 100 + $0) }
    return FolderContent(files: files)
  }()

  static let hundred = FolderContent(files: [
    "fine_label_names.txt": Array((0..<100).map { "fine \($0)\n" }.joined().utf8),
    "train.bin": record([19, 99], 1) + record([3, 0], 2),
    "test.bin": record([7, 42], 3),
  ])

  @Test func readsTen() throws {
    let dataset = try Self.ten.write { try Dataset.load($0) }
    #expect(dataset.shape == [3, 32, 32])
    #expect(dataset.classes == Self.names10)
    #expect(dataset.train.labels == [1, 5, 2, 6, 3, 7, 4, 8, 5, 9])
    #expect(dataset.test.labels == [0, 9, 3])
    for index in 0..<10 {
      #expect(
        try dataset.train.pixels(index..<index + 1) == Array(Self.record([], index + 2)))
    }
    #expect(try dataset.test.pixels(2..<3) == Self.record([], 102))
    // 1024 values of a ramp of 256, four times, whatever it begins with: mean 127.5.
    #expect(dataset.mean.allSatisfy { abs($0 - 0.5) < 1e-6 })
    #expect(dataset.standardDeviation.count == 3)
  }

  @Test func readsHundredByItsFineLabels() throws {
    let dataset = try Self.hundred.write { try Dataset.load($0) }
    #expect(dataset.classes.count == 100 && dataset.classes[42] == "fine 42")
    #expect(dataset.train.labels == [99, 0] && dataset.test.labels == [42])
    #expect(try dataset.train.pixels(1..<2) == Self.record([], 2))
  }

  /// As archives unpack it: the folder that holds it is right too.
  @Test func looksOneLevelDown() throws {
    var nested = FolderContent(files: ["cifar-10-binary.tar.gz": [1, 2, 3]])
    for (name, content) in Self.ten.files { nested.files["cifar-10-batches-bin/\(name)"] = content }
    #expect(try nested.write { try Dataset.load($0) }.train.count == 10)
    for (name, content) in Self.hundred.files { nested.files["cifar-100-binary/\(name)"] = content }
    #expect(
      try nested.complaint()?.description
        == "FOLDER: 2 data sets in it, expected the path of one: "
        + "cifar-10-batches-bin, cifar-100-binary")
  }

  /// What memory cannot hold is read from the files, with the same result to the bit.
  @Test(arguments: [0, 3072, 9 * 3072, 10 * 3072])
  func readsFromFilesWhatMemoryCannotHold(_ memory: Int) throws {
    let whole = try Self.ten.write { try Dataset.load($0) }
    try Self.ten.write { folder in
      let dataset = try Dataset.load(folder, trainSamples: 7, memory: memory)
      #expect(try bytes(of: dataset.train)[0] == whole.train.pixels(0..<7))
      #expect(try bytes(of: dataset.test) == bytes(of: whole.test))
      #expect(dataset.mean == whole.mean)
      #expect(
        try dataset.batch(dataset.train, indices: [6, 0, 3])
          == whole.batch(whole.train, indices: [6, 0, 3]))
    }
  }

  /// A file that is cut behind the program's back is an error, not its end.
  @Test func noticesAFileThatIsCutMeanwhile() throws {
    try Self.ten.write { folder in
      let dataset = try Dataset.load(folder, memory: 0)
      let path = folder + "/data_batch_3.bin"
      #expect(truncate(path, 3073) == 0)
      #expect(try dataset.batch(dataset.train, indices: [4]).labels == [3])
      #expect(
        throws: DatasetError(
          .malformed,
          "\(path): cut short while it was used: expected the 6146 bytes that it had before")
      ) { try dataset.batch(dataset.train, indices: [5]) }
    }
  }

  @Test func readsTenWithoutNames() throws {
    var content = Self.ten
    content.files["batches.meta.txt"] = nil
    #expect(try content.write { try Dataset.load($0) }.classes == (0..<10).map(String.init))
  }

  @Test(
    arguments: [
      ("data_batch_2.bin", nil, "FOLDER: a file is missing, looked for data_batch_2.bin"),
      ("test_batch.bin", nil, "FOLDER: a file is missing, looked for test_batch.bin"),
      (
        "data_batch_2.bin", [],
        "FOLDER/data_batch_2.bin: 0 bytes, expected a multiple of 3073: of each image a label and "
          + "3072 pixels"
      ),
      (
        "test_batch.bin", [UInt8](repeating: 0, count: 3072),
        "FOLDER/test_batch.bin: 3072 bytes, expected a multiple of 3073: of each image a label and "
          + "3072 pixels"
      ),
      (
        "data_batch_5.bin", record([0], 0) + record([10], 0),
        "FOLDER/data_batch_5.bin: label 10 of image 1, expected 0…9"
      ),
      (
        "batches.meta.txt", Array("a\nb\n".utf8),
        "FOLDER/batches.meta.txt: 2 classes, expected 10, one a line"
      ),
    ] as [(String, [UInt8]?, String)])
  func saysWhatIsWrong(name: String, bytes: [UInt8]?, message: String) throws {
    var content = Self.ten
    content.files[name] = bytes
    #expect(try content.complaint()?.description == message)
  }

  @Test func saysWhatWasExpectedOfAFolder() throws {
    let nothing = FolderContent(files: ["notes.txt": [65], "below/notes.txt": [65]])
    let complaint = try #require(try nothing.complaint())
    #expect(complaint.kind == .missing)
    #expect(complaint.description.hasPrefix("FOLDER: no data set in it, expected the files of "))
  }
}
