import Samples
import Testing

/// A right folder, what is done to it, and what is said of it.
struct MalformedFile: CustomTestStringConvertible, Sendable {
  let testDescription: String
  let kind: DatasetError.Kind
  let message: String
  let spoil: @Sendable (inout FolderContent) throws -> Void

  init(
    _ name: String, _ message: String, kind: DatasetError.Kind = .malformed,
    _ spoil: @escaping @Sendable (inout FolderContent) throws -> Void
  ) {
    testDescription = name
    self.kind = kind
    self.message = message
    self.spoil = spoil
  }
}

extension MalformedFile {
  static let all = headers + lengths + compression + contents

  private static let images = FolderContent.trainImages
  private static let labels = FolderContent.trainLabels
  private static let testImages = FolderContent.testImages
  private static let testLabels = FolderContent.testLabels

  private static let headers = [
    MalformedFile(
      "empty", "FOLDER/\(labels): 0 bytes, expected an IDX file, whose header has 4 more"
    ) {
      $0.files[labels] = []
    },
    MalformedFile(
      "wrong magic",
      "FOLDER/\(images): magic number 89 50 4e 47, expected 00 00 08 03 "
        + "(IDX, bytes)"
    ) {
      $0.files[images] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    },
    MalformedFile("floats", "FOLDER/\(images): element type 0d, expected 08 (unsigned bytes)") {
      $0.files[images]?[2] = 0x0D
    },
    MalformedFile("labels in place of images", "FOLDER/\(images): 1 dimensions, expected 3 or 4") {
      $0.files[images] = $0.files[labels]
    },
    MalformedFile("images in place of labels", "FOLDER/\(labels): 3 dimensions, expected 1") {
      $0.files[labels] = $0.files[images]
    },
    MalformedFile(
      "cut in the header",
      "FOLDER/\(images): 10 bytes, expected a header of 16 and what "
        + "follows it"
    ) {
      $0.files[images]?.removeLast(126)
    },
    MalformedFile("zero images", "FOLDER/\(images): dimensions 0×4×5, expected at least 1 each") {
      $0.files[images] = idx([0, 4, 5], [])
    },
    MalformedFile("zero labels", "FOLDER/\(labels): dimensions 0, expected at least 1 each") {
      $0.files[labels] = idx([0], [])
    },
    MalformedFile("zero columns", "FOLDER/\(images): dimensions 6×4×0, expected at least 1 each") {
      $0.files[images] = idx([6, 4, 0], [])
    },
  ]

  private static let lengths = [
    MalformedFile("cut", "FOLDER/\(images): 135 bytes, expected 136: the header announces 6×4×5") {
      $0.files[images]?.removeLast()
    },
    MalformedFile(
      "too long", "FOLDER/\(images): 137 bytes, expected 136: the header announces 6×4×5"
    ) {
      $0.files[images]?.append(0)
    },
    MalformedFile("cut labels", "FOLDER/\(labels): 13 bytes, expected 14: the header announces 6") {
      $0.files[labels]?.removeLast()
    },
    MalformedFile(
      "cut before compression",
      "FOLDER/\(images).gz: 119 bytes after the header, expected 120: the header announces 6×4×5"
    ) {
      $0.files[images]?.removeLast()
      try $0.compress(images)
    },
    MalformedFile(
      "too long before compression",
      "FOLDER/\(images).gz: more than 120 bytes after the header, expected 120: the header "
        + "announces 6×4×5"
    ) {
      $0.files[images]?.append(0)
      try $0.compress(images)
    },
    MalformedFile(
      "cut in the header before compression",
      "FOLDER/\(images).gz: 10 bytes, expected a header of 16 and what follows it"
    ) {
      $0.files[images]?.removeLast(126)
      try $0.compress(images)
    },
  ]

  private static let compression = [
    MalformedFile(
      "not gzip", "FOLDER/\(images).gz: not a gzip file, expected one that begins with 1f 8b"
    ) {
      $0.files[images + ".gz"] = $0.files.removeValue(forKey: images)
    },
    MalformedFile(
      "gzip without the name",
      "FOLDER/\(images): magic number 1f 8b 08 00, expected 00 00 08 03 (IDX, bytes)"
    ) {
      $0.files[images] = try gzip($0.files[images] ?? [])
    },
    MalformedFile(
      "empty gzip file",
      "FOLDER/\(images).gz: cut short: the file ends after 0 bytes, amid its compressed data"
    ) {
      $0.files[images] = nil
      $0.files[images + ".gz"] = []
    },
    MalformedFile(
      "other data after it",
      "FOLDER/\(images).gz: other data after the compressed data, expected the file's end"
    ) {
      try $0.compress(images)
      $0.files[images + ".gz"]?.append(contentsOf: [0, 0, 0, 0])
    },
    MalformedFile(
      "a second member too many",
      "FOLDER/\(images).gz: more than 120 bytes after the header, expected 120: the header "
        + "announces 6×4×5"
    ) {
      try $0.compress(images)
      $0.files[images + ".gz"]?.append(contentsOf: try gzip([1]))
    },
  ]

