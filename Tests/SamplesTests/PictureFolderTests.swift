import CZlib
import Foundation
import Samples
import Testing

/// Folders of pictures, a sub-folder for each class.
@Suite struct PictureFolderTests {
  /// An 8-bit PNG file: grey (1 channel), red, green and blue (3), or with transparency (4).
  private static func png(
    _ pixels: [UInt8], width: Int, height: Int, channels: Int, claimedWidth: UInt32? = nil
  ) -> [UInt8] {
    func big(_ number: UInt32) -> [UInt8] {
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }
    func chunk(_ type: String, _ content: [UInt8]) -> [UInt8] {
      let body = Array(type.utf8) + content
      let sum = crc32(0, body, uInt(body.count))
      return big(UInt32(content.count)) + body + big(UInt32(sum))
    }
    let stride = width * channels
    var rows: [UInt8] = []
    for row in 0..<height { rows += [0] + Array(pixels[row * stride..<(row + 1) * stride]) }
    var length = compressBound(uLong(rows.count))
    var compressed = [UInt8](repeating: 0, count: Int(length))
    compress(&compressed, &length, rows, uLong(rows.count))
    let type: UInt8 = [1: 0, 3: 2, 4: 6][channels] ?? 0
    let head = big(claimedWidth ?? UInt32(width)) + big(UInt32(height)) + [8, type, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", head)
      + chunk("IDAT", Array(compressed.prefix(Int(length)))) + chunk("IEND", [])
  }

  private static func grey(_ number: Int) -> [UInt8] {
    png((0..<20).map { UInt8(number * 10 + $0) }, width: 5, height: 4, channels: 1)
  }

  private static let right = FolderContent(files: [
    "train/cat/1.png": grey(0), "train/cat/2.PNG": grey(1), "train/dog/a.png": grey(2),
    "train/dog/notes.txt": [65], "test/cat/9.png": grey(3), "test/dog/8.png": grey(4),
  ])

  #if !Images
    @Test func aBuildWithoutThemSaysHowToReadThem() throws {
      let complaint = try #require(try Self.right.complaint())
      #expect(complaint.kind == .usage)
      #expect(
        complaint.description
          == "FOLDER: a folder of pictures, expected a program that was built to read them: "
          + "swift build -c release --traits Images")
    }
  #else
    /// 16×12 pixels of (200, 100, 50), and 16×16 of 77, by Pillow.
    private static let jpeg =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNyw"
      + "tQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT0"
      + "9PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAMABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAL/x"
      + "AAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAM"
      + "AwEAAhEDEQA/AJADn3//2Q=="
    private static let greyJPEG =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNyw"
      + "tQFdBRkxOUlNSMj5aYVpQYEpRUk//wAALCAAQABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAA"
      + "AAAAAAAAAAAAAA/9oACAEBAAA/AIAD/9k="

    /// 20×16 pixels in ten scans, by Pillow.
    private static let progressiveJPEG =
      "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNyw"
      + "tQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT0"
      + "9PT09PT09PT09PT09PT09PT09PT0//wgARCAAQABQDASIAAhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAABAAF/8QAF"
      + "wEAAwEAAAAAAAAAAAAAAAAAAQIEBf/aAAwDAQACEAMQAAAByUrXOAWvNof/xAAaEAEBAAIDAAAAAAAAAAAAAAAAAgED"
      + "ERIT/9oACAEBAAEFAphiHmmE63Xh/8QAFxEAAwEAAAAAAAAAAAAAAAAAAAEEA//aAAgBAwEBPwHGgVB//8QAGREAAwA"
      + "DAAAAAAAAAAAAAAAAAAECESIx/9oACAECAQE/AZ2MQus//8QAFBABAAAAAAAAAAAAAAAAAAAAIP/aAAgBAQAGPwJf/8"
      + "QAGhAAAgIDAAAAAAAAAAAAAAAAAAEQYREhUf/aAAgBAQABPyEe8KSoS6YP/9oADAMBAAIAAwAAABCTP//EABcRAAMBA"
      + "AAAAAAAAAAAAAAAAAABEUH/2gAIAQMBAT8QloyH/8QAFxEBAQEBAAAAAAAAAAAAAAAAAQARcf/aAAgBAgEBPxB1Vgb0"
      + "v//EABoQAQADAQEBAAAAAAAAAAAAAAEAESExQVH/2gAIAQEAAT8QDDU9vZrYLfGCACzJ9fXWJVdfVyA212tan//Z"

    private static func bytes(_ base64: String) -> [UInt8] {
      [UInt8](Data(base64Encoded: base64) ?? Data())
    }

