import Samples
import Testing

/// Every way in which a folder can be wrong ends in one line that names the file, what was found
/// and what was expected.
@Suite struct MalformedFilesTests {
  @Test(arguments: MalformedFile.all)
  func isToldInOneLine(_ spoilt: MalformedFile) throws {
    var content = FolderContent.right
    #expect(try content.complaint() == nil)
    try spoilt.spoil(&content)
    let complaint = try #require(try content.complaint())
    #expect(complaint.description == spoilt.message)
    #expect(complaint.kind == spoilt.kind)
  }

  /// Products that overflow 64 bits, overflow 63, or are beyond any machine's share.
  @Test(
    arguments: [
      [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF], [0xFFFF_FFFF, 0xFFFF_FFFF, 1], [0x8000_0000, 4, 5],
      [2, 0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF],
    ] as [[UInt32]], [false, true])
  func refusesHugeDimensions(_ dimensions: [UInt32], isCompressed: Bool) throws {
    var content = FolderContent.right
    content.files[FolderContent.trainImages] = idx(dimensions, [1, 2, 3])
    if isCompressed { try content.compress(FolderContent.trainImages) }
    let complaint = try #require(try content.complaint())
    let shape = dimensions.map(String.init).joined(separator: "×")
    let name = FolderContent.trainImages + (isCompressed ? ".gz" : "")
    #expect(complaint.kind == .malformed)
    let isWithinFiles = dimensions[0] == 0x8000_0000 && !isCompressed
    #expect(
      complaint.description.hasPrefix(
        isWithinFiles
          ? "FOLDER/\(name): 19 bytes, expected 42949672976: the header announces "
          : "FOLDER/\(name): dimensions \(shape), expected at most "))
  }

  /// A file that was not compressed may be larger than memory, one that was may not.
  @Test func refusesMoreThanMemoryCanHold() throws {
    var content = FolderContent.right
    #expect(try content.complaint(memory: 119) == nil)
    try content.compress(FolderContent.trainImages)
    #expect(try content.complaint(memory: 120) == nil)
    #expect(
      try content.complaint(memory: 119)
        == DatasetError(
          .malformed,
          "FOLDER/\(FolderContent.trainImages).gz: dimensions 6×4×5, expected at most 119 bytes, "
            + "which is what memory can hold; a file that is not compressed may be larger"))
  }

  /// An image is held while it is used, whatever stays in its file.
  @Test func refusesImagesThatMemoryCannotHold() throws {
    var content = FolderContent.right
    #expect(try content.complaint(memory: 20) == nil)
    content.files[FolderContent.trainImages] = idx([6, 4, 6], [UInt8](repeating: 7, count: 144))
    #expect(
      try content.complaint(memory: 20)?.description
        == "FOLDER/\(FolderContent.trainImages): images of 1×4×6, expected at most 20 bytes each, "
        + "which is what memory can hold")
  }

  /// What no compression could hold is refused before memory is taken for it.
  @Test func refusesMoreThanCanBeCompressedIntoTheFile() throws {
    var content = FolderContent.right
    content.files[FolderContent.trainImages] = idx([100_000, 28, 28], FolderContent.noise)
    try content.compress(FolderContent.trainImages)
    let name = FolderContent.trainImages + ".gz"
    let length = try #require(content.files[name]?.count)
    #expect(
      try content.complaint()
        == DatasetError(
          .malformed,
          "FOLDER/\(name): \(length) bytes cannot hold the 78400000 that are expected: "
            + "the header announces 100000×28×28"))
  }

  /// Wherever a compressed file is cut, that is what is said.
  @Test func noticesEveryCut() throws {
    var content = FolderContent.right
    try content.compress(FolderContent.trainImages)
    let name = FolderContent.trainImages + ".gz"
    let whole = try #require(content.files[name])
    for length in 1..<whole.count {
      content.files[name] = Array(whole.prefix(length))
      let complaint = try #require(try content.complaint())
      #expect(
        complaint
          == DatasetError(
            .malformed,
            "FOLDER/\(name): cut short: the file ends after \(length) bytes, "
              + "amid its compressed data"))
    }
  }

  /// Whichever bit is flipped in the compressed data or the checksum after it: the file is refused,
  /// unless the bit is one of the fewer than 8 that fill deflate's last byte and mean nothing.
  @Test func noticesEveryFlippedBit() throws {
    var content = FolderContent.right
    content.files[FolderContent.trainImages] = idx(
      [3, 4, 4], Array(FolderContent.noise.prefix(48)))
    content.files[FolderContent.trainLabels] = idx([3], [0, 1, 2])
    content.files[FolderContent.testImages] = idx([3, 4, 4], Array(FolderContent.noise.prefix(48)))
    try content.compress(FolderContent.trainImages)
    let name = FolderContent.trainImages + ".gz"
    let whole = try #require(content.files[name])
    let lastDataByte = whole.count - 9
    var meaningless = 0
    for bit in 80..<8 * whole.count {
      var spoilt = whole
      spoilt[bit / 8] ^= 1 << (bit % 8)
      content.files[name] = spoilt
      if let complaint = try content.complaint() {
        #expect(complaint.kind == .malformed)
        #expect(complaint.description.hasPrefix("FOLDER/\(name): "))
      } else {
        #expect(bit / 8 == lastDataByte)
        let dataset = try content.write { try Dataset.load($0) }
        #expect(try dataset.train.pixels(0..<3) == Array(FolderContent.noise.prefix(48)))
        meaningless += 1
      }
    }
    #expect(meaningless < 8)
  }

  @Test(arguments: [(-8, "incorrect data check"), (-4, "incorrect length check")])
  func namesTheChecksum(_ position: Int, _ reason: String) throws {
    var content = FolderContent.right
    try content.compress(FolderContent.trainImages)
    let name = FolderContent.trainImages + ".gz"
    let count = try #require(content.files[name]?.count)
    content.files[name]?[count + position] ^= 0xFF
    let complaint = try #require(try content.complaint())
    #expect(
      complaint.description
        == "FOLDER/\(name): corrupted: its compressed data does not check (\(reason))")
  }

  /// Of a file that swells far beyond what it announces, no more is inflated than shows it: what is
  /// wrong at its far end is never seen.
  @Test func stopsInflatingOneByteAfterTheAnnounced() throws {
    var content = FolderContent.right
    let name = FolderContent.trainImages + ".gz"
    var bomb = try gzip(idx([6, 4, 5], [UInt8](repeating: 0, count: 32 << 20)))
    bomb[bomb.count - 8] ^= 0xFF
    content.files[FolderContent.trainImages] = nil
    content.files[name] = bomb
    let complaint = try #require(try content.complaint())
    #expect(
      complaint.description
        == "FOLDER/\(name): more than 120 bytes after the header, expected 120: "
        + "the header announces 6×4×5")
  }
}
