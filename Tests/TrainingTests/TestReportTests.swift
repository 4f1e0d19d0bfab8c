import Networks
import Samples
import Testing

@testable import Training

/// What a network makes of the test part.
struct TestReportTests {
  @Test func figuresOfClasses() {
    // The third class has no images, the fourth neither images nor answers.
    let confusion = [[8, 2, 0, 0], [1, 3, 1, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    let figures = confusion.indices.map { ClassFigures(of: $0, in: confusion) }
    #expect(figures.map(\.images) == [10, 5, 0, 0])
    #expect(figures.map(\.precision) == [8.0 / 9, 3.0 / 5, 0, nil])
    #expect(figures.map(\.recall) == [0.8, 0.6, nil, nil])
    #expect(figures.map(\.f1) == [16.0 / 19, 6.0 / 10, 0, nil])
  }

  @Test func theWorstMistakesAreKept() throws {
    let dataset = try Dataset.load("digits")
    let labels = dataset.test.labels.prefix(6).map { Int($0) }
    let wrong = labels.map { ($0 + 1) % 10 }
    // The probability of the true class; the third image is answered rightly.
    let certainty: [Float] = [0.3, 0.1, 0.9, 0.2, 0.1, .nan]
    let answers = [wrong[0], wrong[1], labels[2], wrong[3], wrong[4], wrong[5]]
    let probabilities = certainty.indices.map { image in
      var row = [Float](repeating: 0, count: 10)
      row[answers[image]] = 0.5
      row[labels[image]] = certainty[image]
      return row
    }
    for count in 0...6 {
      var worst = WorstMistakes(count: count)
      for batch in [0..<4, 4..<6] where count > 0 {
        try worst.add(
          batch, Array(labels[batch]), Array(answers[batch]), Array(probabilities[batch]),
          of: dataset)
      }
      #expect(worst.mistakes.map(\.index) == Array([5, 1, 4, 3, 0].prefix(count)))
      for mistake in worst.mistakes {
        let pixels = try dataset.test.pixels(mistake.index..<mistake.index + 1)
        #expect(mistake.planes == [pixels])
        #expect(mistake.label == labels[mistake.index] && mistake.answer == answers[mistake.index])
        #expect(mistake.answerProbability == 0.5)
      }
    }
  }
}
