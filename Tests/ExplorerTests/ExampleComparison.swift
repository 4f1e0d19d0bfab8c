import Channel
import Screen

@testable import Explorer

/// Three invented networks that are compared: one learns fast, one slower, and of the third, which is as
/// deep and has no shortcuts, gradients explode on their way back.
enum ExampleComparison {
  static let names = ["dense", "residual", "plain"]

  static func description(_ network: Int) -> NetworkDescription {
    let layers = Example.layers.prefix(9 - 2 * network).enumerated().map { index, layer in
      LayerDescription(
        name: network == 0 ? layer.0 : "layer\(index)", kind: "convolution",
        block: network == 0 ? layer.1 : nil, outputShape: [8, 28, 28],
        parameters: 144 * (network + 1), multiplyAdds: 112_896 * (network + 1),
        memory: 1_605_632 * (network + 1))
    }
    return NetworkDescription(
      name: ["DenseNet-BC (10, k=8)", "ResNet-7", "plain-5"][network],
      architecture: ["densenet", "resnet", "plain"][network],
      parameters: layers.map(\.parameters).reduce(0, +), layers: layers, label: names[network])
  }

  static func started(_ network: Int, batchSize: Int = 64, samples: Int = 1500) -> RunEvent {
    guard case .runStarted(var run) = Example.started else { return Example.started }
    run.networks = [description(network)]
    run.batchSize = batchSize
    run.dataset.trainSamples = samples
    return .runStarted(run)
  }

  /// A step of a network; with 24 steps to an epoch.
  static func step(_ step: Int, _ network: Int, loss: Double? = nil) -> RunEvent {
    let progress = Double(step) / Double(network + 1)
    let layers = description(network).layers.count
    return .step(
      StepMetrics(
        step: step, epoch: 1 + (step - 1) / 24, network: network,
        loss: loss ?? 2.3 / (1 + progress / 10) + (step % 7 == network ? 0.1 : 0),
        accuracy: min(0.1 + progress / 150, 0.95), learningRate: 0.1,
        gradientNorms: (0..<layers).map { layer in
          loss?.isFinite == false
            ? .nan : 0.02 * growth(network, layer) * (1 + 0.1 * Double(step % 5))
        },
        updateRatios: (0..<layers).map { _ in 1e-3 }, weightNorms: (0..<layers).map { _ in 2.5 },
        seconds: progress / 10, imagesPerSecond: Double(6400 / (network + 1))))
  }

  /// The gradient of a layer as a multiple of the last one's.
  private static func growth(_ network: Int, _ layer: Int) -> Double {
    let behind = description(network).layers.count - 1 - layer
    let ratio = [0.9, 1.2, 8][network]
    return (0..<behind).reduce(1) { product, _ in product * ratio }
  }

  static func evaluation(_ step: Int, _ network: Int) -> RunEvent {
    .evaluation(
      Evaluation(
        step: step, network: network, loss: 2.4 / (1 + Double(step) / Double(12 * (network + 1))),
        accuracy: min(0.5 + Double(step) / Double(200 * (network + 1)), 0.97), samples: 297))
  }

  /// All events of a network's run.
  ///
  /// - Parameter broken: the step from which on nothing is finite.
  static func events(_ network: Int, steps: Int, brokenFrom broken: Int = .max) -> [RunEvent] {
    var events = [started(network)]
    for step in 1...max(steps, 1) {
      events.append(Self.step(step, network, loss: step >= broken ? .nan : nil))
      if step % 20 == 0 { events.append(evaluation(step, network)) }
      if step == broken {
        let warning = RunWarning(step: step, kind: .notFinite, message: "the loss is not finite")
        events.append(.warning(warning))
      }
    }
    return events
  }

  static func snapshot(
    _ network: Int, step: Int, _ activity: Snapshot.Activity = .training
  ) -> Snapshot {
    var snapshot = Snapshot(activity: activity, step: step, knobs: Example.knobs)
    if network == 0 {
      snapshot.reuse = Example.reuse(growthRate: 8)
    } else {
      snapshot.knobs[.growthRate] = nil
    }
    return snapshot
  }

  /// The screen after so many steps.
  ///
  /// - Parameters:
  ///   - behind: steps of the second network, which was paused.
  ///   - broken: the step from which on the third one's numbers are not finite.
  static func state(steps: Int = 120, behind: Int? = nil, brokenFrom broken: Int = .max)
    -> ExplorerState
  {
    var state = ExplorerState(networks: 3)
    for network in names.indices {
      let last = network == 1 ? behind ?? steps : steps
      state.receive(
        events(network, steps: last, brokenFrom: network == 2 ? broken : .max),
        snapshot: snapshot(network, step: last, last < steps ? .paused : .training),
        network: network)
    }
    state.session.message = nil
    return state
  }
}

extension ExplorerState {
  @discardableResult
  mutating func receive(
    _ events: [RunEvent], snapshot: Snapshot?, network: Int
  ) -> [Effect] {
    update(&self, .news(RunChannel.News(events: events, snapshot: snapshot), network: network))
  }
}
