import Channel
import Dispatch
import Explorer
import Training

/// Reads from a place of a log on, at once up to a step and then so many steps a second.
struct LogPlaying {
  private let path: String
  private let player: LogPlayer
  private var reader: RunLogReader?
  private var order: ReplayOrder?
  /// A line that was read and is not to be shown yet.
  private var pending: RecordedEvent?
  /// The step that was shown last; `nil` before the first one that was read.
  private var step: Int?
  private var hasBegun = false
  /// Steps that should have been shown by now and were not, less than one.
  private var due = 0.0
  private var last = ContinuousClock.now
  private static let tick = DispatchTimeInterval.milliseconds(33)
  /// A program that was suspended does not catch up.
  private static let longestTick = 0.2

  init(_ path: String, _ player: LogPlayer) { (self.path, self.player) = (path, player) }

  /// How long to wait for the next order; `nil` where there is nothing else to do.
  var pause: DispatchTimeInterval? { order?.stepsPerSecond == nil ? nil : Self.tick }

  /// Begins with an order, or goes on with the one before.
  mutating func goOn(_ next: ReplayOrder?) throws(RunError) {
    if let next { return try begin(next) }
    guard let order, let speed = order.stepsPerSecond, !player.isFull else { return }
    let now = ContinuousClock.now
    due += min((now - last) / .seconds(1), Self.longestTick) * Double(speed)
    last = now
    let steps = Int(due)
    guard steps > 0 else { return }
    due -= Double(steps)
    try show(steps: steps)
  }

  private mutating func begin(_ order: ReplayOrder) throws(RunError) {
    self.order = order
    (pending, step, due) = (nil, nil, 0)
    hasBegun = order.place > 0
    last = .now
    guard order.target != nil || order.stepsPerSecond != nil else {
      reader = nil
      return
    }
    reader = try RunLogReader(path, from: order.place)
    guard let target = order.target else { return }
    var shown: Int?
    try show { event in
      if target.isReached(before: event, shown: shown) { return true }
      if case .step(let metrics) = event.event { shown = metrics.step }
      return false
    }
    step = shown
  }

  /// Shows so many steps, and what happened before the one that follows.
  private mutating func show(steps: Int) throws(RunError) {
    var (left, last) = (steps, step)
    try show { event in
      guard case .step(let metrics) = event.event, metrics.step != last else { return false }
      if left == 0 { return true }
      left -= 1
      last = metrics.step
      return false
    }
    step = last
  }

  /// Shows what comes next.
  ///
  /// - Parameter isBehind: whether an event comes after what is to be shown.
  private mutating func show(until isBehind: (RecordedEvent) -> Bool) throws(RunError) {
    guard let order else { return }
    var events: [RecordedEvent] = []
    func following() throws(RunError) -> RecordedEvent? {
      if let event = pending { return event }
      return try next()
    }
    while let event = try following() {
      pending = nil
      if isBehind(event) {
        pending = event
        break
      }
      events.append(event)
    }
    let hasReachedEnd = pending == nil
    player.tell(.played(events, order: order.number, hasReachedEnd: hasReachedEnd))
    if hasReachedEnd { self.order = nil }
  }

  private mutating func next() throws(RunError) -> RecordedEvent? {
    guard let reader else { return nil }
    while let line = try reader.next() {
      if let event = LogReading.recorded(line, reader, hasBegun: hasBegun) {
        hasBegun = true
        return event
      }
    }
    return nil
  }
}
