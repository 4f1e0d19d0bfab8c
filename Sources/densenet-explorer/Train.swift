import ArgumentParser
import Channel
import Dispatch
import Foundation
import Synchronization
import Training

/// `train`: a run without a screen.
struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train without a screen: a progress line on standard error.")

  @OptionGroup var options: RunOptions

  @Flag(help: "Write the run's log to standard output too, one JSON object per line.")
  var json = false

  mutating func run() throws {
    try HeadlessRun(options, writesJSON: json).run()
  }
}

/// A run that nobody watches on a screen, from its start to the program's exit code.
struct HeadlessRun {
  private let start: RunStart
  private let options: RunOptions
  private let writesJSON: Bool

  init(_ options: RunOptions, writesJSON: Bool) throws {
    self.options = options
    start = try RunStart(options)
    self.writesJSON = writesJSON
  }

  /// What ended the run besides itself.
  private enum Stop {
    case signal(Int32)
    case failure(Failure)
  }

  func run() throws {
    let channel = RunChannel(capacity: 1)
    let folder = RunDirectory.url(options.runDirectory, dataset: start.settings.dataset)
    if let notice = start.notice { StandardStream.error.line(notice) }
    let stop = Mutex<Stop?>(nil)
    let result = Mutex<Result<RunEnded, RunError>?>(nil)
    withStopSignals { number in
      let isFirst = stop.withLock { stop in
        defer { stop = stop ?? .signal(number) }
        return stop == nil
      }
      // Whoever asks twice does not want to wait for the step that is under way.
      if !isFirst { exit(128 + number) }
      channel.send(.stop)
    } during: {
      let progress = Mutex(ProgressReport(isTerminal: StandardStream.error.isTerminal))
      let end = DispatchSemaphore(value: 0)
      TrainingRun.start(
        start.settings, from: start.beginning, folder: folder, channel: channel,
        warningPolicy: options.continueAfterWarnings ? .goOn : .fail
      ) { event, line in
        progress.withLock { $0.show(event) }
        // A reader that has stalled is no reason to go on with a run that is to end.
        let isGivenUp = { stop.withLock { $0 != nil } }
        guard writesJSON, StandardStream.output.waitForReader(unless: isGivenUp) else { return }
        do throws(RunError) {
          try StandardStream.output.writeOrFail(line)
        } catch {
          let isFirst = stop.withLock { stop in
            defer { stop = stop ?? .failure(Failure(error)) }
            return stop == nil
          }
          if isFirst { channel.send(.stop) }
        }
      } completion: { ended in
        result.withLock { $0 = ended }
        end.signal()
      }
      end.wait()
      progress.withLock { $0.finish() }
    }
    if case .failure(let error) = result.withLock(\.self) { throw Failure(error) }
    StandardStream.error.line("The run is in \(folder.relativePath)")
    switch stop.withLock(\.self) {
    case .signal(let number): throw Failure(signal: number)
    case .failure(let failure): throw failure
    case nil: break
    }
  }
}

/// Whether whoever started the program wants it to ignore a signal, as `nohup` does.
private func isIgnored(_ number: Int32) -> Bool {
  let before = signal(number, SIG_IGN)
  signal(number, before)
  return unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
}

/// Runs `body` while signals that ask the program to end go to `handler`, on another thread.
private func withStopSignals(
  _ handler: @escaping @Sendable (Int32) -> Void, during body: () throws -> Void
) rethrows {
  let queue = DispatchQueue(label: "densenet-explorer.signals")
  let sources = [SIGINT, SIGTERM, SIGQUIT, SIGHUP].filter { !isIgnored($0) }.map { number in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
    source.setEventHandler { handler(number) }
    source.resume()
    return source
  }
  defer {
    for source in sources { source.cancel() }
  }
  try body()
}
