import Foundation
import Samples
import Testing

/// Images as text.
@Suite struct PixelTableTests {
  /// Lines of a label and 16 pixels.
  private static func rows(_ labels: [Int], separator: String = ",", end: String = "\n") -> String {
    labels.enumerated().map { index, label in
      ([label] + (0..<16).map { (index * 16 + $0) % 256 }).map(String.init)
        .joined(separator: separator) + end
    }.joined()
  }

  private static func tables(_ train: String, _ test: String = rows([2, 0])) -> FolderContent {
    FolderContent(files: ["a_train.csv": Array(train.utf8), "a_test.csv": Array(test.utf8)])
  }

  private func expectRight(_ dataset: Dataset) throws {
    #expect(dataset.shape == [1, 4, 4] && dataset.classes == ["0", "1", "2"])
    #expect(dataset.train.labels == [0, 1, 2] && dataset.test.labels == [2, 0])
    #expect(try dataset.train.pixels(0..<3) == (0..<48).map { UInt8($0) })
    #expect(try dataset.test.pixels(1..<2) == (16..<32).map { UInt8($0) })
  }

  @Test(arguments: [
    rows([0, 1, 2]), rows([0, 1, 2], end: "\r\n"), rows([0, 1, 2], separator: ";"),
    rows([0, 1, 2], separator: "\t"), rows([0, 1, 2], separator: " , "),
    rows([0, 1, 2], separator: ".0,", end: ".00\n"), String(rows([0, 1, 2]).dropLast()),
    "\u{FEFF}" + rows([0, 1, 2]) + "\n\n",
    "\"" + rows([0, 1, 2], separator: "\",\"", end: "\"\n\"").dropLast(),
    "label," + (0..<16).map { "pixel\($0)" }.joined(separator: ",") + "\n" + rows([0, 1, 2]),
  ])
  func tablesAreRead(_ train: String) throws {
    try expectRight(Self.tables(train).write { try Dataset.load($0) })
    var compressed = Self.tables(train)
    try compressed.compress("a_train.csv")
    try expectRight(compressed.write { try Dataset.load($0) })
  }