  private static let contents = [
    MalformedFile(
      "fewer labels than images",
      "FOLDER/\(labels): 5 labels, expected 6, one for each image of FOLDER/\(images)"
    ) {
      $0.files[labels] = idx([5], [0, 1, 2, 0, 1])
    },
    MalformedFile(
      "more labels than images",
      "FOLDER/\(testLabels): 4 labels, expected 3, one for each image of FOLDER/\(testImages)"
    ) {
      $0.files[testLabels] = idx([4], [0, 1, 2, 0])
    },
    MalformedFile(
      "other shape for testing",
      "FOLDER/\(testImages): images of 1×5×4, expected 1×4×5 as in FOLDER/\(images)"
    ) {
      $0.files[testImages] = idx([3, 5, 4], [UInt8](repeating: 0, count: 60))
    },
    MalformedFile("tiny images", "FOLDER/\(images): images of 3×5, expected at least 4×4") {
      $0.files[images] = idx([6, 3, 5], [UInt8](repeating: 0, count: 90))
    },
    MalformedFile(
      "too many channels", "FOLDER/\(images): images of 257 channels, expected at most 256"
    ) {
      $0.files[images] = idx([6, 257, 4, 4], [UInt8](repeating: 0, count: 6 * 257 * 16))
    },
    MalformedFile(
      "label out of range",
      "FOLDER/\(labels): label 2 of image 2, expected 0…1: FOLDER/classes.txt names 2 classes"
    ) {
      $0.files["classes.txt"] = Array("cat\ndog\n".utf8)
    },
    MalformedFile(
      "test label out of range",
      "FOLDER/\(testLabels): label 255 of image 1, expected 0…2: FOLDER/classes.txt names "
        + "3 classes"
    ) {
      $0.files["classes.txt"] = Array("cat\ndog\ncow\n".utf8)
      $0.files[testLabels] = idx([3], [0, 255, 1])
    },
    MalformedFile("one class", "FOLDER/\(labels): every label is 0, expected at least 2 classes") {
      $0.files[labels] = idx([6], [0, 0, 0, 0, 0, 0])
      $0.files[testLabels] = idx([3], [0, 0, 0])
    },
    MalformedFile("no class", "FOLDER/classes.txt: 0 classes, expected 2…256, one a line") {
      $0.files["classes.txt"] = Array("\n\n".utf8)
    },
    MalformedFile("too many classes", "FOLDER/classes.txt: 257 classes, expected 2…256, one a line")
    {
      $0.files["classes.txt"] = Array(String(repeating: "a\n", count: 257).utf8)
    },
    MalformedFile(
      "a class without a name",
      "FOLDER/classes.txt: line 2 is empty, expected the name of "
        + "class 1"
    ) {
      $0.files["classes.txt"] = Array("cat\n\ndog\n".utf8)
    },
    MalformedFile(
      "an escape sequence",
      "FOLDER/classes.txt: line 3 has control characters, expected the name of class 2"
    ) {
      $0.files["classes.txt"] = Array("cat\ndog\n\u{1B}[2Jcow\n".utf8)
    },
    MalformedFile("classes in another encoding", "FOLDER/classes.txt: not a text, expected UTF-8") {
      $0.files["classes.txt"] = [0xFF, 0xFE, 0x41, 0x00]
    },
    MalformedFile("classes without end", "FOLDER/classes.txt: 65537 bytes, expected at most 65536")
    {
      $0.files["classes.txt"] = [UInt8](repeating: 0x41, count: 65_537)
    },
    MalformedFile(
      "no images",
      "FOLDER: a file is missing, looked for \(images), \(images).gz, "
        + "train-images-idx4-ubyte, train-images-idx4-ubyte.gz", kind: .missing
    ) {
      $0.files[images] = nil
    },
    MalformedFile(
      "no test labels",
      "FOLDER: a file is missing, looked for \(testLabels), \(testLabels).gz", kind: .missing
    ) {
      $0.files[testLabels] = nil
    },
  ]
}
