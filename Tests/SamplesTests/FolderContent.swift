import CZlib
import Foundation
import Samples
import Testing

/// The files of a data set's folder before they are written: a small right one, for tests to spoil.
struct FolderContent {
  /// Contents by file name, which may be in a sub-folder.
  var files: [String: [UInt8]]

  static let trainImages = "train-images-idx3-ubyte"
  static let trainLabels = "train-labels-idx1-ubyte"
  static let testImages = "t10k-images-idx3-ubyte"
  static let testLabels = "t10k-labels-idx1-ubyte"

  /// 53 bytes that do not compress.
  static let noise = (0..<53).map { UInt8(truncatingIfNeeded: ($0 * $0 * 167) ^ ($0 * 29)) }

  /// Six training and three test images of 4×5 pixels, three classes.
  static let right = FolderContent(files: [
    trainImages: idx([6, 4, 5], (0..<120).map { UInt8($0) }),
    trainLabels: idx([6], [0, 1, 2, 0, 1, 2]),
    testImages: idx([3, 4, 5], (0..<60).map { UInt8(255 - $0) }),
    testLabels: idx([3], [2, 1, 0]),
  ])

  /// Writes the files into a new folder and gives it to `body`; a name that ends in `.gz` is
  /// written as it is.
  func write<Result>(_ body: (_ folder: String) throws -> Result) throws -> Result {
    try withTemporaryFolder { folder in
      for (name, content) in files {
        let file = URL(fileURLWithPath: folder + "/" + name)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: file)
      }
      return try body(folder)
    }
  }

  /// What `Dataset.load` says of this folder, whose path is written as `FOLDER`.
  func complaint(trainSamples: Int? = nil, memory: Int? = nil) throws -> DatasetError? {
    try write { folder in
      do throws(DatasetError) {
        _ = try Dataset.load(folder, trainSamples: trainSamples, memory: memory)
        return nil
      } catch {
        return DatasetError(
          error.kind, error.description.replacingOccurrences(of: folder, with: "FOLDER"))
      }
    }
  }

  /// Puts a compressed file in the place of a plain one.
  mutating func compress(_ name: String) throws {
    let content = try #require(files[name])
    files[name] = nil
    files[name + ".gz"] = try gzip(content)
  }
}

/// An IDX file of bytes.
func idx(_ dimensions: [UInt32], _ elements: [UInt8]) -> [UInt8] {
  let sizes = dimensions.flatMap { size in
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) }
  }
  return [0, 0, 8, UInt8(dimensions.count)] + sizes + elements
}

/// One gzip member with this content.
func gzip(_ content: [UInt8]) throws -> [UInt8] {
  try withTemporaryFolder { folder in
    let path = folder + "/file.gz"
    let file = try #require(gzopen(path, "wb9"))
    #expect(gzwrite(file, content, UInt32(content.count)) == Int32(content.count))
    #expect(gzclose(file) == Z_OK)
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }
}

/// All pixels and labels of a part.
func bytes(of part: SampleSet) throws -> [[UInt8]] {
  [try part.pixels(0..<part.count), part.labels]
}

/// A new folder that is gone afterwards.
func withTemporaryFolder<Result>(_ body: (_ folder: String) throws -> Result) throws -> Result {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("samples-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try body(folder.path)
}
