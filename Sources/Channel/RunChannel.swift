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
  public struct News: Sendable {
    /// Events since it last looked, in order.
    public var events: [RunEvent] = []
    /// Events that were dropped before these because the viewer was slow.
    public var dropped = 0
    /// The newest snapshot, if there is one since it last looked.
    public var snapshot: Snapshot?
  }

  private let news = Mutex(News())
  private let commands = Mutex<[Command]>([])
  private let arrival = DispatchSemaphore(value: 0)
  private let capacity: Int
  private let wake: @Sendable () -> Void

  /// - Parameters:
  ///   - capacity: events kept for a viewer that does not look, at least 1.
  ///   - wake: called, on the publishing thread, when something is there that a viewer who had
  ///     seen all has not; must not block.
  public init(capacity: Int = 16_384, wake: @escaping @Sendable () -> Void = {}) {
    self.capacity = max(capacity, 1)
    self.wake = wake
  }
}
