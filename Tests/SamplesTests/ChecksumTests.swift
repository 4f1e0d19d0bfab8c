import Foundation
import Samples
import Testing

@Suite struct ChecksumTests {
  private func digest(_ pieces: [[UInt8]]) -> String {
    var digest = SHA256()
    for piece in pieces { piece.withUnsafeBytes { digest.update($0) } }
    return digest.hexadecimal
  }

  /// Examples of FIPS 180-4 (csrc.nist.gov).
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func examples(text: String, expected: String) { #expect(digest([Array(text.utf8)]) == expected) }

  @Test func aMillionLetters() {
    #expect(
      digest(Array(repeating: [UInt8](repeating: 0x61, count: 1000), count: 1000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  /// However a message is cut into pieces.
  @Test func piecesMakeNoDifference() {
    let message = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 31) }
    let whole = digest([message])
    for cut in 0...message.count {
      #expect(digest([Array(message[..<cut]), [], Array(message[cut...])]) == whole)
    }
    #expect(digest(message.map { [$0] }) == whole)
  }

  @Test func aListIsReadAndChecked() throws {
    let sum = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let content = FolderContent(files: [
      "a": Array("abc".utf8), "b": Array("abd".utf8),
      ChecksumList.fileName: Array("\(sum)  a\n\(sum.uppercased()) *b\n".utf8),
    ])
    try content.write { folder in
      let list = try #require(try ChecksumList(ofFolder: folder))
      #expect(list.entries.map(\.name) == ["a", "b"])
      try ChecksumList.check(list.entries[0], inFolder: folder)
      #expect {
        try ChecksumList.check(list.entries[1], inFolder: folder)
      } throws: { error in
        "\(error)".hasPrefix("\(folder)/b: SHA-256 ") && "\(error)".hasSuffix(", expected \(sum)")
      }
      try Data(list.text.utf8).write(to: URL(fileURLWithPath: folder + "/SHA256SUMS"))
      #expect(try ChecksumList(ofFolder: folder) == list)
    }
    #expect(try FolderContent.right.write { try ChecksumList(ofFolder: $0) } == nil)
  }

  /// A list may be anybody's: no name in it leads out of the folder or into the terminal.
  @Test(arguments: ["../a", "/etc/passwd", "..", ".", "", "x/y", "a\u{1B}[2J", "b\u{2028}"])
  func namesThatLeadElsewhereAreRefused(_ name: String) throws {
    let line = String(repeating: "0", count: 64) + "  \(name)"
    let content = FolderContent(files: [ChecksumList.fileName: Array(line.utf8)])
    try content.write { folder in
      _ = #expect(
        throws: DatasetError(
          .malformed,
          "\(folder)/SHA256SUMS: line 1: expected 64 hexadecimal digits, two spaces and a file of "
            + "the folder")
      ) { try ChecksumList(ofFolder: folder) }
    }
  }

  /// What is known of files that are fetched has the right form.
  @Test func theCatalogIsSound() throws {
    #expect(Dataset.names == ["fashion-mnist", "digits"])
    for dataset in PublishedDataset.all {
      #expect(PublishedDataset.named(dataset.name) == dataset)
      for file in dataset.files {
        #expect(file.checksum.count == 64 && file.checksum.allSatisfy(\.isHexDigit))
        #expect(file.addresses.allSatisfy { $0.hasPrefix("http") && $0.hasSuffix("/" + file.name) })
        #expect(file.length > 0 && !file.name.contains("/"))
        #expect(file.name.hasSuffix(".tar.gz") == !dataset.members.isEmpty)
      }
    }
  }
}
