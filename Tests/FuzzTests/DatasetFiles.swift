import Foundation
import Samples
import Testing

/// Real files of every format of data, few and small: a case is read in no time.
enum DatasetFiles {
  /// A file beside this one.
  static func file(_ name: String) throws -> [UInt8] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try [UInt8](Data(contentsOf: folder.appendingPathComponent("Files/" + name)))
  }

  /// A file of the repository.
  static func shipped(_ path: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try [UInt8](Data(contentsOf: root.appendingPathComponent(path)))
  }

  /// As shipped, compressed: the part to test on in the place of both, for it is the smaller one.
  static func compressedDigits() throws -> [String: [UInt8]] {
    let images = try shipped("Datasets/digits/t10k-images-idx3-ubyte.gz")
    let labels = try shipped("Datasets/digits/t10k-labels-idx1-ubyte.gz")
    return [
      "train-images-idx3-ubyte.gz": images, "train-labels-idx1-ubyte.gz": labels,
      "t10k-images-idx3-ubyte.gz": images, "t10k-labels-idx1-ubyte.gz": labels,
      "classes.txt": try shipped("Datasets/digits/classes.txt"),
    ]
  }

  /// The first digits, not compressed.
  static func digits(_ count: Int = 8) throws -> (images: [UInt8], labels: [UInt8]) {
    let files = try compressedDigits()
    let images = Compression.inflated(try #require(files["t10k-images-idx3-ubyte.gz"]))
    let labels = Compression.inflated(try #require(files["t10k-labels-idx1-ubyte.gz"]))
    return (Array(images[16..<16 + 64 * count]), Array(labels[8..<8 + count]))
  }

  static func idx() throws -> [String: [UInt8]] {
    let (images, labels) = try digits()
    let files = [
      "images-idx3-ubyte": [0, 0, 8, 3, 0, 0, 0, 8, 0, 0, 0, 8, 0, 0, 0, 8] + images,
      "labels-idx1-ubyte": [0, 0, 8, 1, 0, 0, 0, 8] + labels,
    ]
    var folder = ["classes.txt": try shipped("Datasets/digits/classes.txt")]
    for (name, bytes) in files {
      folder["train-" + name] = bytes
      folder["t10k-" + name] = bytes
    }
    return folder
  }

  /// CIFAR-10's files, or CIFAR-100's, whose pictures are digits, four times as large.
  static func cifar(classes: Int) throws -> [String: [UInt8]] {
    let (images, labels) = try digits(2)
    var records: [UInt8] = []
    for (index, label) in labels.enumerated() {
      let plane = (0..<1024).map { images[64 * index + $0 / 128 * 8 + $0 % 32 / 4] }
      records += (classes == 100 ? [0, label] : [label]) + plane + plane + plane
    }
    let names =
      classes == 100
      ? ["train.bin", "test.bin"] : (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
    var folder = Dictionary(uniqueKeysWithValues: names.map { ($0, records) })
    folder[classes == 100 ? "fine_label_names.txt" : "batches.meta.txt"] = Array(
      (0..<classes).map { "class \($0)\n" }.joined().utf8)
    return folder
  }

  static func svhn() throws -> [String: [UInt8]] {
    ["train_32x32.mat": try file("compressed.mat"), "test_32x32.mat": try file("plain.mat")]
  }

  static func tables() throws -> [String: [UInt8]] {
    let (images, labels) = try digits()
    func table(_ separator: String, head: Bool) -> [UInt8] {
      let names = (["label"] + (0..<64).map { "\($0 / 8 + 1)x\($0 % 8 + 1)" })
      let rows = labels.indices.map { index in
        ([labels[index]] + images[64 * index..<64 * (index + 1)]).map { "\($0)" }
      }
      return Array(
        ((head ? [names] : []) + rows).map { $0.joined(separator: separator) + "\n" }.joined().utf8)
    }
    return [
      "digits_train.csv": table(",", head: true), "digits_test.csv": table(";", head: false),
      "classes.txt": try shipped("Datasets/digits/classes.txt"),
    ]
  }

  /// Pictures of every kind that the two formats have.
  static func pictures() throws -> [String: [UInt8]] {
    let names = [
      "color.jpg", "grey.jpg", "progressive.jpg", "restart.jpg", "palette.png", "grey16.png",
      "alpha.png",
    ]
    var folder: [String: [UInt8]] = [:]
    for (index, name) in names.enumerated() {
      let part = index < 2 ? "test" : "train"
      folder["\(part)/\(index % 2 == 0 ? "cat" : "dog")/\(name)"] = try file(name)
    }
    return folder
  }
}
