import Testing

@testable import Samples

/// Folders of every format of data.
struct DatasetFuzzTests {
  @Test func idx() throws {
    let folder = try AlteredFolder(DatasetFiles.idx())
    try Fuzzing("idx", cases: 300, mebibytes: 128).run { dice, number in
      try folder.outcome(number, &dice) { _, bytes, dice in
        Mutation.bytes(bytes, Array(folder.files.values), &dice)
      }
    }
  }

  /// Compressed files whose compressed bytes are altered, with a checksum that is right again or not; files
  /// whose content is; and those that claim little and hold much.
  @Test func gzip() throws {
    let files = try DatasetFiles.compressedDigits().filter { $0.key != "classes.txt" }
    let folder = try AlteredFolder(files)
    let contents = files.mapValues { Compression.inflated($0) }
    let bomb = Compression.compress([0, 0, 8, 1] + [UInt8](repeating: 0, count: 64 << 20))
    try Fuzzing("gzip", cases: 300, mebibytes: 192).run { dice, number in
      try folder.outcome(number, &dice) { name, bytes, dice in
        switch dice.below(16) {
        case 0..<4: return Mutation.bytes(bytes, Array(files.values), &dice)
        case 4..<8:
          return Compression.withRightChecksum(Mutation.bytes(bytes, Array(files.values), &dice))
        case 8: return bytes + Compression.compress(Mutation.bytes([0, 1], [], &dice))
        case 9: return bomb
        default:
          let content = contents[name] ?? []
          return Compression.compress(Mutation.bytes(content, [], &dice))
        }
      }
    }
  }

  @Test func cifar() throws {
    let folders = try [10, 100].map { try AlteredFolder(DatasetFiles.cifar(classes: $0)) }
    try Fuzzing("cifar", cases: 300, mebibytes: 128).run { dice, number in
      let folder = dice.pick(folders)
      return try folder.outcome(number, &dice) { _, bytes, dice in
        // Whole records more often than not, for all else is refused by its length.
        var altered = Mutation.bytes(bytes, [], &dice)
        if altered.count > 3072, !dice.isOne(of: 3) {
          let stride = folder.files.count == 3 ? 3074 : 3073
          altered.removeLast(altered.count % stride)
          if altered.isEmpty { return bytes }
        }
        return altered
      }
    }
  }

  /// Files of MATLAB, whose compressed matrices are altered within too.
  @Test func svhn() throws {
    let files = try DatasetFiles.svhn()
    let folder = try AlteredFolder(files)
    try Fuzzing("svhn", cases: 300, mebibytes: 128).run { dice, number in
      try folder.outcome(number, &dice) { name, bytes, dice in
        guard name.hasPrefix("train"), !dice.isOne(of: 3) else {
          return Mutation.bytes(bytes, Array(files.values), &dice)
        }
        return MATLABElements.recompressed(bytes) { Mutation.bytes($0, [], &dice) }
      }
    }
  }

  @Test func csv() throws {
    let files = try DatasetFiles.tables()
    let folder = try AlteredFolder(files)
    try Fuzzing("csv", cases: 300, mebibytes: 128).run { dice, number in
      try folder.outcome(number, &dice) { _, bytes, dice in
        // A line as long as none, of nothing but what stands between fields.
        if dice.isOne(of: 1000) { return Array(repeating: 0x2C, count: 8 << 20) }
        let text = String(decoding: bytes, as: UTF8.self)
        return Mutation.text(
          text, words: ["255", "256", "7.0", "7.5", "\"3\"", ",,", "28x20"], &dice)
      }
    }
  }

  #if Images
    @Test func pictures() throws {
      let folder = try AlteredFolder(DatasetFiles.pictures())
      try Fuzzing("pictures", cases: 200, mebibytes: 256).run { dice, number in
        let size = dice.isOne(of: 3) ? 8 : nil
        return try folder.outcome(number, &dice, size: size) { _, bytes, dice in
          let altered = Mutation.bytes(bytes, Array(folder.files.values), &dice)
          return bytes.starts(with: [0x89]) && !dice.isOne(of: 4)
            ? PNGChunks.withRightChecksums(altered) : altered
        }
      }
    }
  #endif
}
