import Channel

/// The latest changes, with what is needed to take them back and to make them again.
struct ChangeHistory {
  /// A change, or the discovery that numbers are not finite, which can be taken back too.
  struct Entry {
    /// What was changed; `nil` where numbers stopped being finite.
    let command: Command?
    /// The run just before it, or, where numbers stopped being finite, while all was well.
    let before: TrainingState
    /// The run when it was taken back; `nil` while it is in force.
    fileprivate(set) var after: TrainingState?

    /// The knob that changed; `nil` if none did.
    var knob: Knob? { if case .set(let knob, _, _, _)? = command { knob } else { nil } }

    var size: Int { before.size + (after?.size ?? 0) }
  }

  /// Bytes that are kept at most, the newest change aside.
  static let sizeLimit = 1 << 30

  /// Those in force, the newest last.
  private var done: [Entry] = []
  /// Those that were taken back, the one that was taken back last at the end.
  private var undone: [Entry] = []

  /// The change that the next undo takes back.
  var last: Entry? { done.last }

  /// Adds a change. Those that were taken back cannot be made again, for the run is another one now.
  mutating func add(_ command: Command?, before: TrainingState) {
    undone = []
    done.append(Entry(command: command, before: before))
    var size = done.reduce(0) { $0 + $1.size }
    while done.count > 1 && size > Self.sizeLimit { size -= done.removeFirst().size }
  }

  /// Takes the newest change back; `nil` where there is none.
  ///
  /// - Parameter now: the run as it is, to come back to; `nil` where it is not worth it.
  mutating func undo(_ now: TrainingState?) -> Entry? {
    guard var entry = done.popLast() else { return nil }
    // Where numbers stopped being finite the run may go back to before changes that were made since.
    done.removeAll { $0.before.step > entry.before.step }
    if let now {
      entry.after = now
      undone.append(entry)
    }
    return entry
  }

  /// Makes the change again that was taken back last: the run as it was then; `nil` where there is none.
  mutating func redo() -> Entry? {
    guard let entry = undone.popLast() else { return nil }
    done.append(Entry(command: entry.command, before: entry.before))
    return entry
  }
}
