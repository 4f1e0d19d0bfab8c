import Channel

/// The latest changes of a line, with what is needed to take them back and to make them again.
struct ChangeHistory {
  /// A change, or the discovery that numbers are not finite, which can be taken back too.
  struct Entry {
    /// What was changed; `nil` where numbers stopped being finite.
    let command: Command?
    /// The run just before it, or, where numbers stopped being finite, while all was well.
    let before: TrainingState
    /// The last step that the run has in common with and without the change.
    let commonStep: Int
    /// The run when it was taken back; `nil` while it is in force.
    fileprivate(set) var after: TrainingState?
    /// What the time line had behind the common step on the side where the run is not.
    var aside = TimeLine.Segment()

    /// The knob that changed; `nil` if none did.
    var knob: Knob? { if case .set(let knob, _, _, _)? = command { knob } else { nil } }

    var size: Int { before.size + (after?.size ?? 0) + aside.size }
  }

  /// Bytes that are kept at most, the newest change aside.
  static let sizeLimit = 1 << 30

  /// Those in force, the newest last.
  private var done: [Entry] = []
  /// Those that were taken back, the one that was taken back last at the end.
  private var undone: [Entry] = []

  /// Bytes that are kept.
  var size: Int { (done + undone).reduce(0) { $0 + $1.size } }

  /// What was put aside for them.
  var segments: [TimeLine.Segment] { (done + undone).map(\.aside) }

  /// The change that the next undo takes back.
  var last: Entry? { done.last }

  /// Adds a change. Those that were taken back cannot be made again, for the run is another one now.
  ///
  /// - Parameters:
  ///   - commonStep: the last step that the run has with and without the change; `nil` for the one
  ///     before it.
  ///   - aside: what the time line had behind that step.
  /// - Returns: what nobody can come back to any more.
  mutating func add(
    _ command: Command?, before: TrainingState, commonStep: Int? = nil,
    aside: TimeLine.Segment = TimeLine.Segment()
  ) -> [TimeLine.Segment] {
    var lost = undone
    undone = []
    done.append(
      Entry(
        command: command, before: before, commonStep: commonStep ?? before.step, aside: aside))
    var size = done.reduce(0) { $0 + $1.size }
    while done.count > 1 && size > Self.sizeLimit {
      lost.append(done.removeFirst())
      size -= lost[lost.count - 1].size
    }
    return lost.map(\.aside)
  }

  /// Takes the newest change back; `nil` where there is none.
  ///
  /// - Parameters:
  ///   - now: the run as it is, to come back to; `nil` where it is not worth it.
  ///   - swap: what the time line has behind a step goes aside, in exchange for what was put aside before.
  mutating func undo(
    _ now: TrainingState?, swap: (_ step: Int, TimeLine.Segment) -> TimeLine.Segment
  ) -> Entry? {
    guard var entry = done.popLast() else { return nil }
    // Where numbers stopped being finite the run may go back to before changes that were made since.
    while entry.command == nil, let last = done.last, last.command != .restart,
      last.before.step > entry.before.step
    {
      done.removeLast()
    }
    entry.aside = swap(entry.commonStep, entry.aside)
    if let now {
      entry.after = now
      undone.append(entry)
    }
    return entry
  }

  /// Makes the change again that was taken back last: the run as it was then; `nil` where there is none.
  mutating func redo(
    swap: (_ step: Int, TimeLine.Segment) -> TimeLine.Segment
  ) -> Entry? {
    guard var entry = undone.popLast() else { return nil }
    entry.aside = swap(entry.commonStep, entry.aside)
    var again = entry
    again.after = nil
    done.append(again)
    return entry
  }
}
