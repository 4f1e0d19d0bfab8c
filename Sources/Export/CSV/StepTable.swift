import Channel
import Training

/// The steps of a network as rows of a table, with a column for each measure of each layer.
struct StepTable {
  /// More layers than any network has over all its changes.
  static let mostLayers = 100_000

  /// A measure of every layer, and what its columns begin with.
  private static let measures = [
    "gradient_norm", "update_ratio", "weight_norm", "output_gradient", "dead_share",
  ]

  /// Names of all layers that the network has at any time, in the order in which they came.
  private let layers: [String]
  /// Columns of the layers that it has now, in the order of its events' figures.
  private var places: [Int]
  private var pending: StepMetrics?
  private var statistics: LayerStatistics?

  /// - Parameter networks: the network at the beginning and after each change.
  init(_ networks: [NetworkDescription]) throws(RunError) {
    var seen: Set<String> = []
    layers = networks.flatMap { $0.layers.map(\.name) }.filter { seen.insert($0).inserted }
    places = []
    guard layers.count <= Self.mostLayers else {
      throw RunError(.data, "\(layers.count) layers: expected at most \(Self.mostLayers)")
    }
    if let first = networks.first { follow(first) }
  }

  /// The first record, with the names of the columns.
  var heads: String {
    var line = CSVLine()
    let names = [
      "step", "epoch", "fork", "loss", "accuracy", "learning_rate", "seconds", "images_per_second",
    ]
    for name in names { line.add(name) }
    for measure in Self.measures {
      for layer in layers { line.add("\(measure)/\(layer)") }
    }
    return line.record
  }

  /// Takes an event; returns the row of a step that nothing more is known of.
  mutating func take(_ event: RunEvent) -> String? {
    switch event {
    case .step(let metrics):
      defer { pending = metrics }
      return row()
    case .layerStatistics(let statistics):
      self.statistics = statistics
      return nil
    case .networkChanged(let change):
      defer { follow(change.description) }
      return row()
    default: return nil
    }
  }

  /// The row of the last step.
  mutating func row() -> String? {
    guard let step = pending else { return nil }
    pending = nil
    var line = CSVLine()
    line.add(step.step)
    line.add(step.epoch)
    line.add(step.fork ?? ForkName.main)
    for number in [
      step.loss, step.accuracy, step.learningRate, step.seconds, step.imagesPerSecond,
    ] { line.add(number) }
    for values in [step.gradientNorms, step.updateRatios, step.weightNorms] {
      add(values, to: &line)
    }
    let measured = statistics.flatMap { $0.step == step.step ? $0 : nil }
    add(measured?.outputGradients ?? [], to: &line)
    add(measured?.deadShares ?? [], to: &line)
    return line.record
  }

  private func add(_ values: [Double?], to line: inout CSVLine) {
    var fields = [Double?](repeating: nil, count: layers.count)
    for (place, value) in zip(places, values) { fields[place] = value }
    for field in fields { line.add(field) }
  }

  private mutating func follow(_ network: NetworkDescription) {
    let columns = Dictionary(
      layers.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    places = network.layers.compactMap { columns[$0.name] }
  }
}
