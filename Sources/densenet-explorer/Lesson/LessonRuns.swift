import Channel
import Dispatch
import Explorer
import Foundation
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
  /// How the newest run ends.
  private var outcome = Outcome()

  /// What a run's queue tells of its end.
  private final class Outcome: Sendable {
    let failure = Mutex<String?>(nil)
    let ended = DispatchSemaphore(value: 0)
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
    let contestants = try Contestants.of(run, on: machine)
    number += 1
    channels = RunChannel.channels(contestants.count, wake: wake)
    for channel in channels {
      for command in LessonRun.firstCommands { channel.send(command) }
    }
    Comparison.start(
      contestants, folder: folder.appendingPathComponent("run-\(number)"), channels: channels,
      warningPolicy: .goOn, pace: pace, staysForViewer: true
    ) { [outcome, wake] result in
      if case .failure(let error) = result {
        outcome.failure.withLock { $0 = error.description }
      }
      outcome.ended.signal()
      wake()
    }
    return channels
  }

  /// Ends the run that is under way; waits until its files are whole, for five seconds at most.
  func stop() {
    for channel in channels { channel.send(.stop) }
    if !channels.isEmpty { _ = outcome.ended.wait(timeout: .now() + .seconds(5)) }
    channels = []
    outcome = Outcome()
  }

  /// Why the newest run could not be made, if it could not and this was not told yet.
  func takeFailure() -> String? {
    outcome.failure.withLock { failure in
      defer { failure = nil }
      return failure
    }
  }
}
