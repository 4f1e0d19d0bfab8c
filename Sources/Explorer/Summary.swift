import Channel

extension ExplorerState {
  /// What stays in the scrollback when the screen has closed: what ran and how it ended.
  public func summary() -> [String] {
    session.networks.flatMap { summary(of: $0.live) }
  }

  private func summary(of observed: ObservedRun) -> [String] {
    let history = observed.history
    guard let run = observed.started, let network = run.networks.first else { return [] }
    let name = session.isComparison ? "\(observed.label): " : ""
    var lines = [
      "\(name)\(network.name), \(network.parameters) parameters at the start, on \(run.dataset.name)"
    ]
    if let last = history.lastStep {
      lines.append(
        "step \(last.step), epoch \(last.epoch): loss \(decimal(last.loss)), "
          + "accuracy \(percent(last.accuracy))")
    }
    if let test = history.evaluations.last {
      lines.append(
        "test after step \(test.step): loss \(decimal(test.loss)), "
          + "accuracy \(percent(test.accuracy)) of \(test.samples) images")
    }
    lines += history.changes.suffix(16).map { change in
      "step \(change.step): "
        + ([change.text] + change.effects.map(\.words)).joined(separator: "; ")
    }
    lines.append(observed.ended?.message ?? "The run was still going when the screen closed.")
    return lines
  }
}
