import Channel

extension RunEvent {
  /// The event's name in a log.
  public var name: String {
    switch self {
    case .runStarted: "run_started"
    case .step: "step"
    case .evaluation: "evaluation"
    case .reuse: "reuse"
    case .shortcuts: "shortcuts"
    case .layerStatistics: "layer_statistics"
    case .networkChanged: "network_changed"
    case .checkpoint: "checkpoint"
    case .commandApplied: "command_applied"
    case .changeEffect: "change_effect"
    case .commandRejected: "command_rejected"
    case .warning: "warning"
    case .runEnded: "run_ended"
    }
  }

  /// Updates before the event, or with it; 0 of the beginning.
  public var step: Int {
    switch self {
    case .runStarted: 0
    case .step(let fields): fields.step
    case .evaluation(let fields): fields.step
    case .reuse(let fields): fields.step
    case .shortcuts(let fields): fields.step
    case .layerStatistics(let fields): fields.step
    case .networkChanged(let fields): fields.step
    case .checkpoint(let fields): fields.step
    case .commandApplied(let fields): fields.step
    case .changeEffect(let fields): fields.step
    case .commandRejected(let fields): fields.step
    case .warning(let fields): fields.step
    case .runEnded(let fields): fields.step
    }
  }

  /// Why no run can have had such an event; `nil` if one can. Whoever counts with steps, indices and sizes
  /// from a log need not fear then that they overflow.
  public var objection: String? {
    guard 0...RunStarted.mostSteps ~= step else {
      return "step \(step): expected 0…\(RunStarted.mostSteps)"
    }
    if let network, !(0..<RunStarted.mostNetworks ~= network) {
      return "network \(network): expected 0…\(RunStarted.mostNetworks - 1)"
    }
    switch self {
    case .runStarted(let start): return start.objection
    case .step(let metrics):
      let isPossible =
        1...RunStarted.mostSteps ~= metrics.epoch && 0...1e12 ~= metrics.seconds
        && 0...1e15 ~= metrics.imagesPerSecond && 0...1 ~= metrics.accuracy
      return isPossible ? forkObjection(metrics.fork) : "a step with impossible figures"
    case .evaluation(let evaluation):
      let isPossible = 0...1 ~= evaluation.accuracy && 0...(1 << 40) ~= evaluation.samples
      guard isPossible, (evaluation.confusion ?? []).isConfusion else {
        return "an evaluation with impossible figures"
      }
      return forkObjection(evaluation.fork)
    case .reuse(let reuse):
      let isPossible =
        1...10_000 ~= reuse.block && reuse.maps.allSatisfy { 0...(1 << 30) ~= $0 }
      return isPossible ? nil : "a reuse of block \(reuse.block)"
    case .networkChanged(let change):
      if let steps = change.steps, !(0...RunStarted.mostSteps ~= steps) { return "\(steps) steps" }
      return change.description.objection
    case .commandApplied(let applied):
      let numbers = [applied.restoredStep, applied.connections, applied.connectionsBefore]
      guard numbers.allSatisfy({ 0...RunStarted.mostSteps ~= $0 ?? 0 }) else {
        return "a command with impossible figures"
      }
      return forkObjection(applied.fork)
    case .changeEffect(let effect):
      let numbers = [
        effect.commandStep, effect.newMaps, effect.newMapsInUse, effect.recoveredAfter,
      ]
      guard numbers.allSatisfy({ 0...RunStarted.mostSteps ~= $0 ?? 0 }) else {
        return "an effect with impossible figures"
      }
      return forkObjection(effect.fork)
    case .warning(let warning):
      return 0...RunStarted.mostSteps ~= warning.undoStep ?? 0 ? nil : "a warning of no step"
    case .shortcuts, .layerStatistics, .checkpoint, .commandRejected, .runEnded: return nil
    }
  }

  private func forkObjection(_ name: String?) -> String? {
    guard let name, !ForkName.isName(name) else { return nil }
    return "fork '\(name.prefix(40))': expected 1…40 letters, digits, - or _"
  }
}

extension [[Int]] {
  /// Whether it can be a table of classes and answers.
  fileprivate var isConfusion: Bool {
    count <= 256 && allSatisfy { row in row.count <= 256 && row.allSatisfy { 0...(1 << 40) ~= $0 } }
  }
}

extension RunStarted {
  /// More updates than any run has, as options have it.
  static let mostSteps = 1_000_000_000
  /// As many networks as a comparison can have.
  static let mostNetworks = Comparison.counts.upperBound

  /// Why no run can have begun so; `nil` if one can.
  fileprivate var objection: String? {
    guard format == Self.currentFormat else {
      return "format '\(format.prefix(40))': expected \(Self.currentFormat)"
    }
    guard 1...Self.mostNetworks ~= networks.count else {
      return "\(networks.count) networks: expected 1…\(Self.mostNetworks)"
    }
    let counts = [dataset.trainSamples, dataset.testSamples]
    guard 1...65_536 ~= batchSize, 0...65_536 ~= threads, 0...Self.mostSteps ~= optimizer.steps,
      counts.allSatisfy({ 0...(1 << 40) ~= $0 }), dataset.classes.count <= 1 << 20,
      dataset.shape.allSatisfy({ 0...65_536 ~= $0 }), 0...Self.mostSteps ~= resumedStep ?? 0
    else { return "a run with impossible figures" }
    return networks.lazy.compactMap(\.objection).first
  }
}

extension NetworkDescription {
  /// More than any network has that can be asked for.
  private static let mostLayers = 100_000

  /// Why there is no such network; `nil` if there can be.
  fileprivate var objection: String? {
    guard layers.count <= Self.mostLayers else { return "a network of \(layers.count) layers" }
    let isPossible = layers.allSatisfy { layer in
      [layer.parameters, layer.inputs, layer.multiplyAdds, layer.memory].allSatisfy {
        0...(1 << 50) ~= $0 ?? 0
      } && layer.outputShape.allSatisfy { 0...(1 << 30) ~= $0 }
    }
    return isPossible && 0...(1 << 60) ~= parameters ? nil : "a network with impossible figures"
  }
}
