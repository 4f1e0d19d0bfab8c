import Channel
import Foundation

/// How a run goes, for a person without a screen: one line on standard error that is written over
/// and over, or a plain line now and then where standard error is no terminal.
struct ProgressReport {
  private let isTerminal: Bool
  /// Updates of the whole run.
  private var steps = 0
  /// Names of the networks; none where there is one.
  private var labels: [String] = []
  /// Networks that have failed while others go on.
  private var failed: Set<Int> = []
  /// The newest step of each network.
  private var newest: [Int: StepMetrics] = [:]
  private var lastLine: ContinuousClock.Instant?
  private var isLineOpen = false

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  /// Takes the next event.
  mutating func show(_ event: RunEvent) {
    switch event {
    case .runStarted(let run):
      steps = run.optimizer.steps
      labels = run.networks.count > 1 ? run.networks.map { $0.label ?? $0.name } : []
      let networks = run.networks.enumerated().map { index, network in
        name(of: index) + "\(network.name), \(network.parameters) parameters"
      }
      let augmented = run.augmentation == "standard" ? ", moved and mirrored at random" : ""
      line(
        networks.joined(separator: "; ") + ", on \(run.dataset.name): "
          + "\(run.dataset.trainSamples) images to train\(augmented), \(run.dataset.testSamples) to test, "
          + "\(run.optimizer.steps) step\(run.optimizer.steps == 1 ? "" : "s") of \(run.batchSize)")
    case .step(let metrics):
      newest[metrics.network] = metrics
      let now = ContinuousClock.now
      let interval = isTerminal ? 0.1 : 10
      if let lastLine, now - lastLine < .seconds(interval) { return }
      // All networks' figures stand in one line, of the same step.
      if !labels.isEmpty, metrics.network != labels.indices.last(where: { !failed.contains($0) }) {
        return
      }
      lastLine = now
      let text = "step \(metrics.step) of \(steps)  epoch \(metrics.epoch)  " + figures(metrics)
      if isTerminal {
        StandardStream.error.write("\r\u{1B}[K\(text)")
        isLineOpen = true
      } else {
        line(text)
      }
    case .evaluation(let evaluation):
      line(
        "step \(evaluation.step): \(name(of: evaluation.network))test loss \(decimal(evaluation.loss, 4)), "
          + "test accuracy \(percent(evaluation.accuracy)) of \(evaluation.samples) images")
    case .commandApplied(let applied):
      if let restored = applied.restoredStep {
        let direction = restored > applied.step ? "forward" : "back"
        line("step \(applied.step): \(name(of: applied.network))\(direction) to step \(restored)")
      }
      if let connections = applied.connections {
        line("step \(applied.step): \(name(of: applied.network))\(words(connections, applied))")
      }
      guard let knob = applied.knob, let before = applied.before, let after = applied.after else {
        return
      }
      var text =
        "step \(applied.step): \(name(of: applied.network))\(knob.title) \(knob.text(before)) → \(knob.text(after))"
      if let lossBefore = applied.lossBefore, let lossAfter = applied.lossAfter {
        text += ", loss on the next batch \(decimal(lossBefore, 4)) → \(decimal(lossAfter, 4))"
      }
      line(text)
    case .changeEffect(let effect): show(effect)
    case .commandRejected(let rejected):
      line("step \(rejected.step): \(name(of: rejected.network ?? 0))refused: \(rejected.reason)")
    case .warning(let warning):
      line("step \(warning.step): \(name(of: warning.network))warning: \(warning.message)")
    case .runEnded(let ended):
      if let network = ended.network {
        failed.insert(network)
        line("step \(ended.step): \(name(of: network))failed: \(ended.message)")
      } else if ended.reason != .failed {
        line(ended.message)
      }
    case .networkChanged(let change): steps = change.steps ?? steps
    case .checkpoint, .reuse, .shortcuts, .layerStatistics: break
    }
  }

  /// A network's name before what is said of it; nothing where there is one.
  private func name(of network: Int) -> String {
    labels.indices.contains(network) ? labels[network] + ": " : ""
  }

  /// What the newest step came to: of one network in full, of several the losses side by side.
  private func figures(_ metrics: StepMetrics) -> String {
    guard !labels.isEmpty else {
      return "loss \(decimal(metrics.loss, 4))  accuracy \(percent(metrics.accuracy))  "
        + "\(Int(metrics.imagesPerSecond)) images/s"
    }
    return "loss  "
      + labels.indices.map { "\(labels[$0]) \(newest[$0].map { decimal($0.loss, 4) } ?? "–")" }
      .joined(separator: "  ")
  }

  /// `9 of 30 connections cut, test accuracy 87.3 % → 86.9 %`.
  private func words(_ connections: Int, _ applied: CommandApplied) -> String {
    var words = "\(connections) of \(applied.connectionsBefore ?? connections) connections cut"
    if let before = applied.accuracyBefore, let after = applied.accuracyAfter {
      words += ", test accuracy \(percent(before)) → \(percent(after))"
    }
    return words
  }

  private mutating func show(_ effect: ChangeEffect) {
    let change =
      "step \(effect.step): \(name(of: effect.network))after \(effect.command.text ?? "a change") at step "
    if let maps = effect.newMaps, let used = effect.newMapsInUse {
      line(change + "\(effect.commandStep), \(used) of \(maps) new maps are in use")
    }
    if let steps = effect.recoveredAfter {
      line(change + "\(effect.commandStep), the loss has recovered in \(steps) steps")
    }
  }

  /// Leaves the cursor at the start of a line.
  mutating func finish() {
    if isLineOpen { StandardStream.error.write("\n") }
    isLineOpen = false
  }

  private mutating func line(_ text: String) {
    if isLineOpen { StandardStream.error.write("\r\u{1B}[K") }
    StandardStream.error.line(text)
    isLineOpen = false
  }

  private func decimal(_ value: Double, _ places: Int) -> String {
    value.isFinite ? String(format: "%.\(places)f", value) : "NaN"
  }

  private func percent(_ share: Double) -> String { decimal(100 * share, 1) + " %" }
}
