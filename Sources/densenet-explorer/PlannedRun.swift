import Channel
import Foundation
import Training

/// A run whose options were checked: of one network, or of several that are compared.
struct PlannedRun {
  private enum Content {
    case one(RunStart)
    case several([Contestant])
  }

  private let content: Content
  /// Where its files go.
  let folder: URL

  init(_ start: RunStart, _ options: RunOptions) {
    content = .one(start)
    folder = start.folder(options.runDirectory)
  }

  /// - Parameter contestants: at least one.
  init(comparing contestants: [Contestant], in folder: URL) {
    content = .several(contestants)
    self.folder = folder
  }

  /// How many networks it trains.
  var networks: Int {
    switch content {
    case .one: 1
    case .several(let contestants): contestants.count
    }
  }

  /// What is said of it before it begins, a line each.
  var notices: [String] {
    switch content {
    case .one(let start): start.notices
    case .several: []
    }
  }

  /// Goes through what a run that goes on in its folder has told so far.
  func forEachPastEvent(_ body: (RunEvent) -> Void) throws(Failure) {
    guard case .one(let start) = content, case .stored(let run) = start.beginning else { return }
    do {
      try run.forEachEvent(body)
    } catch {
      throw Failure(error)
    }
  }

  /// Starts it in the background; see `TrainingRun.start` and `Comparison.start`.
  ///
  /// - Parameter channels: one for each network.
  func start(
    _ channels: [RunChannel], warningPolicy: WarningPolicy, staysForViewer: Bool = false,
    observer: @escaping @Sendable (RunEvent, _ line: String) -> Void = { _, _ in },
    completion: @escaping @Sendable (Result<RunEnded, RunError>) -> Void
  ) {
    switch content {
    case .one(let start):
      TrainingRun.start(
        start.settings, from: start.beginning, folder: folder, channel: channels[0],
        warningPolicy: warningPolicy, staysForViewer: staysForViewer, observer: observer,
        completion: completion)
    case .several(let contestants):
      Comparison.start(
        contestants, folder: folder, channels: channels, warningPolicy: warningPolicy,
        staysForViewer: staysForViewer, observer: observer, completion: completion)
    }
  }
}
