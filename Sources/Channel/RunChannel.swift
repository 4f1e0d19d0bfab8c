import Dispatch
import Synchronization

/// The one connection between a training run and a viewer, safe to use from any thread.
///
/// Two ways out of the run, one way back. Neither side ever waits for the other: publishing takes a
/// short lock and returns, whether or not somebody looks.
///
/// - Events keep their order. The queue is bounded; where a viewer falls behind, the oldest step
///   events are dropped and counted (the run's log has them all), other kinds are kept as long as
///   there are steps to drop.
/// - The snapshot is replaced by each newer one.
/// - Commands are drained by the engine between two steps.
public final class RunChannel: Sendable {
  /// What a viewer finds when it looks.
  public struct News: Sendable, Equatable {
    /// Events since it last looked, in order.
    public var events: [RunEvent]
    /// Events that were dropped since it last looked because the queue was full.
    public var dropped: Int
    /// The newest snapshot, if there is one since it last looked.
    public var snapshot: Snapshot?

    /// Describes news; nothing new unless told.
    public init(events: [RunEvent] = [], dropped: Int = 0, snapshot: Snapshot? = nil) {
      self.events = events
      self.dropped = dropped
      self.snapshot = snapshot
    }

    /// Whether nothing happened.
    public var isEmpty: Bool { events.isEmpty && dropped == 0 && snapshot == nil }
  }

  private let news = Mutex(News())
  private let commands = Mutex<[Command]>([])
  private let interest = Mutex<Interest?>(nil)
  /// Signalled whenever something was sent, through any channel of the same run.
  private let arrival: DispatchSemaphore
  private let capacity: Int
  private let wake: @Sendable () -> Void

  /// - Parameters:
  ///   - capacity: events kept for a viewer that does not look, at least 1.
  ///   - wake: called, on the publishing thread, when something is there that a viewer who had
  ///     seen all has not; must not block.
  public convenience init(capacity: Int = 16_384, wake: @escaping @Sendable () -> Void = {}) {
    self.init(capacity: capacity, arrival: DispatchSemaphore(value: 0), wake: wake)
  }

  private init(capacity: Int, arrival: DispatchSemaphore, wake: @escaping @Sendable () -> Void) {
    self.capacity = max(capacity, 1)
    self.arrival = arrival
    self.wake = wake
  }

  /// The channels of a run of several networks, one each: what is sent through any of them ends a
  /// wait on all.
  ///
  /// - Parameters:
  ///   - count: of the networks.
  ///   - capacity: events kept in each.
  ///   - wake: as with one channel.
  public static func channels(
    _ count: Int, capacity: Int = 16_384, wake: @escaping @Sendable () -> Void = {}
  ) -> [RunChannel] {
    let arrival = DispatchSemaphore(value: 0)
    return (0..<count).map { _ in
      RunChannel(capacity: capacity, arrival: arrival, wake: wake)
    }
  }

  // MARK: The run's side

  /// Queues an event for the viewer.
  public func publish(_ event: RunEvent) {
    change { news in
      if news.events.count >= capacity { makeRoom(&news) }
      news.events.append(event)
    }
  }

  /// Replaces the snapshot that the viewer finds.
  public func publish(_ snapshot: Snapshot) {
    change { $0.snapshot = snapshot }
  }

  /// The commands since the last call, in the order they were sent.
  public func takeCommands() -> [Command] {
    commands.withLock { commands in
      defer { commands = [] }
      return commands
    }
  }

  /// The same, but waits until there is one, or a new interest: none then. A viewer that goes away for
  /// good says `stop` first, which ends the wait of a paused run.
  public func waitForCommands() -> [Command] {
    while true {
      let commands = takeCommands()
      if !commands.isEmpty || interest.withLock({ $0 != nil }) { return commands }
      arrival.wait()
    }
  }

  /// Whether something was sent that has not been taken yet: a command, or what is looked at.
  public var hasWish: Bool {
    !commands.withLock(\.isEmpty) || interest.withLock { $0 != nil }
  }

  /// Waits until one of a run's channels has a wish.
  ///
  /// - Parameter channels: made together by `channels`, or one alone.
  public static func waitForWish(on channels: [RunChannel]) {
    while !channels.contains(where: \.hasWish) { channels.first?.arrival.wait() }
  }

  /// The same, for a time at most.
  public static func waitForWish(on channels: [RunChannel], atMost time: Duration) {
    let end = DispatchTime.now() + .nanoseconds(Int(max(time / .nanoseconds(1), 0)))
    while !channels.contains(where: \.hasWish) {
      if channels.first?.arrival.wait(timeout: end) != .success { return }
    }
  }

  /// What a viewer wants to see since the last call; `nil` where it has not said anything new.
  public func takeInterest() -> Interest? {
    interest.withLock { interest in
      defer { interest = nil }
      return interest
    }
  }

  // MARK: The viewer's side

  /// What is new since the last call.
  public func takeNews() -> News {
    news.withLock { news in
      defer { news = News() }
      return news
    }
  }

  /// Says what is looked at from now on, instead of what was said before.
  public func show(_ interest: Interest) {
    self.interest.withLock { $0 = interest }
    arrival.signal()
  }

  /// Asks something of the run.
  public func send(_ command: Command) {
    commands.withLock { $0.append(command) }
    arrival.signal()
  }

  // MARK: -

  private func change(_ body: (inout sending News) -> Void) {
    let wasEmpty = news.withLock { news in
      let wasEmpty = news.isEmpty
      body(&news)
      return wasEmpty
    }
    if wasEmpty { wake() }
  }

  /// Drops the older half of the steps, so that the next thousands of events need no room made for
  /// them; of a queue without steps, the oldest event.
  private func makeRoom(_ news: inout News) {
    let steps = news.events.count(where: \.isStep)
    var surplus = (steps + 1) / 2
    let before = news.events.count
    news.events.removeAll { event in
      guard event.isStep, surplus > 0 else { return false }
      surplus -= 1
      return true
    }
    if news.events.count >= capacity { news.events.removeFirst() }
    news.dropped += before - news.events.count
  }
}

extension RunEvent {
  fileprivate var isStep: Bool {
    if case .step = self { true } else { false }
  }
}
