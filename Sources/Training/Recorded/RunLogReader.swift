import Channel
import Foundation

/// Reads a run's log event by event in bounded memory, whatever its length, also while it is written.
///
///     let log = try RunLogReader(path)
///     while let line = try log.next() { … }        // up to the end as it is now
///     …
///     while let line = try log.next() { … }        // what was written since
///
/// Only whole lines count: the end of a log that is being written, or was cut by a crash, waits in
/// `unfinishedBytes` for its rest. Nothing in a log is trusted; what is no event is passed over and counted.
public final class RunLogReader {
  /// An event, and where it stands.
  public struct Line: Sendable {
    /// Where the line begins, in bytes from the log's beginning.
    public var offset: Int
    /// The line without its end.
    public var text: Data
    /// What it says.
    public var event: RunEvent
  }

  /// Lines longer than this are passed over; the longest that a run writes, the reuse of a block of 1000
  /// layers, have less.
  var longestLine = 32 << 20

  /// The file.
  public let path: String
  /// Where the line begins that comes next, in bytes: another reader goes on from there.
  public private(set) var offset: Int
  /// Lines that were passed over because they are no events of a run, empty ones apart.
  public private(set) var passedOver = 0
  /// Whether an event is wanted, by its name as the log has it (`evaluation`); `nil` for all. It is asked once
  /// for each event. Others are skipped without being read, which is many times as fast.
  public var isWanted: ((_ name: String) -> Bool)?

  private let descriptor: Int32
  private let decoder = JSONDecoder()
  /// What is read at once.
  private let chunk: UnsafeMutableRawBufferPointer
  private var buffer: [UInt8] = []
  /// The first byte of the buffer that was not given out.
  private var start = 0
  /// The first byte that was not searched for the end of a line.
  private var searched = 0
  /// Whether the file's end was reached, and is to be looked at anew.
  private var isAtEnd = false
  /// Whether the line under way is too long, and its bytes are dropped.
  private var isSkipping = false

  /// Opens a log.
  ///
  /// - Parameter offset: where to begin, in bytes, for example the `offset` of an earlier reader.
  /// - Throws: where there is no such regular file, or it cannot be read.
  public init(_ path: String, from offset: Int = 0) throws(RunError) {
    self.path = path
    self.offset = max(offset, 0)
    descriptor = try InputFile.open(path)
    chunk = .allocate(byteCount: 1 << 18, alignment: 16)
    decoder.keyDecodingStrategy = .convertFromSnakeCase
  }

  deinit {
    close(descriptor)
    chunk.deallocate()
  }

  /// Bytes of the log as it is now.
  public var length: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? max(Int(status.st_size), 0) : 0
  }

  /// Bytes behind the last whole line that was read: of a line under way, or cut short.
  public var unfinishedBytes: Int { isSkipping ? 1 : buffer.count - start }

  /// The next event; `nil` at the end of what is there by now. More may come later; a log that has become
  /// shorter than `offset` is another one.
  ///
  /// - Throws: where the log cannot be read.
  public func next() throws(RunError) -> Line? {
    // A writer whose disk was full takes a half line back, and another one may follow in its place.
    if isAtEnd {
      isAtEnd = false
      buffer.removeAll(keepingCapacity: true)
      (start, searched) = (0, 0)
    }
    while true {
      guard let end = endOfLine() else {
        isAtEnd = try !fill()
        if isAtEnd { return nil }
        continue
      }
      let bytes = buffer[start..<end]
      let line = Line.init(offset:text:event:)
      let begin = offset
      advance(to: end + 1)
      if isSkipping {
        isSkipping = false
        passedOver += 1
        continue
      }
      if let event = event(bytes) { return line(begin, Data(bytes), event) }
    }
  }

  /// What stands behind the last line's end, where it is an event all the same: a log whose last byte
  /// was lost. To be called when no more is to come.
  public func finish() -> Line? {
    guard !isSkipping, start < buffer.count else { return nil }
    let bytes = buffer[start...]
    // Otherwise it is cut short.
    guard let event = decoded(bytes) else { return nil }
    let begin = offset
    advance(to: buffer.count)
    if let isWanted, !isWanted(event.name) { return nil }
    return Line(offset: begin, text: Data(bytes), event: event)
  }

  // MARK: Bytes

  private func advance(to place: Int) {
    offset += place - start
    start = place
    searched = place
  }

  private func endOfLine() -> Int? {
    let end = buffer.withUnsafeBytes { bytes -> Int? in
      guard searched < bytes.count, let base = bytes.baseAddress,
        let found = memchr(base + searched, 0x0A, bytes.count - searched)
      else { return nil }
      return UnsafeRawPointer(found) - base
    }
    if end == nil { searched = buffer.count }
    return end
  }

  /// Reads more; `false` at the file's end.
  private func fill() throws(RunError) -> Bool {
    if buffer.count - start > longestLine { isSkipping = true }
    if isSkipping { offset += buffer.count - start }
    buffer.removeSubrange(..<(isSkipping ? buffer.count : start))
    (start, searched) = (0, buffer.count)
    let place = off_t(offset + buffer.count)
    var count = -1
    var code: Int32 = 0
    repeat {
      count = pread(descriptor, chunk.baseAddress, chunk.count, place)
      code = errno
    } while count < 0 && code == EINTR
    guard count >= 0 else {
      throw RunError(.inputOutput, "\(path): cannot be read: \(String(cString: strerror(code)))")
    }
    buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: chunk[..<count]))
    return count > 0
  }

  // MARK: Events

  /// The event of a line; `nil` of one that is not wanted or is none.
  private func event(_ bytes: ArraySlice<UInt8>) -> RunEvent? {
    let name = isWanted == nil ? nil : Self.name(bytes)
    if let isWanted, let name, !isWanted(name) { return nil }
    let isBlank = bytes.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }
    if isBlank { return nil }
    guard let event = decoded(bytes) else {
      passedOver += 1
      return nil
    }
    if let isWanted, name == nil, !isWanted(event.name) { return nil }
    return event
  }

  private func decoded(_ line: ArraySlice<UInt8>) -> RunEvent? {
    let event =
      StepMetrics(line: line).map(RunEvent.step)
      ?? (try? decoder.decode(RunEvent.self, from: Data(line)))
    return event?.objection == nil ? event : nil
  }

  /// The event's name without reading the line; `nil` where it is written in another way than here. A text
  /// within the line cannot be taken for it, for its quotation marks have backslashes.
  private static func name(_ bytes: ArraySlice<UInt8>) -> String? {
    bytes.withUnsafeBytes { line -> String? in
      guard let base = line.baseAddress else { return nil }
      var place = 0
      while let quote = memchr(base + place, 0x22, line.count - place) {
        place = UnsafeRawPointer(quote) - base
        let rest = line[place...]
        if rest.count > key.count, memcmp(base + place, key, key.count) == 0 {
          let name = rest.dropFirst(key.count).prefix(40)
          return name.firstIndex(of: 0x22).map { String(decoding: name[..<$0], as: UTF8.self) }
        }
        place += 1
      }
      return nil
    }
  }

  private static let key = Array("\"event\":\"".utf8)
}
