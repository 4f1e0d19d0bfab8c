import CZlib
import Downloads
import Foundation
import Samples
import Testing

/// Whole data sets, from the server to their folder.
@Suite(.serialized)
struct DatasetFetchTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    setenv("no_proxy", "127.0.0.1", 1)
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func checksum(_ content: [UInt8]) -> String {
    var digest = SHA256()
    content.withUnsafeBytes { digest.update($0) }
    return digest.hexadecimal
  }

  private func gzip(_ content: [UInt8]) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: path) }
    let file = try #require(gzopen(path.path, "wb"))
    #expect(gzwrite(file, content, UInt32(content.count)) == Int32(content.count))
    #expect(gzclose(file) == Z_OK)
    return [UInt8](try Data(contentsOf: path))
  }

  /// An entry as tar writes it: a header, the content, zeros up to a whole block.
  private func entry(_ name: String, _ content: [UInt8], type: Character = "0") -> [UInt8] {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at place: Int) {
      header.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
    }
    func octal(_ number: Int, digits: Int) -> String {
      let text = String(number, radix: 8)
      return String(repeating: "0", count: digits - text.count) + text
    }
    put(name, at: 0)
    put("0000644", at: 100)
    put(octal(content.count, digits: 11), at: 124)
    put("        ", at: 148)
    put(String(type), at: 156)
    put("ustar", at: 257)
    put(octal(header.reduce(0) { $0 + Int($1) }, digits: 6) + "\0 ", at: 148)
    return header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
  }

  private let end = [UInt8](repeating: 0, count: 1024)

  private func archive(_ entries: [[UInt8]]) throws -> [UInt8] { try gzip(entries.joined() + end) }

  private func dataset(_ archive: [UInt8], members: [String]) -> PublishedDataset {
    PublishedDataset(
      name: "small", summary: "",
      files: [
        PublishedDataset.File(
          name: "small.tar.gz", addresses: ["http://127.0.0.1:1/small.tar.gz"],
          length: archive.count, checksum: checksum(archive))
      ], members: members)
  }

  @Test func anArchiveBecomesAFolder() throws {
    let wanted = [UInt8]((0..<1300).map { UInt8(truncatingIfNeeded: $0) })
    let archive = try archive([
      entry("cifar/", [], type: "5"), entry("cifar/readme.html", [1, 2, 3]),
      entry("cifar/a.bin", wanted), entry("../../b.bin", [7]), entry("cifar/link", [], type: "2"),
    ])
    let server = try TestServer { _, _ in .content(archive) }
    try withFolder { root in
      var notices: [String] = []
      let fetch = DatasetFetch(
        dataset(archive, members: ["a.bin", "b.bin"]), root: root, mirror: server.address)
      #expect(!fetch.isThere)
      try fetch.run(notice: { notices.append($0) })
      #expect(server.seen.map(\.path) == ["/small.tar.gz"] && notices == ["unpacking small.tar.gz"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: root + "/small").sorted()
          == ["SHA256SUMS", "a.bin", "b.bin"])
      #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: root + "/small/a.bin"))) == wanted)
      let list = try #require(try ChecksumList(ofFolder: root + "/small"))
      for entry in list.entries { try ChecksumList.check(entry, inFolder: root + "/small") }
      #expect(try FileManager.default.contentsOfDirectory(atPath: root) == ["small"])
      // What is there is not fetched again.
      try fetch.run()
      #expect(server.seen.count == 1)
    }
  }

  /// Nothing that an archive holds gets a folder of that name made, or anything outside of it.
  @Test func spoiltArchivesAreRefused() throws {
    let whole = [entry("a.bin", [UInt8](repeating: 3, count: 600))].joined() + []
    var wrongSum = Array(whole)
    wrongSum[10] ^= 1
    var huge = Array(whole)
    huge.replaceSubrange(124..<135, with: "77777777777".utf8)
    for (content, message) in [
      (Array(whole) + end, "b.bin: not in the archive"), (wrongSum, "not a tar archive"),
      (Array(whole.prefix(700)), "cut short"), (Array("no archive".utf8), "not a tar archive"),
      (huge, "not a tar archive"),
    ] {
      let archive = try gzip(content)
      let server = try TestServer { _, _ in .content(archive) }
      try withFolder { root in
        let fetch = DatasetFetch(
          dataset(archive, members: ["a.bin", "b.bin"]), root: root, mirror: server.address)
        #expect {
          try fetch.run()
        } throws: { error in
          (error as? DatasetError)?.kind == .malformed && "\(error)".contains(message)
        }
        #expect(!fetch.isThere)
        let names = try FileManager.default.contentsOfDirectory(atPath: root)
        #expect(names == ["small.part"])
      }
    }
  }

  /// The files of MNIST's format stay compressed, and are what the name then means.
  @Test func filesAreFetchedOneAfterTheOther() throws {
    let contents = ["a.gz": [UInt8]([1, 2]), "b.gz": [3]]
    let server = try TestServer { request, number in
      number == 1 ? .status(404) : .content(contents[String(request.path.dropFirst())] ?? [])
    }
    let dataset = PublishedDataset(
      name: "pair", summary: "",
      files: contents.sorted { $0.key < $1.key }.map { name, content in
        PublishedDataset.File(
          name: name, addresses: [], length: content.count, checksum: checksum(content))
      })
    try withFolder { root in
      let fetch = DatasetFetch(dataset, root: root, mirror: server.address + "/")
      #expect(throws: DatasetError.self) { try fetch.run() }
      #expect(!fetch.isThere)
      // The first is there already.
      try fetch.run()
      #expect(server.seen.map(\.path) == ["/a.gz", "/b.gz", "/b.gz"])
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: fetch.folder).sorted()
          == ["SHA256SUMS", "a.gz", "b.gz"])
    }
  }

  @Test func placesThatCannotBeWrittenAreNamed() throws {
    let fetch = DatasetFetch(dataset([1], members: []), root: "/proc/nowhere")
    #expect {
      try fetch.run()
    } throws: { error in
      "\(error)".hasPrefix("/proc/nowhere/small.part: cannot be made: ")
    }
  }
}
