import Networks
import Samples

/// How a network does on the test part of a data set.
public struct TestReport: Sendable, Equatable {
  /// The network.
  public let configuration: NetworkConfiguration
  /// The data set's name.
  public let dataset: String
  /// Names of the classes.
  public let classes: [String]
  /// Mean cross-entropy.
  public let loss: Double
  /// Images by true class (row) and the class with the highest score (column).
  public let confusion: [[Int]]
  /// The worst mistakes that were asked for: the lower the probability of the true class, the earlier.
  public let mistakes: [TestMistake]

  /// Images.
  public var samples: Int { confusion.joined().reduce(0, +) }

  /// Images that were classified rightly.
  public var correct: Int { confusion.indices.reduce(0) { $0 + confusion[$1][$1] } }

  /// Share of images that were classified rightly.
  public var accuracy: Double { Double(correct) / Double(max(samples, 1)) }

  /// Measures.
  ///
  /// - Parameters:
  ///   - checkpoint: the weights.
  ///   - architecture: the network that the weights must fit.
  ///   - imageSize: rows and columns that pictures are brought to; `nil` to leave that to them.
  ///   - batchSize: images at a time; the result does not depend on it but for rounding.
  ///   - mistakes: how many of the worst to keep.
  public init(
    _ checkpoint: Checkpoint, architecture: Architecture, dataset name: String,
    imageSize: Int? = nil, batchSize: Int, instructionSet: InstructionSet, threads: Int,
    mistakes mistakeCount: Int = 0
  ) throws(RunError) {
    let dataset = try Dataset(name, imageSize: imageSize)
    let configuration = NetworkConfiguration(architecture, dataset: dataset)
    if let objection = configuration.objection { throw RunError(.usage, objection) }
    let state = try checkpoint.state(of: configuration)
    let batchSize = min(batchSize, max(dataset.test.count, 1))
    let required = configuration.memoryRequired(
      batchCapacity: batchSize, instructionSet: instructionSet, threads: threads)
    if let objection = memoryObjection(required) {
      throw RunError(.other, "\(configuration.name) \(objection): expected a smaller batch")
    }
    let network = Network(
      configuration, state: state, batchCapacity: batchSize, instructionSet: instructionSet,
      threads: threads)
    var loss = 0.0
    var confusion = Array(
      repeating: Array(repeating: 0, count: configuration.classes), count: configuration.classes)
    var worst = WorstMistakes(count: mistakeCount)
    for start in stride(from: 0, to: dataset.test.count, by: batchSize) {
      let indices = start..<min(start + batchSize, dataset.test.count)
      let (images, labels) = try reading { () throws(DatasetError) in
        let batch = try dataset.batch(dataset.test, indices: indices)
        return (batch.images, batch.labels)
      }
      network.load(images: images, labels: labels)
      loss += network.forward(.evaluation).loss * Double(labels.count)
      let answers = network.answers()
      for (label, answer) in zip(labels, answers) { confusion[label][answer] += 1 }
      if mistakeCount > 0 {
        try reading { () throws(DatasetError) in
          try worst.add(indices, labels, answers, network.probabilities(), of: dataset)
        }
      }
    }
    self.configuration = configuration
    self.dataset = dataset.name
    self.classes = dataset.classes
    self.loss = loss / Double(max(dataset.test.count, 1))
    self.confusion = confusion
    self.mistakes = worst.mistakes
  }
}

extension NetworkConfiguration {
  /// An architecture for a data set's images.
  public init(_ architecture: Architecture, dataset: Dataset) {
    self.init(
      architecture,
      input: ImageShape(channels: dataset.channels, height: dataset.height, width: dataset.width),
      classes: dataset.classes.count)
  }
}
