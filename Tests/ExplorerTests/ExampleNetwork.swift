import Channel
import Screen

@testable import Explorer

/// Invented runs for the panes that show images and the network itself.
enum ExampleNetwork {
  static let classes = [
    "t-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
    "ankle boot",
  ]

  /// A DenseNet-BC of so many blocks of so many layers.
  static func dense(blocks: Int = 3, layers: Int = 6) -> NetworkDescription {
    var list = [layer("features.conv0", nil, 1, [16, 28, 28])]
    var channels = 16
    for block in 1...blocks {
      let side = 28 >> (block - 1)
      for number in 1...layers {
        let module = "features.denseblock\(block).denselayer\(number)"
        list.append(layer("\(module).conv1", block, channels, [32, side, side]))
        list.append(layer("\(module).conv2", block, 32, [8, side, side]))
        channels += 8
      }
      if block < blocks {
        let name = "features.transition\(block).conv"
        list.append(layer(name, nil, channels, [channels / 2, side / 2, side / 2]))
        channels /= 2
      }
    }
    list.append(layer("classifier", nil, channels, [10, 1, 1], kind: "linear"))
    return NetworkDescription(
      name: "DenseNet-BC (40, k=8)", architecture: "densenet",
      parameters: list.map(\.parameters).reduce(900, +), layers: list)
  }

  static func residual(_ architecture: String = "resnet") -> NetworkDescription {
    var list = [layer("conv1", nil, 1, [16, 28, 28])]
    for stage in 1...3 {
      for block in 0..<3 {
        let name = "layer\(stage).\(block)"
        list.append(layer("\(name).conv1", stage, 16, [16, 28, 28]))
        list.append(layer("\(name).conv2", stage, 16, [16, 28, 28]))
        if stage > 1, block == 0, architecture == "resnet" {
          list.append(layer("\(name).downsample.0", stage, 16, [16, 28, 28]))
        }
      }
    }
    list.append(layer("fc", nil, 16, [10, 1, 1], kind: "linear"))
    return NetworkDescription(
      name: architecture, architecture: architecture, parameters: 12_345, layers: list)
  }

  private static func layer(
    _ name: String, _ block: Int?, _ inputs: Int, _ shape: [Int], kind: String = "convolution"
  ) -> LayerDescription {
    let parameters = inputs * shape[0] * (name.hasSuffix("conv2") ? 9 : 1)
    return LayerDescription(
      name: name, kind: kind, block: block, outputShape: shape, parameters: parameters,
      inputs: inputs, multiplyAdds: parameters * shape[1] * shape[2],
      memory: name == "classifier" ? nil : shape.reduce(64 * 8, *))
  }

  static func reuse(blocks: Int = 3, layers: Int = 6) -> [Reuse] {
    func mean(_ block: Int, _ reader: Int, _ source: Int) -> Double? {
      source <= reader ? 0.02 + 0.01 * Double((reader * 7 + source * 5 + block) % 11) : nil
    }
    return (1...blocks).map { block in
      let matrix = (0...layers).map { reader in
        (0...layers).map { source in mean(block, reader, source) }
      }
      return Reuse(
        step: 100, block: block, matrix: matrix,
        maps: [16] + Array(repeating: 8, count: layers))
    }
  }

  static let shortcuts = Shortcuts(
    step: 100,
    blocks: (0..<9).map {
      Shortcuts.Block(
        name: "layer\($0 / 3 + 1).\($0 % 3)", residual: $0 == 8 ? .infinity : Double(30 + 10 * $0),
        shortcut: 90)
    })

  static let confusion: [[Int]] = {
    var counts = (0..<10).map { label in Array(repeating: label + 1, count: 10) }
    for label in 0..<10 { counts[label][label] = 1000 - 9 * (label + 1) }
    counts[6][0] += 180
    counts[6][6] -= 180
    return counts
  }()

  static func picture(_ width: Int, _ height: Int, seed: Int = 0) -> SamplePicture.Picture {
    SamplePicture.Picture(
      width: width, height: height,
      values: (0..<width * height).map { index in
        let (x, y) = (index % width - width / 2, index / width - height / 2)
        let radius = x * x + y * y
        return radius > width * height / 5 ? 0 : UInt8((radius * (3 + seed) + 40 * seed) % 256)
      }, minimum: -0.25 * Float(seed + 1), maximum: 2.5)
  }

