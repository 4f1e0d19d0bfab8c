import Channel

/// Networks that train in lockstep on one queue: each makes its next step when every other that trains
/// has made its own. One network alone is a race of one.
///
/// A network that waits holds no other up, and one that fails ends alone.
final class Race {
  private struct Lane {
    let engine: Engine
    var result: Result<RunEnded, RunError>?
    /// Whether a viewer may still look at it: until it is told to stop, before its end or after.
    var isWatched = true

    /// Whether there is something to do for it now.
    var isDue: Bool {
      isWatched && engine.channel.hasWish || (result == nil && !engine.isWaiting)
    }
  }

  private var lanes: [Lane]
  /// Between two steps at least; `nil` for no such time.
  private let interval: Swift.Duration?
  private let clock = ContinuousClock()

  /// - Parameters:
  ///   - engines: at least one; their channels wake one another's run.
  ///   - pace: steps a second, about, at most; `nil` for as many as there can be.
  init(_ engines: [Engine], pace: Double? = nil) {
    lanes = engines.map { Lane(engine: $0) }
    interval = pace.map { .seconds(1 / $0) }
  }

  /// Trains until each network has ended; returns how, in the networks' order.
  func run() -> [Result<RunEnded, RunError>] {
    for index in lanes.indices {
      take(index) { (engine) throws(RunError) in
        try engine.begin()
        return true
      }
    }
    while lanes.contains(where: { $0.result == nil }) { takeTurns() }
    return lanes.compactMap(\.result)
  }

  /// Answers what viewers want to see of networks that have ended, until each was told to stop.
  func serveViewers() {
    while lanes.contains(where: \.isWatched) { takeTurns() }
  }

  private func takeTurns() {
    let channels = lanes.filter(\.isWatched).map(\.engine.channel)
    if !lanes.contains(where: \.isDue) { RunChannel.waitForWish(on: channels) }
    let start = clock.now
    for index in lanes.indices where lanes[index].isDue {
      if lanes[index].result == nil {
        take(index) { (engine) throws(RunError) in try engine.advance() }
      } else {
        show(index)
      }
    }
    // Whoever asks for something meanwhile does not wait.
    if let interval {
      RunChannel.waitForWish(on: channels, atMost: interval - (clock.now - start))
    }
  }

  /// Lets a viewer look at a network that has ended: nothing else can be done with it.
  private func show(_ index: Int) {
    let engine = lanes[index].engine
    if engine.channel.takeCommands().contains(.stop) {
      lanes[index].isWatched = false
    } else {
      engine.publishSnapshot(.ended)
    }
  }

  /// Lets a network do something, and end where that says so or fails.
  private func take(_ index: Int, _ turn: (Engine) throws(RunError) -> Bool) {
    let engine = lanes[index].engine
    do {
      if try !turn(engine) { lanes[index].result = .success(try engine.end()) }
    } catch {
      engine.fail(error)
      lanes[index].result = .failure(error)
    }
    if engine.isStopped { lanes[index].isWatched = false }
  }
}
