import Foundation
import Testing

@testable import Samples

/// What is fetched: archives, and lists of checksums.
struct ArchiveFuzzTests {
  private static let wanted = ["data_batch_1.bin", "test_batch.bin"]

  /// Archives with names that lead elsewhere, links, and lengths beyond the file: only files that are wanted
  /// come out, where they were wanted.
  @Test func tar() throws {
    let sandbox = try Sandbox()
    let archive = try (["cifar/readme.html"] + Self.wanted.map { "cifar/" + $0 }).flatMap {
      try TapeArchive.entry($0, DatasetFiles.digits(1).images)
    }
    let names = [
      "../../escaped", "/tmp/escaped", "../data_batch_1.bin", "data_batch_1.bin/", "..", "a/../..",
      "cifar/test_batch.bin\u{0}x",
    ]
    let links = Array("0123457LKx".utf8)
    try Fuzzing("tar", cases: 300, mebibytes: 128).run { dice, number in
      var content = archive + [UInt8](repeating: 0, count: 1024)
      if dice.isOne(of: 2) {
        let name = Array(dice.pick(names).utf8)
        let header = 512 * 2 * dice.below(3)
        content.replaceSubrange(header..<header + name.count + 1, with: name + [0])
        content[header + 156] = dice.pick(links)
      } else {
        content = Mutation.bytes(content, [], &dice)
      }
      if !dice.isOne(of: 4) { content = TapeArchive.withRightSums(content) }
      var compressed = Compression.compress(content)
      if dice.isOne(of: 8) { compressed = Mutation.bytes(compressed, [], &dice) }
      try sandbox.write(compressed, to: "archive.tar.gz")
      defer {
        for name in sandbox.names { try? FileManager.default.removeItem(atPath: sandbox(name)) }
      }
      var failure: DatasetError?
      do throws(DatasetError) {
        try TarArchive.extract(sandbox("archive.tar.gz"), files: Self.wanted, into: sandbox.path)
      } catch {
        failure = error
      }
      let surplus = Set(sandbox.names).subtracting(Self.wanted + ["archive.tar.gz"])
      if !surplus.isEmpty { Issue.record("case \(number): \(surplus) came out") }
      sandbox.expectNothingOutside(number)
      return failure.map { .refused($0.description) } ?? .accepted
    }
  }

  @Test func checksums() throws {
    let sandbox = try Sandbox()
    let files = try DatasetFiles.compressedDigits()
    try sandbox.write(files)
    let lists = try ["digits", "fashion-mnist"].map {
      String(decoding: try DatasetFiles.shipped("Datasets/\($0)/SHA256SUMS"), as: UTF8.self)
    }
    let words = ["  ../../x", " *classes.txt", String(repeating: "a", count: 64)]
    try Fuzzing("checksums", cases: 300, mebibytes: 128).run { dice, number in
      try sandbox.write(
        Mutation.text(dice.pick(lists), words: words, others: lists, &dice), to: "SHA256SUMS")
      do throws(DatasetError) {
        guard let list = try ChecksumList(ofFolder: sandbox.path) else { return .accepted }
        for entry in list.entries {
          if entry.name.contains("/") || entry.name == ".." || entry.name.hasControls {
            Issue.record("case \(number): \(entry.name.debugDescription) is no name of a file")
          }
        }
        if let first = list.entries.first, files[first.name] != nil {
          do throws(DatasetError) {
            try ChecksumList.check(first, inFolder: sandbox.path)
          } catch {
            #expect(error.description.isOneHarmlessLine)
          }
        }
        return .accepted
      } catch {
        return .refused(error.description)
      }
    }
  }
}
