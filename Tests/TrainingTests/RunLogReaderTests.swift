import Channel
import Foundation
import Testing

@testable import Training

/// Reading logs bit by bit, and logs that are none.
struct RunLogReaderTests {
  private func events(_ reader: RunLogReader) throws -> [RunEvent] {
    var events: [RunEvent] = []
    while let line = try reader.next() { events.append(line.event) }
    return events
  }

  @Test func aLogThatGrowsIsReadAsFarAsItIsWhole() throws {
    let lines = try [InventedLog.started(), InventedLog.step(1), InventedLog.step(2)]
      .map { try $0.jsonLine() + "\n" }
    let log = try InventedLog(lines[0] + lines[1].prefix(40))
    let reader = try RunLogReader(log.log)
    #expect(try events(reader) == [InventedLog.started()])
    #expect(reader.offset == lines[0].utf8.count && reader.unfinishedBytes == 40)
    // Not even as the last word of a run that was killed.
    #expect(reader.finish() == nil && reader.unfinishedBytes == 40)
    try log.append(String(lines[1].dropFirst(40)) + lines[2])
    // Another reader may go on from there.
    let second = try RunLogReader(log.log, from: reader.offset)
    #expect(try events(reader) == [InventedLog.step(1), InventedLog.step(2)])
    #expect(try events(second) == [InventedLog.step(1), InventedLog.step(2)])
    #expect(reader.offset == reader.length && reader.unfinishedBytes == 0)
    #expect(reader.passedOver == 0)
  }

  @Test func aHalfLineMayBeTakenBack() throws {
    let log = try InventedLog(
      InventedLog.text([InventedLog.started()]) + "{\"event\":\"step\",\"lo")
    let reader = try RunLogReader(log.log)
    #expect(try events(reader) == [InventedLog.started()])
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log.log))
    try file.truncate(atOffset: UInt64(reader.offset))
    try file.close()
    try log.append(InventedLog.text([InventedLog.end(0, .failed)]))
    #expect(try events(reader) == [InventedLog.end(0, .failed)] && reader.passedOver == 0)
  }

  @Test func aLogWithoutItsLastByteIsWhole() throws {
    let text = try InventedLog.text([InventedLog.started(), InventedLog.end(0)])
    let log = try InventedLog(String(text.dropLast()))
    let reader = try RunLogReader(log.log)
    #expect(try events(reader) == [InventedLog.started()])
    #expect(reader.finish()?.event == InventedLog.end(0))
    #expect(reader.finish() == nil && reader.unfinishedBytes == 0)
  }

  @Test func whatIsNoEventIsPassedOver() throws {
    let good = try InventedLog.text([InventedLog.step(3)])
    let rubbish = [
      "nonsense", "{}", "[1]", "{\"event\":\"unheard_of\"}", "null", "\u{1B}[2J",
      String(repeating: "[", count: 5000),
      good.replacing("\"step\":3", with: "\"step\":9223372036854775807").dropLast().description,
      good.replacing("\"step\":3", with: "\"step\":-1").dropLast().description,
      good.replacing("\"network\":0", with: "\"network\":99").dropLast().description,
      good.replacing("\"epoch\":1", with: "\"epoch\":1e300").dropLast().description,
      good.replacing("\"seconds\":3", with: "\"seconds\":1e300").dropLast().description,
    ]
    let log = try InventedLog(
      rubbish.joined(separator: "\n") + "\n\r\n  \n" + good.replacing("\n", with: "\r\n"))
    try log.append("{\"event\":\"step\",\"step\":4")
    let reader = try RunLogReader(log.log)
    #expect(try events(reader) == [InventedLog.step(3)])
    #expect(reader.passedOver == rubbish.count)
  }

  /// What is shown for every layer takes its time for each of them.
  @Test func aNetworkOfAnyLengthIsPassedOver() {
    let layer = LayerDescription(
      name: "", kind: "", block: nil, outputShape: [], parameters: 0)
    func event(_ count: Int) -> RunEvent {
      let network = NetworkDescription(
        name: "", architecture: "", parameters: 1, layers: Array(repeating: layer, count: count))
      return .networkChanged(NetworkChanged(step: 1, description: network))
    }
    #expect(event(100_000).objection == nil)
    #expect(event(100_001).objection == "a network of 100001 layers")
  }

  @Test func bytesThatAreNoTextAreNoEvent() throws {
    let log = try InventedLog("")
    try
      (Data([0xFF, 0xFE, 0, 0x0A, 0x0A]) + Data(try InventedLog.text([InventedLog.step(1)]).utf8))
      .write(to: URL(fileURLWithPath: log.log))
    let reader = try RunLogReader(log.log)
    #expect(try events(reader) == [InventedLog.step(1)])
    #expect(reader.passedOver == 1)
  }

  /// Nobody's memory is filled by a file without lines.
  @Test func aLineThatIsTooLongIsPassedOver() throws {
    let long = String(repeating: "x", count: 3 << 20)
    let log = try InventedLog(
      InventedLog.text([InventedLog.step(1)]) + long + "\n"
        + InventedLog.text([InventedLog.step(2)]) + long)
    let reader = try RunLogReader(log.log)
    reader.longestLine = 1 << 20
    #expect(try events(reader) == [InventedLog.step(1), InventedLog.step(2)])
    #expect(reader.passedOver == 1)
    #expect(reader.unfinishedBytes > 0 && reader.finish() == nil)
  }

  @Test func onlyWhatIsWantedIsRead() throws {
    let sly = RunEvent.warning(
      RunWarning(step: 1, kind: .notFinite, message: "{\"event\":\"evaluation\"}"))
    let log = try InventedLog(
      InventedLog.text([
        InventedLog.started(), sly, InventedLog.evaluation(1, accuracy: 0.5), InventedLog.step(2),
      ]))
    // As other programs write it.
    try log.append(
      "{\"event\": \"evaluation\", \"step\": 3, \"network\": 0, \"loss\": null, \"accuracy\": 1, "
        + "\"samples\": 10}\n")
    let reader = try RunLogReader(log.log)
    reader.isWanted = { $0 == "evaluation" }
    #expect(try events(reader).map(\.step) == [1, 3])
    #expect(reader.passedOver == 0)
    let other = try RunLogReader(log.log)
    other.isWanted = { $0 == "warning" }
    #expect(try events(other) == [sly])
  }

  @Test func whatIsNoFileIsRefused() throws {
    let missing = try #require(throws: RunError.self) { try RunLogReader("/nothing/run.jsonl") }
    #expect(missing.kind == .missing)
    let device = try #require(throws: RunError.self) { try RunLogReader("/dev/zero") }
    #expect(device.description == "/dev/zero: not a file, expected a regular file")
    // What a file's name has in it does not reach a terminal.
    let sequence = try #require(throws: RunError.self) { try RunLogReader("/\u{1B}[2J\n\u{9B}x") }
    #expect(sequence.description.hasPrefix("/\u{FFFD}[2J\u{FFFD}\u{FFFD}x: cannot be opened"))
  }
}