  static func sample(
    _ sample: Interest.Sample = .image(16), layer: Int = 2, maps: Int = 8, side: Int = 28,
    mistakes: Int? = 912, channels: Int = 1
  ) -> SamplePicture {
    SamplePicture(
      step: 100, sample: sample, index: 16, mistakes: mistakes,
      channels: (0..<channels).map { picture(28, 28, seed: $0) }, label: 7,
      probabilities: [0.01, 0.01, 0.02, 0.01, 0.01, 0.612, 0.02, 0.3, 0.008, 0], layer: layer,
      maps: (0..<maps).map { picture(side, side, seed: $0) })
  }

  /// A run of 100 steps with an evaluation.
  static func session(
    _ network: NetworkDescription = dense(), evaluation: Evaluation? = evaluation,
    snapshot: Snapshot? = nil
  ) -> Session {
    var session = Session()
    let started = RunStarted(
      seed: 1, batchSize: 64, threads: 2, instructionSet: "avx2",
      dataset: DatasetDescription(
        name: "fashion-mnist", classes: classes, trainSamples: 60_000, testSamples: 10_000,
        shape: [1, 28, 28]),
      optimizer: OptimizerDescription(
        learningRate: 0.1, momentum: 0.9, nesterov: true, weightDecay: 1e-4, schedule: "step",
        steps: 9380), networks: [network])
    var events = [RunEvent.runStarted(started)]
    if let evaluation { events.append(.evaluation(evaluation)) }
    session.networks[0].live.receive(
      RunChannel.News(events: events, snapshot: snapshot ?? self.snapshot))
    return session
  }

  static let evaluation = Evaluation(
    step: 100, loss: 0.4, accuracy: 0.9, samples: 10_000, confusion: confusion)

  static let snapshot = Snapshot(
    activity: .training, step: 100, reuse: reuse(), shortcuts: shortcuts, sample: sample())
}

/// Displays from the poorest to the richest.
let displays = [
  Display(colorDepth: .monochrome, glyphs: .ascii), Display(colorDepth: .monochrome),
  Display(colorDepth: .sixteen, glyphs: .blocks), Display(),
  Display(colorDepth: .trueColor), Display(colorDepth: .palette, glyphs: .ascii),
]

extension Pane {
  /// The pane's picture, drawn into a grid of its size and a frame of sentinels around it.
  func picture(
    _ session: Session, rows: Int = 40, columns: Int = 120, display: Display = Display(),
    isFocused: Bool = true, theme: Theme = .dark
  ) -> (grid: Grid, leavesItsArea: Bool) {
    let sentinel = Cell("§", Style(isUnderlined: true))
    var grid = Grid(size: .init(rows: rows + 2, columns: columns + 2))
    let area = Area(row: 1, column: 1, rows: rows, columns: columns)
    for row in 0..<rows + 2 {
      for column in 0..<columns + 2 where !area.contains(row: row, column: column) {
        grid[row, column] = sentinel
      }
    }
    draw(
      in: area, of: &grid,
      PaneContext(session: session, isFocused: isFocused, display: display, theme: theme))
    let leaves = (0..<rows + 2).contains { row in
      (0..<columns + 2).contains { column in
        !area.contains(row: row, column: column) && grid[row, column] != sentinel
      }
    }
    return (grid, leaves)
  }

  /// Whether nothing is lost where there is ASCII alone.
  func needsOnlyASCII(_ session: Session, rows: Int, columns: Int) -> Bool {
    let display = Display(colorDepth: .monochrome, glyphs: .ascii)
    var grid = Grid(size: .init(rows: rows, columns: columns))
    draw(
      in: Area(grid.size), of: &grid,
      PaneContext(session: session, isFocused: true, display: display, theme: .dark))
    grid.replaceNonASCII()
    return !grid.text.contains("?")
  }

  func shows(_ text: String, _ session: Session, rows: Int = 40, columns: Int = 120) -> Bool {
    picture(session, rows: rows, columns: columns).grid.text.contains(text)
  }
}
