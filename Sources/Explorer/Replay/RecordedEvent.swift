import Channel

/// An event of a recorded run, and where its line stands in the log.
public struct RecordedEvent: Sendable, Equatable {
  /// What happened, as the log has it.
  public var event: RunEvent
  /// The line's first byte.
  public var start: Int
  /// The byte behind the line and its end.
  public var end: Int

  /// Describes an event.
  public init(_ event: RunEvent, start: Int, end: Int) {
    (self.event, self.start, self.end) = (event, start, end)
  }
}

/// What whoever reads the log tells of it.
public enum ReplayNews: Sendable {
  /// The log as far as it was read, with the share that was; `nil` where it was read to its end.
  case recording(Recording, share: Double?)
  /// What has been written since, and whether a program is still writing.
  case appended([RecordedEvent], isBeingWritten: Bool)
  /// What the order with that number has brought, and whether the log has no more.
  case played([RecordedEvent], order: Int, hasReachedEnd: Bool)
  /// Why the log cannot be read, in one line.
  case failed(String)
}

/// What a person who goes through a recorded run wants read. Each order takes the place of the one before.
public struct ReplayOrder: Sendable, Equatable {
  /// The last step to be shown at once.
  public struct Target: Sendable, Equatable {
    /// Everything up to this step, and what happened before the next one.
    public var step: Int
    /// The run goes to that step behind this byte: before it, it was there another time.
    public var after: Int
    /// And not from this byte on.
    public var before: Int
  }

  /// Orders before it.
  public var number: Int
  /// The byte of the log from which on to read.
  public var place: Int
  /// What to show at once; `nil` for nothing.
  public var target: Target?
  /// How fast to go on then; `nil` to stand still.
  public var stepsPerSecond: Int?
}
