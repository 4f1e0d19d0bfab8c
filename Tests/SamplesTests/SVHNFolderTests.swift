import Foundation
import Samples
import Testing

/// Street View House Numbers in small: files that SciPy 1 wrote.
@Suite struct SVHNFolderTests {
  /// Pixels row + 10 · column + 60 · channel + image of three images of 3×4×5, compressed; labels 1, 10, 9.
  private static let compressed = bytes(
    "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFRodSBOb3YgMjYgMDI6NDE6"
      + "MzAgMjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAA"
      + "xQAAAHic42NgYPgAxGxAzAHEnAwQwArEAkDMAmUzQzEjEEYAaSYg3gJSyMjEzMXNwysiKiYuJ6+gqKGppW1ja2fv"
      + "5u7hGRAYFBwVHRObkpqWXlFZVd3U3NLa09vXP236jJkLFi5aDNTKAtTKB9QqAdSqBNSqA9TqANTqBdQaAtQaB9Sa"
      + "AdRaA9TaBtQ6Aah1FlDrEqBWVqBWfqBWSaBWZaBWXaBWR6BWb6DWUKDWeKDWTKDWWqDWdqDWiUCts4Fal4KcDQDU"
      + "rjxMDwAAACoAAAB4nONjYGAwAGI2IOYAYk4GCGCF8pmBmBGMGRkqgTQTUISRi5MBABjsAPs=")

  /// The first two of them, not compressed; labels as doubles.
  private static let plain = bytes(
    "TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IFRodSBOb3YgMjYgMDI6NDE6"
      + "MzAgMjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0OAAAA"
      + "sAAAAAYAAAAIAAAACQAAAAAAAAAFAAAAEAAAAAQAAAAFAAAAAwAAAAIAAAABAAEAWAAAAAIAAAB4AAAAAAECAwoL"
      + "DA0UFRYXHh8gISgpKis8PT4/RkdISVBRUlNaW1xdZGVmZ3h5enuCg4SFjI2Oj5aXmJmgoaKjAQIDBAsMDQ4VFhcY"
      + "HyAhIikqKyw9Pj9AR0hJSlFSU1RbXF1eZWZnaHl6e3yDhIWGjY6PkJeYmZqhoqOkDgAAAEAAAAAGAAAACAAAAAYA"
      + "AAAAAAAABQAAAAgAAAACAAAAAQAAAAEAAQB5AAAACQAAABAAAAAAAAAAAADwPwAAAAAAACRA")

  private static func bytes(_ base64: String) -> [UInt8] {
    [UInt8](Data(base64Encoded: base64) ?? Data())
  }

  private static func folder(train: [UInt8] = compressed, test: [UInt8] = plain) -> FolderContent {
    FolderContent(files: ["train_32x32.mat": train, "test_32x32.mat": test])
  }

  @Test func filesOfMATLABAreRead() throws {
    let dataset = try Self.folder().write { try Dataset.load($0) }
    #expect(dataset.shape == [3, 4, 5] && dataset.classes == (0...9).map(String.init))
    #expect(dataset.train.labels == [1, 0, 9] && dataset.test.labels == [1, 0])
    for image in 0..<3 {
      var expected: [UInt8] = []
      for channel in 0..<3 {
        for row in 0..<4 {
          for column in 0..<5 { expected.append(UInt8(row + 10 * column + 60 * channel + image)) }
        }
      }
      #expect(try dataset.train.pixels(image..<image + 1) == expected)
      if image < 2 { #expect(try dataset.test.pixels(image..<image + 1) == expected) }
    }
  }

  @Test func aFileThatIsMissingIsNamed() throws {
    var content = Self.folder()
    content.files["test_32x32.mat"] = nil
    #expect(
      try content.complaint()
        == DatasetError(.missing, "FOLDER: a file is missing, looked for test_32x32.mat"))
  }

  @Test func moreThanMemoryCanHoldIsRefused() throws {
    #expect(try Self.folder().complaint(memory: 180) == nil)
    #expect(
      try Self.folder().complaint(memory: 179)?.description
        == "FOLDER/train_32x32.mat: 'X' of 4×5×3×3, expected at least 1 each and 179 bytes at most")
  }

  @Test func labelsAreDigits() throws {
    var test = Self.plain
    // The second label, the last eight bytes: 10 becomes 10.5, then 11.
    test[test.count - 2] = 0x25
    #expect(
      try Self.folder(test: test).complaint()?.description
        == "FOLDER/test_32x32.mat: 'y' has 10.5 at 1, expected a whole number 0…255")
    test[test.count - 2] = 0x26
    #expect(
      try Self.folder(test: test).complaint()?.description
        == "FOLDER/test_32x32.mat: label 11 of image 1, expected 1…10")
  }
}
