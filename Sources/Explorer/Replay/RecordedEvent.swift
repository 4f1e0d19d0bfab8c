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
  /// What there is to say of the log, in one line: that it cannot be read, or has become another.
  case remark(String)
}

/// What a person who goes through a recorded run wants read. Each order takes the place of the one before.
public struct ReplayOrder: Sendable, Equatable {
  /// What is to be shown at once.
  public enum Target: Sendable, Equatable {
    /// Everything up to a step, and what happened before the one that follows. The run is at that step behind
    /// the byte `after`, before which it may have been there another time, and before the byte `before`.
    case step(Int, after: Int, before: Int)
    /// One step more, and what happened before the one that follows or before the run went back.
    case nextStep

    /// Whether all of it stands before an event.
    ///
    /// - Parameter shown: the last step that this order has shown; `nil` for none.
    public func isReached(before event: RecordedEvent, shown: Int?) -> Bool {
      if case .step(_, _, let before) = self, event.start >= before { return true }
      switch (event.event, self) {
      case (.step(let metrics), .step(let step, let after, _)):
        return event.start >= after && metrics.step > step
      case (.step(let metrics), .nextStep): return shown != nil && metrics.step != shown
      case (.commandApplied(let applied), .nextStep):
        return shown != nil && applied.restoredStep != nil
      default: return false
      }
    }
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
