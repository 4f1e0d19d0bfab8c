import Channel

/// What going through a log has found besides events.
public struct LogExtent: Sendable, Equatable {
  /// Where the last line that was read ends, in bytes.
  public var end = 0
  /// Lines that are no events of a run.
  public var passedOver = 0
  /// Whether the last line is cut short: the run was killed while it wrote, or writes just now.
  public var isCut = false

  /// Nothing found yet.
  public init() {}

  /// What a person should know of it, a sentence each, the log's name before it.
  public func remarks(on log: String) -> [String] {
    var remarks: [String] = []
    if passedOver > 0 {
      remarks.append(
        "\(log): \(passedOver) line\(passedOver == 1 ? " is no event" : "s are no events") of a run, "
          + "passed over")
    }
    if isCut { remarks.append("\(log): the last line is cut short, passed over") }
    return remarks
  }
}

extension RecordedRun {
  /// Goes through the log once, from its beginning to its end as it is when that is reached.
  ///
  /// - Parameters:
  ///   - index: a network of a comparison, whose events come as if it had trained alone; `nil` for all
  ///     events as they are.
  ///   - wanted: names of events; `nil` for all.
  ///   - end: a place in bytes where to end, as an earlier pass has found; `nil` for the log's end.
  ///   - body: takes an event and the line that it is from.
  @discardableResult
  public func forEachEvent(
    ofNetwork index: Int? = nil, wanted: Set<String>? = nil, upTo end: Int? = nil,
    _ body: (RunEvent, RunLogReader.Line) throws(RunError) -> Void
  ) throws(RunError) -> LogExtent {
    let reader = try reader()
    reader.isWanted = wanted.map { wanted in { wanted.contains($0) } }
    var extent = LogExtent()
    var hasBegun = false
    func take(_ line: RunLogReader.Line) throws(RunError) {
      if case .runStarted = line.event {
        // Another run behind the first is none of this run's events.
        if hasBegun { extent.passedOver += 1 }
        if hasBegun { return }
        hasBegun = true
      }
      if let network = line.event.network, !started.networks.indices.contains(network) {
        extent.passedOver += 1
        return
      }
      let event = index.map { line.event.alone(network: $0) } ?? line.event
      if let event { try body(event, line) }
    }
    while end.map({ reader.offset < $0 }) ?? true, let line = try reader.next() { try take(line) }
    if end.map({ reader.offset < $0 }) ?? true, let line = reader.finish() { try take(line) }
    if end == nil { extent.isCut = reader.unfinishedBytes > 0 }
    extent.end = reader.offset
    extent.passedOver += reader.passedOver
    return extent
  }
}

extension RecordedRun {
  /// Whether the log ends with a line that is cut short.
  ///
  /// - Parameter end: where its last whole line ended when it was read.
  public func isCut(at end: Int) throws(RunError) -> Bool {
    let reader = try RunLogReader(log, from: end)
    guard try reader.next() == nil else { return false }
    return reader.unfinishedBytes > 0
  }
}
