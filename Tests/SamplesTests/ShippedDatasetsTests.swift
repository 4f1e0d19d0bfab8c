import Foundation
import Samples
import Testing

@Suite struct ShippedDatasetsTests {
  static let fashion = Result { try Dataset.load("fashion-mnist") }

  @Test func fashionIsComplete() throws {
    let dataset = try Self.fashion.get()
    #expect(dataset.name == "fashion-mnist")
    #expect(dataset.shape == [1, 28, 28])
    #expect(dataset.train.count == 60_000)
    #expect(dataset.test.count == 10_000)
    #expect(try dataset.train.pixels(59_999..<60_000).count == 784)
    #expect(try dataset.test.pixels(0..<10_000).count == 10_000 * 784)
    #expect(
      dataset.classes == [
        "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag",
        "Ankle boot",
      ])
    for (part, expected) in [(dataset.train, 6_000), (dataset.test, 1_000)] {
      let counts = Dictionary(grouping: part.labels, by: { $0 }).mapValues(\.count)
      #expect(counts == Dictionary(uniqueKeysWithValues: (0..<10).map { (UInt8($0), expected) }))
    }
    #expect(dataset.train.labels.prefix(10) == [9, 0, 0, 3, 0, 2, 7, 2, 5, 5])
    #expect(dataset.test.labels.prefix(10) == [9, 2, 1, 1, 6, 1, 4, 6, 5, 7])
  }

  /// As published in many places: 0.2860, 0.3530.
  @Test func fashionHasItsKnownMeanAndDeviation() throws {
    let dataset = try Self.fashion.get()
    #expect(dataset.mean.count == 1)
    #expect(dataset.standardDeviation.count == 1)
    #expect(abs(dataset.mean[0] - 0.2860) < 5e-5)
    #expect(abs(dataset.standardDeviation[0] - 0.3530) < 5e-5)
  }

  @Test func digitsAreComplete() throws {
    let dataset = try Dataset.load("digits")
    #expect(dataset.name == "digits")
    #expect(dataset.shape == [1, 8, 8])
    #expect(dataset.train.count == 1_500)
    #expect(dataset.test.count == 297)
    #expect(dataset.classes == (0..<10).map(String.init))
    #expect(dataset.train.labels.prefix(12) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1])
    #expect(try dataset.train.pixels(0..<1).prefix(8) == [0, 0, 5, 13, 9, 1, 0, 0])
    #expect(try dataset.train.pixels(0..<1_500).max() == 16)
    #expect(try dataset.test.pixels(0..<297).max() == 16)
    // numpy's mean and std of scikit-learn's images[:1500] / 255
    #expect(abs(dataset.mean[0] - 0.019_143_995) < 1e-8)
    #expect(abs(dataset.standardDeviation[0] - 0.023_531_181) < 1e-8)
  }

  /// Each README lists the checksums of the four files beside it.
  @Test(arguments: Dataset.names)
  func checksumsAreThoseOfTheReadme(_ name: String) throws {
    let folder = try ShippedFolder.datasets.folder(of: name)
    let readme = try String(contentsOfFile: folder + "/README.md", encoding: .utf8)
    let listed = try checksums(in: readme).filter { $0.key.hasSuffix(".gz") }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".gz") }.sorted()
    #expect(listed.count == 4)
    #expect(listed.keys.sorted() == files)
    #expect(try checksums(in: sha256(of: files, in: folder)) == listed)
    let list = try #require(try ChecksumList(ofFolder: folder))
    #expect(Dictionary(uniqueKeysWithValues: list.entries.map { ($0.name, $0.checksum) }) == listed)
    for entry in list.entries { try ChecksumList.check(entry, inFolder: folder) }
  }

  /// Lines of 64 hexadecimal digits, two spaces and a name, as `sha256sum` writes them.
  private func checksums(in text: String) throws -> [String: String] {
    let line = /^\s*([0-9a-f]{64})  (\S+)$/.anchorsMatchLineEndings()
    return Dictionary(
      text.matches(of: line).map { (String($0.output.2), String($0.output.1)) },
      uniquingKeysWith: { first, _ in first })
  }

  private func sha256(of files: [String], in folder: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(macOS)
      process.arguments = ["shasum", "-a", "256"] + files
    #else
      process.arguments = ["sha256sum"] + files
    #endif
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }

  @Test func looksInTheRepositoryThenAboveTheProgram() {
    let shipped = ShippedFolder(
      "Datasets", source: "/code/explorer/Sources/Samples/File.swift",
      executable: "/opt/explorer/bin/explorer")
    #expect(
      shipped.roots == [
        "/code/explorer/Datasets", "/opt/explorer/bin/Datasets", "/opt/explorer/Datasets",
        "/opt/Datasets", "/Datasets",
      ])
    let built = ShippedFolder(
      "Datasets", source: "/code/Sources/Samples/File.swift",
      executable: "/code/.build/release/explorer")
    #expect(
      built.roots == [
        "/code/Datasets", "/code/.build/release/Datasets", "/code/.build/Datasets", "/Datasets",
      ])
    #expect(
      ShippedFolder("Datasets", source: "/code/Sources/Samples/File.swift", executable: nil).roots
        == [
          "/code/Datasets"
        ])
  }

  /// A relative path ends at the root too, rather than in `../../..` for ever.
  @Test func aRelativeProgramPathEndsAtTheRoot() {
    let roots = ShippedFolder(
      "Datasets", source: "/code/Sources/Samples/File.swift", executable: "../x"
    )
    .roots
    #expect(roots.last == "/Datasets")
    #expect(roots.allSatisfy { $0.hasPrefix("/") && !$0.contains("..") })
  }

  @Test func takesTheFirstFolderThatIsThere() throws {
    try withTemporaryFolder { first in
      try withTemporaryFolder { second in
        for folder in [first + "/digits", second + "/digits", second + "/fashion-mnist"] {
          try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false)
        }
        let shipped = ShippedFolder(roots: [first, second])
        #expect(try shipped.folder(of: "digits") == first + "/digits")
        #expect(try shipped.folder(of: "fashion-mnist") == second + "/fashion-mnist")
      }
    }
  }

  @Test func saysWhereItLooked() {
    let shipped = ShippedFolder(roots: ["/nowhere/a", "/nowhere/b"])
    #expect(
      throws: DatasetError(
        .missing,
        "digits: no such folder, looked for /nowhere/a/digits, /nowhere/b/digits; "
          + "a folder elsewhere can be given by its path")
    ) {
      try shipped.folder(of: "digits")
    }
  }
}