    @Test func picturesOfOneSizeKeepIt() throws {
      let dataset = try Self.right.write { try Dataset.load($0) }
      #expect(dataset.shape == [1, 4, 5] && dataset.classes == ["cat", "dog"])
      #expect(dataset.train.labels == [0, 0, 1] && dataset.test.labels == [0, 1])
      for (index, number) in [0, 1, 2].enumerated() {
        #expect(
          try dataset.train.pixels(index..<index + 1) == (0..<20).map { UInt8(number * 10 + $0) })
      }
    }

    @Test func oneColourPictureMakesAllColour() throws {
      var content = Self.right
      let colors = (0..<60).map { UInt8($0 * 4) }
      content.files["test/dog/8.png"] = Self.png(colors, width: 5, height: 4, channels: 3)
      let dataset = try content.write { try Dataset.load($0) }
      #expect(dataset.shape == [3, 4, 5])
      let planes = (0..<3).flatMap { channel in (0..<20).map { colors[3 * $0 + channel] } }
      #expect(try dataset.test.pixels(1..<2) == planes)
      let grey = (0..<20).map { UInt8($0) }
      #expect(try dataset.train.pixels(0..<1) == grey + grey + grey)
      // What cannot be seen through stays as it is, what can is black.
      let clear = (0..<80).map { UInt8($0 % 4 == 3 ? ($0 < 40 ? 255 : 0) : 90) }
      content.files["test/dog/8.png"] = Self.png(clear, width: 5, height: 4, channels: 4)
      let seen = try content.write { try Dataset.load($0).test.pixels(1..<2) }
      #expect(
        Array(seen[..<20])
          == [UInt8](repeating: 90, count: 10) + [UInt8](repeating: 0, count: 10))
    }

    @Test func picturesOfSeveralSizesAreBroughtToOne() throws {
      var content = Self.right
      content.files["train/cat/3.jpeg"] = Self.bytes(Self.jpeg)
      content.files["train/dog/3.jpg"] = Self.bytes(Self.greyJPEG)
      try content.write { folder in
        #expect(try Dataset.load(folder).shape == [3, 64, 64])
        let dataset = try Dataset.load(folder, imageSize: 8)
        #expect(dataset.shape == [3, 8, 8] && dataset.train.labels == [0, 0, 0, 1, 1])
        let color = try dataset.train.pixels(2..<3)
        for (channel, value) in [200, 100, 50].enumerated() {
          #expect(color[64 * channel..<64 * (channel + 1)].allSatisfy { abs(Int($0) - value) <= 3 })
        }
        // a.png is before 3.jpg? By bytes digits come before letters.
        #expect(try dataset.train.pixels(3..<4).allSatisfy { abs(Int($0) - 77) <= 1 })
      }
    }

    /// Without folders of parts about a sixth of each class is for testing, always the same.
    @Test func classesAloneAreDivided() throws {
      var files: [String: [UInt8]] = [:]
      for name in ["a", "b"] {
        for number in 100..<160 { files["\(name)/\(number).png"] = Self.grey(number % 20) }
      }
      let content = FolderContent(files: files)
      let parts = try (0..<2).map { _ in try content.write { try Dataset.load($0) } }
      #expect(parts[0].train.count + parts[0].test.count == 120)
      #expect(10...30 ~= parts[0].test.count && Set(parts[0].test.labels) == [0, 1])
      #expect(try SamplesTests.bytes(of: parts[0].test) == SamplesTests.bytes(of: parts[1].test))
    }

    @Test func whatIsWrongIsToldInOneLine() throws {
      func complaint(_ name: String, _ bytes: [UInt8]?) throws -> String? {
        var content = Self.right
        content.files[name] = bytes
        return try content.complaint()?.description
      }
      let png = Self.grey(1)
      let jpeg = Self.bytes(Self.jpeg)
      #expect(
        try complaint("train/cat/1.png", [1, 2])
          == "FOLDER/train/cat/1.png: neither PNG nor JPEG, expected a file that begins as one")
      #expect(try complaint("train/cat/1.png", [])?.contains("neither PNG nor JPEG") == true)
      #expect(
        try complaint("train/dog/a.png", nil)
          == "FOLDER/train/dog: no pictures, expected files of PNG or JPEG")
      var huge = Self.png([7], width: 1, height: 1, channels: 1, claimedWidth: 0x7FFF_FFFF)
      #expect(try complaint("train/cat/1.png", huge)?.hasPrefix("FOLDER/train/cat/1.png: ") == true)
      huge = Self.png([7], width: 1, height: 1, channels: 1, claimedWidth: 1_000_000)
      #expect(try complaint("train/cat/1.png", huge)?.hasPrefix("FOLDER/train/cat/1.png: ") == true)
      // Wherever a file is cut: an error of that file, in one line.
      for (name, whole) in [("1.png", png), ("1.png", jpeg)] {
        for length in stride(from: 0, to: whole.count - 12, by: 5) {
          let line = try complaint("train/cat/\(name)", Array(whole.prefix(length)))
          #expect(
            line?.hasPrefix("FOLDER/train/cat/\(name): ") == true && line?.contains("\n") == false)
        }
      }
    }

    /// Each scan goes through all pixels: a short file with many would take hours.
    @Test func manyScansAreRefused() throws {
      let right = Self.bytes(Self.progressiveJPEG)
      let start = try #require(right.indices.last { right[$0...].starts(with: [0xFF, 0xDA]) })
      let scan = right[start..<right.count - 2]
      var content = Self.right
      content.files["train/cat/1.png"] = right
      #expect(try content.complaint() == nil)
      content.files["train/cat/1.png"] =
        right.dropLast(2) + Array(repeating: scan, count: 100).joined() + [0xFF, 0xD9]
      #expect(
        try content.complaint()?.description
          == "FOLDER/train/cat/1.png: corrupted: more than 100 scans")
    }

    @Test func limitsAreTold() throws {
      #expect(try Self.right.complaint(memory: 60) == nil)
      #expect(
        try Self.right.complaint(memory: 59)?.description
          == "FOLDER: 3 images of 4×5, expected at most 2, which is what memory can hold, or a "
          + "smaller --image-size")
      let one = FolderContent(files: ["cat/1.png": Self.grey(1), "cat/2.png": Self.grey(2)])
      #expect(
        try one.complaint()?.description
          == "FOLDER: 1 folders of pictures, expected 2…256 classes")
      for size in [3, 4097] {
        try Self.right.write { folder in
          _ = #expect(throws: DatasetError(.usage, "image size \(size): expected 4…4096")) {
            try Dataset.load(folder, imageSize: size)
          }
        }
      }
    }
  #endif

  @Test func otherDataHaveASizeOfTheirOwn() throws {
    #expect(
      throws: DatasetError(
        .usage, "image size 32: digits has a size of its own, expected a folder of pictures")
    ) { try Dataset.load("digits", imageSize: 32) }
  }
}
