import Channel
import Explorer
import Training

/// Goes through a log from its beginning to its end, and then follows what is written.
///
/// A long log is gone through twice: first only some of its steps are read, so that the whole run is seen within
/// a second or so, then all of them.
struct LogReading {
  private let run: RecordedRun
  private let player: LogPlayer
  private var reader: RunLogReader
  /// Steps that are read at once; of more, every so many.
  private static let fewSteps = 20_000
  private static let sampledSteps = 4096
  /// Time between two pictures of a log that is being read.
  private static let progress = Swift.Duration.milliseconds(200)

  init(_ run: RecordedRun, _ player: LogPlayer) throws(RunError) {
    (self.run, self.player) = (run, player)
    reader = try run.reader()
  }

  /// Reads the log as far as it is there.
  mutating func readAll() throws(RunError) {
    let stride = try sampleStride()
    if stride > 1 { try read(each: stride, isLast: false) }
    try read(each: 1, isLast: true)
  }

  /// Of how many steps one is read first; a power of two. The log's steps are guessed from its first ones.
  private func sampleStride() throws(RunError) -> Int {
    let reader = try run.reader()
    var steps = 0
    while steps < 100, let line = try reader.next() { if case .step = line.event { steps += 1 } }
    let guess = reader.offset > 0 ? steps * (reader.length / reader.offset) : 0
    guard guess > Self.fewSteps else { return 1 }
    var stride = 2
    while guess / stride > Self.sampledSteps * run.started.networks.count { stride *= 2 }
    return stride
  }

  private mutating func read(each stride: Int, isLast: Bool) throws(RunError) {
    reader = try run.reader()
    let networks = run.started.networks.count
    var recording = Recording(knobs: run.knobs)
    var steps = 0
    if stride > 1 {
      reader.isWanted = { name in
        guard name == "step" else { return true }
        steps += 1
        return (steps - 1) / networks % stride == stride - 1
      }
    }
    defer { reader.isWanted = nil }
    let clock = ContinuousClock()
    let length = max(reader.length, 1)
    // The second time the first one's picture stays until all has been read.
    let showsAll = shown == nil
    var last = clock.now
    var lines = 0
    while let line = try reader.next() {
      if let event = Self.recorded(line, reader, hasBegun: recording.hasBegun) {
        recording.add(event)
      }
      lines += 1
      guard lines % 64 == 0, clock.now - last > Self.progress else { continue }
      last = clock.now
      if player.stopped { return }
      let share = min(Double(reader.offset) / Double(length), 1)
      if showsAll { shown = recording }
      player.tell(.recording(shown ?? recording, share: share))
    }
    if let event = lastEvent(recording.hasBegun) { recording.add(event) }
    guard recording.hasBegun else {
      return player.tell(
        .remark("\(run.log) is no log of a run any more: what was seen of it stays."))
    }
    shown = recording
    player.tell(.recording(recording, share: isLast ? nil : 1))
    player.tell(.appended([], isBeingWritten: run.isBeingWritten))
    if isLast { shown = nil }
  }

  /// What the screen has; `nil` before the first, and once it has all.
  private var shown: Recording?

  /// The last line of a log that nobody writes, if its end is all that it lacks.
  private func lastEvent(_ hasBegun: Bool) -> RecordedEvent? {
    guard !run.isBeingWritten, let line = reader.finish() else { return nil }
    return Self.recorded(line, reader, hasBegun: hasBegun)
  }

  /// Reads what was written since; a log that was cut to go on from an earlier step is read anew.
  mutating func follow() throws(RunError) {
    if reader.length < reader.offset {
      player.tell(
        .remark(
          "\(run.log) has become shorter, as where a run goes on from an earlier step: read anew."))
      return try readAll()
    }
    var events: [RecordedEvent] = []
    // What is left is read the next time.
    while events.count < 10_000, let line = try reader.next() {
      if let event = Self.recorded(line, reader, hasBegun: true) { events.append(event) }
    }
    let isBeingWritten = run.isBeingWritten
    guard !events.isEmpty || isBeingWritten != wasBeingWritten else { return }
    wasBeingWritten = isBeingWritten
    player.tell(.appended(events, isBeingWritten: isBeingWritten))
  }

  private var wasBeingWritten: Bool?

  /// The event of a line; `nil` of another run's beginning, which is none of this run.
  static func recorded(
    _ line: RunLogReader.Line, _ reader: RunLogReader, hasBegun: Bool
  ) -> RecordedEvent? {
    if hasBegun, case .runStarted = line.event { return nil }
    return RecordedEvent(line.event, start: line.offset, end: reader.offset)
  }
}