  /// Names of columns can say what is no square.
  @Test func columnsSayTheShape() throws {
    let names = (1...2).flatMap { row in (1...8).map { "\(row)x\($0)" } }
    let header = "label," + names.joined(separator: ",") + "\n"
    let complaint = try #require(
      try Self.tables(header + Self.rows([0, 1])).complaint()?.description)
    #expect(complaint == "FOLDER/a_train.csv: images of 2×8, expected at least 4×4")
    let wide = "l," + (0..<20).map { "\($0 / 5 + 1)x\($0 % 5 + 1)" }.joined(separator: ",") + "\n"
    let row = "1" + String(repeating: ",7", count: 20) + "\n"
    #expect(try Self.tables(wide + row, row).write { try Dataset.load($0) }.shape == [1, 4, 5])
    let colour = "1" + String(repeating: ",7", count: 48) + "\n"
    #expect(try Self.tables(colour, colour).write { try Dataset.load($0) }.shape == [3, 4, 4])
    #expect(
      try Self.tables(row, row).complaint()?.description.hasPrefix(
        "FOLDER/a_train.csv: 20 pixels in a line, expected a square, ") == true)
  }

  @Test func classesHaveNames() throws {
    var content = Self.tables(Self.rows([0, 1, 2]))
    content.files["classes.txt"] = Array("cat\ndog\ncow\n".utf8)
    #expect(try content.write { try Dataset.load($0) }.classes == ["cat", "dog", "cow"])
    content.files["classes.txt"] = Array("cat\ndog\n".utf8)
    #expect(
      try content.complaint()?.description
        == "FOLDER/a_train.csv: label 2 of image 2, expected 0…1: FOLDER/classes.txt names 2 classes"
    )
  }

  /// One table is divided, the same way each time, and into about a sixth and the rest.
  @Test func oneTableIsDivided() throws {
    let labels = (0..<600).map { $0 / 300 }
    let content = FolderContent(files: ["all.csv": Array(Self.rows(labels).utf8)])
    let parts = try content.write { folder in
      try (0..<2).map { _ in try Dataset.load(folder + "/all.csv") }
    }
    #expect(parts[0].name == "all.csv")
    #expect(parts[0].train.count + parts[0].test.count == 600)
    #expect(70...130 ~= parts[0].test.count)
    #expect(Set(parts[0].test.labels) == [0, 1])
    #expect(try bytes(of: parts[0].train) == bytes(of: parts[1].train))
    #expect(try bytes(of: parts[0].test) == bytes(of: parts[1].test))
    let few = FolderContent(files: ["few.csv": Array(Self.rows([0]).utf8)])
    try few.write { folder in
      _ = #expect(
        throws: DatasetError(
          .malformed, "\(folder)/few.csv: 1 images, expected enough to train and to test on")
      ) { try Dataset.load(folder + "/few.csv") }
    }
  }

  @Test(arguments: [
    ("", "line 1: no comma, semicolon or tab, expected a label and pixels between them"),
    ("label,a\n", "no images, expected a line of a label and pixels for each"),
    ("1,2,3,4,5\n1,2,3,4\n", "line 2: 4 columns, expected 5 as in line 1"),
    ("1,2,3,4,5\n1,2,3,4,5,6\n", "line 2: more than 5 columns, expected 5 as in line 1"),
    ("1,2,3,4,5\n1,2,3,4,5,6,7\n", "line 2: more than 5 columns, expected 5 as in line 1"),
    ("1,2,3,4,256\n", "line 1, column 5: 256 or more, expected a whole number 0…255"),
    (
      "1,2,3,4,99999999999999999999\n",
      "line 1, column 5: 999 or more, expected a whole number 0…255"
    ),
    ("1,2,,4,5\n", "line 1, column 3: nothing, expected a whole number 0…255"),
    ("1,2,-3,4,5\n", "line 1, column 3: '-', expected a whole number 0…255"),
    ("1,2,0.5,4,5\n", "line 1, column 3: '5', expected a whole number 0…255"),
    ("1,2,3,4,\u{1B}[2J\n", "line 1, column 5: byte 27, expected a whole number 0…255"),
    ("300,2,3,4,5\n", "line 1, column 1: 300 or more, expected a whole number 0…255"),
    ("h,a,b,c,d\ncat,2,3,4,5\n", "line 2, column 1: 'c', expected a whole number 0…255"),
  ])
  func whatIsWrongIsToldByItsPlace(text: String, message: String) throws {
    #expect(
      try Self.tables(text).complaint()
        == DatasetError(.malformed, "FOLDER/a_train.csv: \(message)"))
  }

  @Test func bothTablesHaveImagesOfOneSize() throws {
    let nine = "1" + String(repeating: ",7", count: 25) + "\n"
    #expect(
      try Self.tables(Self.rows([0, 1]), nine).complaint()?.description
        == "FOLDER/a_test.csv: 25 pixels, expected 16 as in FOLDER/a_train.csv")
  }

  @Test func moreThanMemoryCanHoldIsRefused() throws {
    let content = Self.tables(Self.rows([0, 1, 2]))
    #expect(try content.complaint(memory: 48) == nil)
    #expect(
      try content.complaint(memory: 47)?.description
        == "FOLDER/a_train.csv: more than 47 bytes of pixels, expected at most what memory can hold"
    )
  }

  /// Whatever byte is changed: a table that is read, or one line.
  @Test func noByteTraps() throws {
    let text = Array((Self.rows([0, 1])).utf8)
    for index in stride(from: 0, to: text.count, by: 3) {
      for byte: UInt8 in [0, 9, 10, 13, 34, 44, 46, 57, 59, 200, 255] {
        var spoilt = text
        spoilt[index] = byte
        let content = FolderContent(files: [
          "train.csv": spoilt, "test.csv": Array(Self.rows([0, 1]).utf8),
        ])
        if let complaint = try content.complaint() {
          #expect(complaint.kind == .malformed && !complaint.description.contains("\n"))
        }
      }
    }
  }
}
