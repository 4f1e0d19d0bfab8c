import ArgumentParser
import Channel
import Dispatch
import Foundation
import Synchronization
import Training

/// A run that nobody watches on a screen, from its start to the program's exit code.
struct HeadlessRun {
  let run: PlannedRun
  let writesJSON: Bool
  let warningPolicy: WarningPolicy

  init(_ run: PlannedRun, _ options: RunOptions, writesJSON: Bool) {
    self.run = run
    self.writesJSON = writesJSON
    warningPolicy = options.continueAfterWarnings ? .goOn : .fail
  }

  /// How it ended.
  enum End {
    case done
    /// The run itself failed.
    case failed(Failure)
    /// A signal ended it, or that nobody reads its log any more.
    case stopped(Failure)

    /// What the program then ends with; `nil` where all went well.
    var failure: Failure? {
      switch self {
      case .done: nil
      case .failed(let failure), .stopped(let failure): failure
      }
    }
  }

  /// Trains to the end.
  ///
  /// - Parameter observer: sees each event, on the run's queue.
  func train(observer: @escaping @Sendable (RunEvent) -> Void = { _ in }) -> End {
    let channels = RunChannel.channels(run.networks, capacity: 1)
    @Sendable func stopAll() { for channel in channels { channel.send(.stop) } }
    for notice in run.notices { StandardStream.error.line(notice) }
    // What ended the run besides itself.
    let stop = Mutex<Failure?>(nil)
    let result = Mutex<Result<RunEnded, RunError>?>(nil)
    withStopSignals { number in
      let isFirst = stop.withLock { stop in
        defer { stop = stop ?? Failure(signal: number) }
        return stop == nil
      }
      // Whoever asks twice does not want to wait for the step that is under way.
      if !isFirst { exit(128 + number) }
      stopAll()
    } during: {
      let progress = Mutex(ProgressReport(isTerminal: StandardStream.error.isTerminal))
      let end = DispatchSemaphore(value: 0)
      run.start(channels, warningPolicy: warningPolicy) { event, line in
        progress.withLock { $0.show(event) }
        observer(event)
        // A reader that has stalled is no reason to go on with a run that is to end.
        let isGivenUp = { stop.withLock { $0 != nil } }
        guard writesJSON, StandardStream.output.waitForReader(unless: isGivenUp) else { return }
        do throws(RunError) {
          try StandardStream.output.writeOrFail(line)
        } catch {
          let isFirst = stop.withLock { stop in
            defer { stop = stop ?? Failure(error) }
            return stop == nil
          }
          if isFirst { stopAll() }
        }
      } completion: { ended in
        result.withLock { $0 = ended }
        end.signal()
      }
      end.wait()
      progress.withLock { $0.finish() }
    }
    let stopped = stop.withLock(\.self).map(End.stopped)
    if case .failure(let error) = result.withLock(\.self) {
      return stopped ?? .failed(Failure(error))
    }
    StandardStream.error.line("The run is in \(run.folder.relativePath)")
    return stopped ?? .done
  }
}
