import Dispatch
import Explorer
import Synchronization
import Training

/// Reads the log of a recorded run for the screen: one thread goes through all of it and follows what is
/// written, another plays what the person wants to see.
final class LogPlayer: Sendable {
  let run: RecordedRun
  private let news = Mutex<[ReplayNews]>([])
  private let order = Mutex<ReplayOrder?>(nil)
  private let isStopped = Mutex(false)
  private let playing = DispatchSemaphore(value: 0)
  private let reading = DispatchSemaphore(value: 0)
  private let wake: @Sendable () -> Void

  /// - Parameter wake: called when there are news.
  init(_ run: RecordedRun, wake: @escaping @Sendable () -> Void) {
    (self.run, self.wake) = (run, wake)
  }

  /// Begins to read.
  func start() {
    DispatchQueue(label: "reading").async { [self] in
      do throws(RunError) {
        var reading = try LogReading(run, self)
        try reading.readAll()
        while !waits(reading: .milliseconds(250)) { try reading.follow() }
      } catch {
        tell(.remark(error.description))
      }
    }
    DispatchQueue(label: "playing").async { [self] in
      var player = LogPlaying(run.log, self)
      do throws(RunError) {
        while !stopped { try player.goOn(takeOrder(waitingAtMost: player.pause)) }
      } catch {
        tell(.remark(error.description))
      }
    }
  }

  func stop() {
    isStopped.withLock { $0 = true }
    playing.signal()
    reading.signal()
  }

  // MARK: The screen's side

  func takeNews() -> [ReplayNews] {
    news.withLock { news in
      defer { news = [] }
      return news
    }
  }

  func carryOut(_ order: ReplayOrder) {
    self.order.withLock { $0 = order }
    playing.signal()
  }

  // MARK: The threads' side

  var stopped: Bool { isStopped.withLock(\.self) }

  /// Whether so much waits to be shown that there is no use in reading more.
  var isFull: Bool { news.withLock { $0.count > 64 } }

  func tell(_ news: ReplayNews) {
    self.news.withLock { waiting in
      // Of a log that was read further only the newest matters.
      if case .recording = news {
        waiting.removeAll { if case .recording = $0 { true } else { false } }
      }
      waiting.append(news)
    }
    wake()
  }

  /// Whether it is over, after a time at most.
  private func waits(reading time: DispatchTimeInterval) -> Bool {
    _ = reading.wait(timeout: .now() + time)
    return stopped
  }

  private func takeOrder(waitingAtMost time: DispatchTimeInterval?) -> ReplayOrder? {
    _ = playing.wait(timeout: time.map { .now() + $0 } ?? .distantFuture)
    return order.withLock { order in
      defer { order = nil }
      return order
    }
  }
}
