import Channel
import Foundation

/// How a run goes, for a person without a screen: one line on standard error that is written over
/// and over, or a plain line now and then where standard error is no terminal.
struct ProgressReport {
  private let isTerminal: Bool
  /// Updates of the whole run.
  private var steps = 0
  private var lastLine: ContinuousClock.Instant?
  private var isLineOpen = false

  init(isTerminal: Bool) { self.isTerminal = isTerminal }

  /// Takes the next event.
  mutating func show(_ event: RunEvent) {
    switch event {
    case .runStarted(let run):
      steps = run.optimizer.steps
      let network = run.networks.first
      line(
        "\(network?.name ?? ""), \(network?.parameters ?? 0) parameters, on \(run.dataset.name): "
          + "\(run.dataset.trainSamples) images to train, \(run.dataset.testSamples) to test, "
          + "\(run.optimizer.steps) step\(run.optimizer.steps == 1 ? "" : "s") of \(run.batchSize)")
    case .step(let metrics):
      let now = ContinuousClock.now
      let interval = isTerminal ? 0.1 : 10
      if let lastLine, now - lastLine < .seconds(interval) { return }
      lastLine = now
      let text =
        "step \(metrics.step) of \(steps)  epoch \(metrics.epoch)  "
        + "loss \(decimal(metrics.loss, 4))  accuracy \(percent(metrics.accuracy))  "
        + "\(Int(metrics.imagesPerSecond)) images/s"
      if isTerminal {
        StandardStream.error.write("\r\u{1B}[K\(text)")
        isLineOpen = true
      } else {
        line(text)
      }
    case .evaluation(let evaluation):
      line(
        "step \(evaluation.step): test loss \(decimal(evaluation.loss, 4)), "
          + "test accuracy \(percent(evaluation.accuracy)) of \(evaluation.samples) images")
    case .commandApplied(let applied):
      if let restored = applied.restoredStep {
        let direction = restored > applied.step ? "forward" : "back"
        line("step \(applied.step): \(direction) to step \(restored)")
      }
      if let connections = applied.connections {
        line("step \(applied.step): \(words(connections, applied))")
      }
      guard let knob = applied.knob, let before = applied.before, let after = applied.after else {
        return
      }
      var text =
        "step \(applied.step): \(knob.title) \(knob.text(before)) → \(knob.text(after))"
      if let lossBefore = applied.lossBefore, let lossAfter = applied.lossAfter {
        text += ", loss on the next batch \(decimal(lossBefore, 4)) → \(decimal(lossAfter, 4))"
      }
      line(text)
    case .changeEffect(let effect): show(effect)
    case .commandRejected(let rejected): line("step \(rejected.step): refused: \(rejected.reason)")
    case .warning(let warning): line("step \(warning.step): warning: \(warning.message)")
    case .runEnded(let ended): if ended.reason != .failed { line(ended.message) }
    case .networkChanged(let change): steps = change.steps ?? steps
    case .checkpoint, .reuse, .shortcuts, .layerStatistics: break
    }
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
    let change = "step \(effect.step): after \(effect.command.text ?? "a change") at step "
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
