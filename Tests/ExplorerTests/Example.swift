import Channel
import Explorer
import Screen

/// A run that was invented to the last digit, so that pictures of it can be compared.
enum Example {
  static let layers = [
    ("features.conv0", nil), ("features.denseblock1.denselayer1.conv1", 1),
    ("features.denseblock1.denselayer1.conv2", 1), ("features.denseblock1.denselayer2.conv1", 1),
    ("features.denseblock1.denselayer2.conv2", 1), ("features.transition1.conv", nil),
    ("features.denseblock2.denselayer1.conv1", 2), ("features.denseblock2.denselayer1.conv2", 2),
    ("classifier", nil),
  ]

  static let started = RunEvent.runStarted(
    RunStarted(
      seed: 1, batchSize: 64, threads: 2, instructionSet: "avx2",
      dataset: DatasetDescription(
        name: "fashion-mnist", classes: ["shirt", "bag"], trainSamples: 60_000, testSamples: 10_000,
        shape: [1, 28, 28]),
      optimizer: OptimizerDescription(
        learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 1e-4, schedule: "step",
        steps: 9380),
      networks: [
        NetworkDescription(
          name: "DenseNet-BC (10, k=8)", architecture: "densenet", parameters: 12_345,
          layers: layers.map {
            LayerDescription(
              name: $0.0, kind: "convolution", block: $0.1, outputShape: [8, 28, 28],
              parameters: 144)
          })
      ]))

  /// A run of another network than a DenseNet.
  static func started(_ architecture: String, layers: [String]) -> RunEvent {
    guard case .runStarted(var run) = started else { return started }
    run.networks = [
      NetworkDescription(
        name: architecture, architecture: architecture, parameters: 12_345,
        layers: layers.map {
          LayerDescription(
            name: $0, kind: "convolution", block: 1, outputShape: [16, 28, 28], parameters: 144)
        })
    ]
    return .runStarted(run)
  }

  static let shortcuts = Shortcuts(
    step: 0,
    blocks: [
      Shortcuts.Block(name: "layer1.0", residual: 120, shortcut: 80),
      Shortcuts.Block(name: "layer1.1", residual: 30, shortcut: 150),
      Shortcuts.Block(name: "layer2.0", residual: 90, shortcut: 90),
      Shortcuts.Block(name: "layer2.1", residual: .infinity, shortcut: 90),
    ])

  /// The screen of a ResNet, on the pane of its shortcuts.
  static func residualState() -> ExplorerState {
    var state = ExplorerState()
    let layers = ["conv1", "layer1.0.conv1", "layer1.0.conv2", "layer1.1.conv1", "fc"]
    var snapshot = Snapshot(activity: .training, step: 3, knobs: knobs, shortcuts: shortcuts)
    snapshot.knobs[.growthRate] = nil
    state.receive(
      [started("resnet", layers: layers)] + (1...3).map { step($0) }, snapshot: snapshot)
    state.press(.character("3"), .down)
    return state
  }

  static func step(_ step: Int, loss: Double? = nil) -> RunEvent {
    let progress = Double(step)
    return .step(
      StepMetrics(
        step: step, epoch: 1 + step / 100,
        loss: loss ?? 2.3 / (1 + progress / 20) + (step % 7 == 0 ? 0.2 : 0),
        accuracy: min(0.1 + progress / 150, 0.9), learningRate: 0.1,
        gradientNorms: layers.indices.map { Double($0 + 1) * 0.01 * (1 + progress / 50) },
        updateRatios: layers.map { _ in 1e-3 }, weightNorms: layers.map { _ in 2.5 },
        seconds: progress / 10, imagesPerSecond: 912))
  }

  static let knobs: [Knob: Double] = [
    .growthRate: 8, .learningRate: 0.1, .momentum: 0.9, .weightDecay: 1e-4, .dropout: 0.2,
    .batchSize: 64,
  ]

  static func reuse(growthRate: Int) -> [Reuse] {
    [
      Reuse(
        step: 0, block: 1, matrix: [[0.2, nil, nil], [0.1, 0.3, nil], [0.05, 0.1, 0.2]],
        maps: [16, growthRate, growthRate]),
      Reuse(
        step: 0, block: 2, matrix: [[0.2, nil], [0.1, 0.3]], maps: [8 + growthRate, growthRate]),
    ]
  }

  static func snapshot(
    _ activity: Snapshot.Activity, step: Int, growthRate: Int = 8
  ) -> Snapshot {
    Snapshot(
      activity: activity, step: step,
      knobs: knobs.merging([.growthRate: Double(growthRate)]) { $1 },
      reuse: reuse(growthRate: growthRate))
  }

  /// The screen after so many steps, a change of the growth rate and an evaluation.
  static func state(steps: Int = 120) -> ExplorerState {
    var state = ExplorerState()
    var events = [started]
    for number in 1...max(steps, 1) {
      events.append(step(number))
      if number == 60 {
        events.append(
          .commandApplied(
            CommandApplied(
              step: 60, command: .set(.growthRate, value: 12), knob: .growthRate, before: 8,
              after: 12, lossBefore: 0.6012, lossAfter: 0.6012)))
      }
      if number == 100 {
        events.append(
          .evaluation(Evaluation(step: 100, loss: 0.41, accuracy: 0.853, samples: 10_000)))
      }
    }
    state.receive(events, snapshot: snapshot(.training, step: steps, growthRate: 12))
    return state
  }
}

extension ExplorerState {
  @discardableResult
  mutating func receive(_ events: [RunEvent] = [], snapshot: Snapshot? = nil) -> [Effect] {
    update(&self, .news(RunChannel.News(events: events, snapshot: snapshot)))
  }

  /// What the screen wants done then, but for what the run is told of where one looks.
  @discardableResult
  mutating func press(_ keys: Key...) -> [Effect] {
    keys.flatMap { update(&self, .key($0)) }.filter { if case .show = $0 { false } else { true } }
  }

  /// The screen after some keys.
  func pressed(_ keys: Key...) -> ExplorerState {
    var state = self
    for key in keys { state.press(key) }
    return state
  }

  /// Types a line at the command line.
  @discardableResult
  mutating func enter(_ line: String) -> [Effect] {
    press(.character(":"))
    return line.flatMap { press(.character($0)) } + press(.enter)
  }

  /// The picture's characters, a line for each row.
  func lines(rows: Int = 40, columns: Int = 120, display: Display = Display()) -> [String] {
    var grid = Grid(size: .init(rows: rows, columns: columns))
    view(self, into: &grid, display: display)
    return (0..<rows).map { String(grid.row($0).map(\.character)) }
  }

  func shows(_ text: String, rows: Int = 40, columns: Int = 120) -> Bool {
    lines(rows: rows, columns: columns).contains { $0.contains(text) }
  }
}
