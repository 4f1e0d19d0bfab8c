import Channel
import Dispatch
import Explorer
import Foundation
import Networks
import Synchronization
import Training

/// The runs that a lesson makes, one after the other.
@MainActor
final class LessonRuns {
  /// Where their files go, a folder each.
  let folder: URL
  private let machine: MachineOptions
  private let pace: Double?
  private let wake: @Sendable () -> Void
  private var number = 0
  private var channels: [RunChannel] = []
  private var ended: DispatchSemaphore?
  private let outcome = Outcome()

  /// What the run's queue tells.
  private final class Outcome: Sendable {
    let failure = Mutex<String?>(nil)
  }

  /// - Parameters:
  ///   - machine: what computes.
  ///   - pace: steps a second at most; `nil` for as many as there can be.
  ///   - wake: called when a run has something to tell.
  init(
    folder: URL, machine: MachineOptions, pace: Double? = nil,
    wake: @escaping @Sendable () -> Void
  ) {
    (self.folder, self.machine, self.pace, self.wake) = (folder, machine, pace, wake)
  }

  /// Ends the run that is under way, whatever becomes of the other, and begins that, in a pause.
  ///
  /// - Returns: a channel for each of its networks.
  func begin(_ run: LessonRun) throws(Failure) -> [RunChannel] {
    stop()
    let contestants = try Self.contestants(run, machine)
    number += 1
    channels = RunChannel.channels(contestants.count, wake: wake)
    for channel in channels { channel.send(.pause) }
    let ended = DispatchSemaphore(value: 0)
    self.ended = ended
    Comparison.start(
      contestants, folder: folder.appendingPathComponent("run-\(number)"), channels: channels,
      warningPolicy: .goOn, pace: pace, staysForViewer: true
    ) { [outcome, wake] result in
      if case .failure(let error) = result {
        outcome.failure.withLock { $0 = error.description }
      }
      ended.signal()
      wake()
    }
    return channels
  }

  /// Ends the run that is under way; waits until its files are whole, for five seconds at most.
  func stop() {
    for channel in channels { channel.send(.stop) }
    channels = []
    _ = ended?.wait(timeout: .now() + .seconds(5))
    ended = nil
  }

  /// Why a run could not be made, if one could not since the last call.
  func takeFailure() -> String? {
    outcome.failure.withLock { failure in
      defer { failure = nil }
      return failure
    }
  }

  /// The networks of a run that a lesson wants. What its options must not say was refused when the lesson
  /// was read.
  static func contestants(
    _ run: LessonRun, _ machine: MachineOptions
  ) throws(Failure) -> [Contestant] {
    let words = (run.options ?? "").split(whereSeparator: \.isWhitespace).map(String.init)
    var options: RunOptions
    do {
      options = try RunOptions.parse(words)
    } catch {
      throw .usage("options '\(harmless(run.options ?? ""))': \(RunOptions.message(for: error))")
    }
    options.training.machine = machine
    // A lesson says how far its runs go, and drops the learning rate by commands.
    options.schedule = options.schedule ?? .constant
    options.steps = 1_000_000
    // What one may go back to in a lesson is a few minutes old.
    options.timeLine = options.timeLine ?? 64
    var specifications: [NetworkSpecification] = []
    for network in run.networks {
      specifications.append(
        try NetworkSpecification("\(network.name) = \(network.specification)"))
    }
    return try Contestants.make(specifications, options, match: .depth)
  }
}
