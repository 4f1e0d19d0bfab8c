import Channel
import Dispatch
import Foundation
import Networks
import Synchronization
import Testing
import Training

/// A run under way, on the small data set, with its events and its end at hand.
final class RunningRun: Sendable {
  let channels: [RunChannel]
  var channel: RunChannel { channels[0] }
  let folder: URL
  private let seen = Mutex<[RunEvent]>([])
  private let result = Mutex<Result<RunEnded, RunError>?>(nil)
  /// Events that `wait` has gone through.
  private let waitedFor = Mutex(0)
  private let arrival = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)

  init(
    _ settings: RunSettings, from beginning: Beginning = .initialWeights,
    policy: WarningPolicy = .fail, start: Bool = true
  ) {
    channels = [RunChannel()]
    folder = Self.newFolder
    before = nil
    if start { self.start(settings, from: beginning, policy: policy) }
  }

  /// Networks that are compared, named a, b, c, …
  init(
    comparing settings: [RunSettings], policy: WarningPolicy = .fail, staysForViewer: Bool = false
  ) {
    channels = RunChannel.channels(settings.count)
    folder = Self.newFolder
    before = nil
    let contestants = zip(["a", "b", "c", "d", "e", "f", "g"], settings).map {
      Contestant(name: $0, settings: $1)
    }
    Comparison.start(
      contestants, folder: folder, channels: channels, warningPolicy: policy,
      staysForViewer: staysForViewer
    ) { event, _ in
      self.see(event)
    } completion: { result in
      self.take(result)
    }
  }

  /// The run before in the same folder, which it keeps there.
  private let before: RunningRun?

  /// A run that goes on in its own folder.
  init(goingOnWith run: StoredRun, after before: RunningRun) {
    channels = [RunChannel()]
    folder = run.folder
    self.before = before
    start(run.settings, from: .stored(run))
  }

  private static var newFolder: URL {
    FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func start(
    _ settings: RunSettings, from beginning: Beginning = .initialWeights,
    policy: WarningPolicy = .fail, staysForViewer: Bool = false,
    onEvent: @escaping @Sendable (RunEvent) -> Void = { _ in }
  ) {
    TrainingRun.start(
      settings, from: beginning, folder: folder, channel: channel, warningPolicy: policy,
      staysForViewer: staysForViewer
    ) { event, _ in
      self.see(event)
      onEvent(event)
    } completion: { result in
      self.take(result)
    }
  }

  private func see(_ event: RunEvent) {
    seen.withLock { $0.append(event) }
    arrival.signal()
  }

  private func take(_ result: Result<RunEnded, RunError>) {
    self.result.withLock { $0 = result }
    ended.signal()
  }

  /// Waits for the end; two minutes are a failure.
  func end() throws -> RunEnded {
    if ended.wait(timeout: .now() + .seconds(120)) == .timedOut {
      channel.send(.stop)
      Issue.record("the run did not end")
    }
    return try result.withLock { try $0?.get() ?? RunEnded(step: -1, reason: .failed, message: "") }
  }

  /// Waits until an event is as wished, of those that were not waited for yet, and returns all events up
  /// to it. A minute without any event is a failure.
  func wait(until isWished: (RunEvent) -> Bool) -> [RunEvent] {
    while true {
      guard arrival.wait(timeout: .now() + .seconds(60)) == .success else {
        Issue.record("the event that was waited for never came")
        channel.send(.stop)
        return events
      }
      let count = waitedFor.withLock { count in
        count += 1
        return count
      }
      let events = seen.withLock { Array($0.prefix(count)) }
      if let last = events.last, isWished(last) { return events }
      if case .runEnded(let end)? = events.last, end.network == nil { return events }
    }
  }

  /// Waits until a snapshot is as wished; a minute without one is a failure.
  func snapshot(where isWished: (Snapshot) -> Bool) -> Snapshot? {
    for _ in 0..<6000 {
      if let snapshot = channel.takeNews().snapshot, isWished(snapshot) { return snapshot }
      usleep(10_000)
    }
    Issue.record("the snapshot that was waited for never came")
    return nil
  }

  var events: [RunEvent] { seen.withLock(\.self) }

  /// The log without what depends on the clock and on the threads.
  var comparableLog: [String] { comparableLog(of: nil) }

  /// The same of one of the networks that are compared.
  func comparableLog(of network: String?) -> [String] {
    log(of: network).map {
      $0.replacing(#/"(seconds|images_per_second|threads)":[0-9.e-]+,?/#, with: "")
    }
  }

  var log: [String] { log(of: nil) }

  private func log(of network: String?) -> [String] {
    let folder = network.map(folder.appendingPathComponent) ?? folder
    let file = folder.appendingPathComponent("run.jsonl")
    return ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
      .map(String.init)
  }
}

extension Architecture {
  static var tinyDenseNet: Architecture {
    Architecture(
      .densenet(
        DenseNetStructure(
          blocks: [1, 2], growthRate: 4, hasBottleneck: true, compression: 0.5,
          initialChannels: 8)))
  }
}

extension RunSettings {
  /// A tiny network on the digits, fast enough for a test.
  static func tiny(
    _ network: Architecture = .tinyDenseNet, duration: Training.Duration = .steps(10),
    trainSamples: Int? = 200, batchSize: Int = 32,
    schedule: Schedule = .constant, evaluateEvery: Int? = nil, seed: UInt64 = 1, threads: Int = 1,
    interventions: [Intervention] = []
  ) -> RunSettings {
    RunSettings(
      dataset: "digits", trainSamples: trainSamples,
      network: network,
      batchSize: batchSize,
      optimizer: SGD(learningRate: 0.1, momentum: 0.9, isNesterov: true, weightDecay: 1e-4),
      schedule: schedule, duration: duration, evaluateEvery: evaluateEvery, seed: seed,
      threads: threads, instructionSet: .best, interventions: interventions)
  }
}

extension [RunEvent] {
  var steps: [StepMetrics] {
    compactMap { if case .step(let metrics) = $0 { metrics } else { nil } }
  }
  var evaluations: [Evaluation] {
    compactMap { if case .evaluation(let evaluation) = $0 { evaluation } else { nil } }
  }
  var applied: [CommandApplied] {
    compactMap { if case .commandApplied(let applied) = $0 { applied } else { nil } }
  }
  var rejected: [CommandRejected] {
    compactMap { if case .commandRejected(let rejected) = $0 { rejected } else { nil } }
  }
  var reuse: [Reuse] { compactMap { if case .reuse(let reuse) = $0 { reuse } else { nil } } }
  var layerStatistics: [LayerStatistics] {
    compactMap { if case .layerStatistics(let statistics) = $0 { statistics } else { nil } }
  }
  var networkChanges: [NetworkChanged] {
    compactMap { if case .networkChanged(let change) = $0 { change } else { nil } }
  }
}
