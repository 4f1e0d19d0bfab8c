import Channel
import Training

extension TestReport {
  private struct JSON: Encodable {
    struct Class: Encodable {
      let name: String
      let images: Int
      let precision, recall, f1: Double?
    }
    struct Mistake: Encodable {
      let index, label, answer: Int
      @Figure var labelProbability: Double
      @Figure var answerProbability: Double
    }
    let network: String
    let dataset: String
    @Figure var loss: Double
    let accuracy: Double
    let samples: Int
    let classes: [String]
    let confusion: [[Int]]
    let perClass: [Class]
    let meanPrecision, meanRecall, meanF1: Double?
    let mistakes: [Mistake]
  }

  /// One JSON object: `network`, `dataset`, `loss`, `accuracy`, `samples`, `classes`,
  /// `confusion` [true class][predicted class], `per_class` with `precision`, `recall` and `f1`, their means
  /// over the classes, and `mistakes`, the worst first, with the test image's `index`, `label`, `answer` and
  /// the probabilities of both.
  func jsonLine() throws -> String {
    let json = JSON(
      network: configuration.name, dataset: dataset, loss: loss, accuracy: accuracy,
      samples: samples, classes: classes, confusion: confusion,
      perClass: zip(classes, classFigures).map {
        JSON.Class(
          name: $0, images: $1.images, precision: $1.precision, recall: $1.recall, f1: $1.f1)
      }, meanPrecision: mean(\.precision), meanRecall: mean(\.recall), meanF1: mean(\.f1),
      mistakes: mistakes.map {
        JSON.Mistake(
          index: $0.index, label: $0.label, answer: $0.answer,
          labelProbability: Double($0.labelProbability),
          answerProbability: Double($0.answerProbability))
      })
    return try JSONLine.text(of: json)
  }
}
