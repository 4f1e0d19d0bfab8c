import Channel

/// Networks that train in lockstep on one queue: each makes its next step when every other that trains
/// has made its own. One network alone is a race of one.
///
/// A network that waits holds no other up, and one that fails ends alone.
final class Race {
  private struct Lane {
    let engine: Engine
    var result: Result<RunEnded, RunError>?

    /// Whether there is something to do for it now.
    var isDue: Bool { engine.channel.hasWish || (result == nil && !engine.isWaiting) }
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
    var watched = lanes.map(\.engine)
    while !watched.isEmpty {
      RunChannel.waitForWish(on: watched.map(\.channel))
      watched.removeAll { $0.channel.takeCommands().contains(.stop) }
      for engine in watched where engine.channel.hasWish { engine.publishSnapshot(.ended) }
    }
  }

  private func takeTurns() {
    if !lanes.contains(where: \.isDue) {
      RunChannel.waitForWish(on: lanes.map(\.engine.channel))
    }
    let start = clock.now
    defer {
      // Whoever asks for something meanwhile does not wait.
      if let interval {
        RunChannel.waitForWish(
          on: lanes.map(\.engine.channel), atMost: interval - (clock.now - start))
      }
    }
    for index in lanes.indices where lanes[index].isDue {
      if lanes[index].result == nil {
        take(index) { (engine) throws(RunError) in try engine.advance() }
      } else {
        // What has ended can only be looked at.
        _ = lanes[index].engine.channel.takeCommands()
        lanes[index].engine.publishSnapshot(.ended)
      }
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
  }
}
