import Channel

/// The log of several networks, beside those that each has in its own folder.
final class ComparisonLog {
  private let folder: RunFolder
  private let names: [String]
  private let observer: (RunEvent, String) -> Void
  /// The last step of any network.
  private var step = 0

  init(_ folder: RunFolder, names: [String], observer: @escaping (RunEvent, String) -> Void) {
    self.folder = folder
    self.names = names
    self.observer = observer
  }

  /// Writes that the comparison begins.
  ///
  /// - Parameter networks: how each of its networks begins.
  func begin(_ networks: [RunStarted]) throws(RunError) {
    guard var start = networks.first else { return }
    start.networks = networks.flatMap(\.networks)
    try append(.runStarted(start))
  }

  /// Adds what happened to one network. That a single one begins, or ends as it should, is for its own log
  /// alone.
  func append(_ event: RunEvent, of network: Int) throws(RunError) {
    if case .step(let metrics) = event { step = max(step, metrics.step) }
    switch event {
    case .runStarted: return
    case .runEnded(let end) where end.reason != .failed: return
    default: try append(event.of(network: network, in: names[network]))
    }
  }

  /// Writes how the comparison ended.
  ///
  /// - Parameter results: how each network ended; at least one.
  func end(_ results: [Result<RunEnded, RunError>]) throws(RunError) -> Result<RunEnded, RunError> {
    var (ends, failures): ([RunEnded], [(name: String, error: RunError)]) = ([], [])
    for (name, result) in zip(names, results) {
      switch result {
      case .success(let end): ends.append(end)
      case .failure(let error): failures.append((name, error))
      }
    }
    guard let last = ends.max(by: { $0.step < $1.step }) else {
      let error = failures.first?.error ?? RunError(.other, "nothing was compared")
      let message = "\(failures.first?.name ?? ""): \(error.description)"
      try? append(.runEnded(RunEnded(step: step, reason: .failed, message: message)))
      return .failure(RunError(error.kind, message))
    }
    var end = last
    if ends.contains(where: { $0.reason == .stopped }) { end.reason = .stopped }
    let isOneMessage = ends.count == names.count && ends.allSatisfy { $0.message == last.message }
    if !isOneMessage {
      end.message = zip(names, results).compactMap { name, result in
        (try? result.get()).map { "\(name): \($0.message)" }
      }.joined(separator: " ")
    }
    for (name, error) in failures {
      let words = error.description
      end.message += " \(name) failed: \(words)\(words.hasSuffix(".") ? "" : ".")"
    }
    try folder.finish()
    try append(.runEnded(end))
    folder.close()
    return .success(end)
  }

  private func append(_ event: RunEvent) throws(RunError) {
    observer(event, try folder.append(event))
  }
}
