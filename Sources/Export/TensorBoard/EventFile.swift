import Foundation
import Training

/// A file of events that TensorBoard reads: records of TFRecord's framing, each an `Event` message of
/// tensorflow/core/util/event.proto.
final class EventFile {
  let file: StreamedFile
  /// When the run began, in seconds since 1970; what events say of time counts from there.
  private let beginning: Double

  /// Begins a file in a folder.
  ///
  /// - Parameter beginning: when the run began. The file's name follows from it, so that a second export
  ///   takes the place of the first.
  init(in folder: String, beginning: Date) throws(RunError) {
    self.beginning = beginning.timeIntervalSince1970
    let seconds = Int64(exactly: self.beginning.rounded(.down)) ?? 0
    let name = "events.out.tfevents.\(seconds).densenet-explorer"
    file = try StreamedFile(URL(fileURLWithPath: folder).appendingPathComponent(name).relativePath)
    var event = event(step: 0, seconds: 0)
    event.add(3, "brain.Event:2")
    try append(event)
  }

  /// Writes values that were measured together.
  ///
  /// - Parameter seconds: since the run began.
  func write(_ values: [SummaryValue], step: Int, seconds: Double) throws(RunError) {
    guard !values.isEmpty else { return }
    var summary = ProtocolMessage()
    for value in values { summary.add(1, value.message) }
    var event = event(step: step, seconds: seconds)
    event.add(5, summary)
    try append(event)
  }

  /// Says that the run went back: readers drop what they have of this step and later ones.
  func restart(at step: Int, seconds: Double) throws(RunError) {
    var log = ProtocolMessage()
    log.add(1, 1)  // SessionLog.START
    var event = event(step: step, seconds: seconds)
    event.add(7, log)
    try append(event)
  }

  private func event(step: Int, seconds: Double) -> ProtocolMessage {
    var event = ProtocolMessage()
    event.add(1, beginning + seconds)
    event.add(2, step)
    return event
  }

  /// Length, its check, the event, its check; all numbers with the lowest byte first
  /// (tensorflow/core/lib/io/record_writer.h).
  private func append(_ event: ProtocolMessage) throws(RunError) {
    let length = withUnsafeBytes(of: UInt64(event.bytes.count).littleEndian) { Array($0) }
    func check(_ bytes: [UInt8]) -> [UInt8] {
      withUnsafeBytes(of: CRC32C.masked(bytes).littleEndian) { Array($0) }
    }
    try file.write(length)
    try file.write(check(length))
    try file.write(event.bytes)
    try file.write(check(event.bytes))
  }
}
