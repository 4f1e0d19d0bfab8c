import Foundation

/// Mean softmax cross-entropy of scores that lie as maps of one pixel, `[image][class][1][1]`.
public enum CrossEntropy {
  private static func probabilities(_ scores: Images, _ image: Int) -> [Double] {
    let values = (0..<scores.channels).map { exp(scores[image, $0, 0, 0]) }
    return values.map { $0 / values.reduce(0, +) }
  }

  /// `−mean(log softmax(scores)[label])`.
  public static func forward(_ scores: Images, labels: [Int]) -> Double {
    let losses = labels.indices.map { -log(probabilities(scores, $0)[labels[$0]]) }
    return losses.reduce(0, +) / Double(labels.count)
  }

  /// `(softmax(scores) − one-hot(label)) / images`.
  public static func backward(_ scores: Images, labels: [Int]) -> Images {
    var gradient = scores
    gradient.forEachPlace { image, index, _, _ in
      let target = labels[image] == index ? 1.0 : 0
      gradient[image, index, 0, 0] =
        (probabilities(scores, image)[index] - target) / Double(labels.count)
    }
    return gradient
  }
}
