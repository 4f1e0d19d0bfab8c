import Channel
import Dispatch
import Synchronization
import Testing

private func step(_ number: Int) -> RunEvent {
  .step(
    StepMetrics(
      step: number, epoch: 1, loss: 1, accuracy: 0.5, learningRate: 0.1, gradientNorms: [1, 2],
      updateRatios: [1e-3, 1e-3], seconds: 0, imagesPerSecond: 0))
}

private func evaluation(_ number: Int) -> RunEvent {
  .evaluation(Evaluation(step: number, loss: 1, accuracy: 0.5, samples: 10))
}

extension RunEvent {
  fileprivate var number: Int? {
    switch self {
    case .step(let metrics): metrics.step
    case .evaluation(let evaluation): evaluation.step
    default: nil
    }
  }
}

struct RunChannelTests {
  @Test func eventsArriveOnceAndInOrder() {
    let channel = RunChannel()
    channel.publish(step(1))
    channel.publish(evaluation(1))
    channel.publish(step(2))
    #expect(channel.takeNews().events == [step(1), evaluation(1), step(2)])
    #expect(channel.takeNews().isEmpty)
  }

  @Test func onlyTheNewestSnapshotIsFound() {
    let channel = RunChannel()
    for step in 1...3 { channel.publish(Snapshot(activity: .training, step: step)) }
    #expect(channel.takeNews().snapshot?.step == 3)
    #expect(channel.takeNews().snapshot == nil)
  }

  @Test func commandsAreDrainedInOrder() {
    let channel = RunChannel()
    channel.send(.pause)
    channel.send(.set(.growthRate, value: 12))
    #expect(channel.takeCommands() == [.pause, .set(.growthRate, value: 12)])
    #expect(channel.takeCommands() == [])
  }

  /// Commands that were drained without waiting leave nothing behind that ends a later wait early.
  @Test func waitingReturnsWithACommandAndNeverWithout() {
    let channel = RunChannel()
    channel.send(.pause)
    _ = channel.takeCommands()
    DispatchQueue.global().async { channel.send(.resume) }
    #expect(channel.waitForCommands() == [.resume])
  }

  @Test func wakesOnlyWhenTheViewerHadSeenAll() {
    let wakes = Atomic(0)
    func count() -> Int { wakes.load(ordering: .relaxed) }
    let channel = RunChannel { wakes.add(1, ordering: .relaxed) }
    channel.publish(step(1))
    channel.publish(step(2))
    channel.publish(Snapshot(activity: .training))
    #expect(count() == 1)
    _ = channel.takeNews()
    channel.publish(step(3))
    #expect(count() == 2)
  }

  /// A viewer that never looks: the queue stays bounded, only steps are dropped, the oldest first,
  /// all are counted.
  @Test func aViewerThatNeverLooksCostsBoundedMemory() throws {
    let channel = RunChannel(capacity: 100)
    for number in 1...10_000 {
      channel.publish(step(number))
      if number % 1000 == 0 { channel.publish(evaluation(number)) }
    }
    let news = channel.takeNews()
    #expect(news.events.count <= 100)
    #expect(news.dropped + news.events.count == 10_010)
    let numbers = news.events.compactMap(\.number)
    #expect(numbers == numbers.sorted())
    #expect(numbers.last == 10_000)
    let evaluations = news.events.filter { if case .evaluation = $0 { true } else { false } }
    #expect(evaluations.count == 10)
  }

  /// Even without a single step to drop the queue stays bounded.
  @Test func aQueueWithoutStepsDropsItsOldestEvent() {
    let channel = RunChannel(capacity: 3)
    for number in 1...10 { channel.publish(evaluation(number)) }
    let news = channel.takeNews()
    #expect(news.events.compactMap(\.number) == [8, 9, 10])
    #expect(news.dropped == 7)
  }

  /// A viewer that looks now and then while another thread publishes finds every event, in order.
  @Test func nothingIsLostBetweenThreads() async {
    let channel = RunChannel(capacity: 1_000_000)
    let count = 20_000
    DispatchQueue.global().async {
      for number in 1...count {
        channel.publish(step(number))
        channel.publish(Snapshot(activity: .training, step: number))
      }
    }
    var numbers: [Int] = []
    var snapshots: [Int] = []
    while numbers.last != count {
      let news = channel.takeNews()
      #expect(news.dropped == 0)
      numbers += news.events.compactMap(\.number)
      if let snapshot = news.snapshot { snapshots.append(snapshot.step) }
      await Task.yield()
    }
    #expect(numbers == Array(1...count))
    #expect(snapshots == snapshots.sorted())
  }

  /// Several threads send; one drains. Each thread's commands keep their order.
  @Test func commandsOfManyThreadsAllArrive() {
    let channel = RunChannel()
    let senders = 8
    let each = 500
    DispatchQueue.global().async {
      DispatchQueue.concurrentPerform(iterations: senders) { sender in
        for number in 0..<each {
          channel.send(.set(.batchSize, value: Double(number), network: sender))
        }
      }
    }
    var received = Array(repeating: [Double](), count: senders)
    while received.reduce(0, { $0 + $1.count }) < senders * each {
      for case .set(_, let value, let sender, _) in channel.waitForCommands() {
        received[sender].append(value)
      }
    }
    #expect(received.allSatisfy { $0 == (0..<each).map(Double.init) })
  }
}
