import CZlib
import Channel
import Foundation
import Testing
import Training

@testable import Export

/// Event files, byte by byte; `Scripts/check-exports` holds them against TensorBoard itself.
struct TensorBoardTests {
  /// RFC 3720, appendix B.4.
  @Test func castagnolisChecks() {
    #expect(CRC32C.checksum(Array(repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(CRC32C.checksum(Array(repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(CRC32C.checksum(Array(0..<32)) == 0x46DD_794E)
    #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
    #expect(CRC32C.masked([]) == 0xA282_EAD8)
  }

  /// The examples of protobuf.dev's page on encoding.
  @Test func fieldsOfMessages() {
    var message = ProtocolMessage()
    message.add(1, 150)
    #expect(message.bytes == [0x08, 0x96, 0x01])
    message = ProtocolMessage()
    message.add(2, "testing")
    #expect(message.bytes == [0x12, 0x07] + Array("testing".utf8))
    message = ProtocolMessage()
    message.add(1, -2)
    #expect(message.bytes == [0x08, 0xFE] + Array(repeating: 0xFF, count: 8) + [0x01])
    message = ProtocolMessage()
    message.add(16, Float(1))
    message.add(1, 1.0)
    message.add(6, packed: [1])
    #expect(
      message.bytes == [0x85, 0x01, 0, 0, 0x80, 0x3F] + [0x09, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]
        + [0x32, 0x08, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F])
  }

  @Test func bucketsHoldEveryNumberOnce() throws {
    let values = (0..<1000).map { sin(Double($0)) } + [.nan, .infinity]
    let histogram = try #require(Histogram(values, buckets: 30))
    #expect(histogram.count == 1000 && histogram.counts.reduce(0, +) == 1000)
    for (index, limit) in histogram.limits.enumerated() {
      let below = values.filter { $0.isFinite && $0 <= limit }.count
      // A number on the limit itself may be rounded into the next bucket.
      #expect(abs(histogram.counts[...index].reduce(0, +) - below) <= 1)
    }
    #expect(Histogram([Double.nan], buckets: 3) == nil)
    #expect(Histogram([2, 2], buckets: 3)?.counts == [2])
    #expect(Histogram([-Double.greatestFiniteMagnitude, 1e308], buckets: 3)?.counts == [2])
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> UInt { bytes.reduce(0) { $0 << 8 | UInt($1) } }

  @Test func picturesAsPNG() throws {
    var picture = RasterPicture(width: 3, height: 2)
    picture.fill(x: 1, y: 0, width: 9, height: 1, (1, 2, 3))
    picture.fill(x: -5, y: 7, width: 2, height: 2, (9, 9, 9))
    let png = picture.png
    #expect(png.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
    var (place, kinds, data) = (8, [String](), [UInt8]())
    while place < png.count {
      let length = Int(number(png[place..<place + 4]))
      let body = Array(png[place + 4..<place + 8 + length])
      let check = number(png[place + 8 + length..<place + 12 + length])
      #expect(crc32(0, body, UInt32(body.count)) == check)
      kinds.append(String(decoding: body.prefix(4), as: UTF8.self))
      if kinds.last == "IDAT" { data = Array(body.dropFirst(4)) }
      place += 12 + length
    }
    #expect(kinds == ["IHDR", "IDAT", "IEND"])
    var rows = [UInt8](repeating: 0, count: 100)
    var count = UInt(rows.count)
    #expect(uncompress(&rows, &count, data, UInt(data.count)) == Z_OK)
    let white = Array(repeating: UInt8(255), count: 3)
    #expect(
      Array(rows.prefix(Int(count)))
        == [0] + white + [1, 2, 3, 1, 2, 3] + [0] + white + white + white)
  }

  /// Tables that no network can have make pictures all the same.
  @Test func picturesOfImpossibleTables() {
    #expect(RasterPicture(heatMap: []).png.count > 8)
    #expect(RasterPicture(confusion: [[], [1, 2, 3], [0]]).width > 1)
    let reuse = Reuse(step: 1, block: 1, matrix: [[], [.infinity, nil], [1]], maps: [])
    #expect(RasterPicture(reuse).height > 1)
    #expect(RasterPicture(width: .max, height: 0).width == 8192)
  }

  @Test func aFileForEachLineOfTraining() throws {
    let run = try InventedRun([
      InventedRun.started([InventedRun.network(["a", "b"])]),
      InventedRun.step(1, loss: .nan, norms: [1, 0]), InventedRun.step(2, norms: [1, 2]),
      .commandApplied(CommandApplied(step: 2, command: .undo, restoredStep: 1)),
      InventedRun.step(2, norms: [1]), InventedRun.step(3, norms: [], fork: "wider"),
      .evaluation(Evaluation(step: 3, loss: 1, accuracy: 1, samples: 2, confusion: [[1], []])),
      .reuse(Reuse(step: 3, block: 1, matrix: [[1, nil]], maps: [1])),
    ])
    let files = try TensorBoardExport.write(
      run.run, network: 0, name: "x", to: run.path("tb"), checkpoint: nil
    ) { _ in }.files
    for file in files { try file.keep() }
    let seconds = Int(run.run.beginning.timeIntervalSince1970)
    let name = "events.out.tfevents.\(seconds).densenet-explorer"
    #expect(files.map(\.path) == [run.path("tb/\(name)"), run.path("tb/forks/wider/\(name)")])
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: files[0].path)))
    // Every record is whole.
    var (place, records) = (0, 0)
    while place < bytes.count {
      let length = bytes[place..<place + 8].reversed().reduce(0) { $0 << 8 | Int($1) }
      let content = Array(bytes[place + 12..<place + 12 + length])
      let check = bytes[place + 12 + length..<place + 16 + length].reversed()
        .reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      #expect(CRC32C.masked(content) == check)
      (place, records) = (place + 16 + length, records + 1)
    }
    #expect(place == bytes.count && records > 7)
    let text = String(decoding: bytes, as: UTF8.self)
    for tag in [
      "brain.Event:2", "loss/train", "gradient_norm/a", "_hparams_/session_start_info",
      "_hparams_/session_end_info", "accuracy/test", "confusion", "reuse/block1", "changes",
    ] { #expect(text.contains(tag)) }
  }
}
