import Samples

/// An image that a network took for another class.
public struct TestMistake: Sendable, Equatable {
  /// Its place in the test part.
  public let index: Int
  /// Its class, an index into the data set's.
  public let label: Int
  /// What the network took it for.
  public let answer: Int
  /// The probability that the network gives its class.
  public let labelProbability: Float
  /// The probability that the network gives its answer.
  public let answerProbability: Float
  /// Columns and rows of the image.
  public let width, height: Int
  /// The image, row by row, 0…255, a plane for each channel.
  public let planes: [[UInt8]]
}

/// The worst mistakes of a test, in bounded memory.
struct WorstMistakes {
  private let count: Int
  /// The worst first; of equals the one that came first.
  private(set) var mistakes: [TestMistake] = []

  /// - Parameter count: how many are kept.
  init(count: Int) { self.count = count }

  /// Takes what came out for a batch.
  ///
  /// - Parameter probabilities: of each image, for each class.
  mutating func add(
    _ indices: Range<Int>, _ labels: [Int], _ answers: [Int], _ probabilities: [[Float]],
    of dataset: Dataset
  ) throws(DatasetError) {
    for (place, index) in indices.enumerated() where labels[place] != answers[place] {
      let probability = probabilities[place][labels[place]]
      guard mistakes.count < count || Self.rank(probability) < Self.rank(last) else { continue }
      let plane = dataset.height * dataset.width
      let pixels = try dataset.test.pixels(index..<index + 1)
      let mistake = TestMistake(
        index: index, label: labels[place], answer: answers[place], labelProbability: probability,
        answerProbability: probabilities[place][answers[place]], width: dataset.width,
        height: dataset.height,
        planes: (0..<dataset.channels).map { Array(pixels[$0 * plane..<($0 + 1) * plane]) })
      let better = mistakes.firstIndex {
        Self.rank($0.labelProbability) > Self.rank(probability)
      }
      mistakes.insert(mistake, at: better ?? mistakes.count)
      if mistakes.count > count { mistakes.removeLast() }
    }
  }

  private var last: Float { mistakes.last?.labelProbability ?? .nan }

  /// What is not a number is as bad as can be.
  private static func rank(_ probability: Float) -> Float { probability.isNaN ? -1 : probability }
}
