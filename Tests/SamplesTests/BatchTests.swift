import Samples
import Testing

@Suite struct BatchTests {
  @Test func normalisesChosenSamples() throws {
    let dataset = try FolderContent.right.write { try Dataset.load($0) }
    let batch = try dataset.batch(dataset.train, indices: [4, 0, 4])
    #expect(batch.labels == [1, 0, 1])
    let pixels: [Int] = [80..<100, 0..<20, 80..<100].flatMap { Array($0) }
    let (mean, deviation) = (dataset.mean[0], dataset.standardDeviation[0])
    #expect(batch.images == pixels.map { (Float($0) / 255 - mean) / deviation })
    #expect(abs(dataset.mean[0] - 59.5 / 255) < 1e-7)
    #expect(abs(dataset.standardDeviation[0] - Float((14_399.0 / 12).squareRoot() / 255)) < 1e-7)
  }

  @Test func takesFromTheOtherPart() throws {
    let dataset = try FolderContent.right.write { try Dataset.load($0) }
    let batch = try dataset.batch(dataset.test, indices: 1..<2)
    #expect(batch.labels == [1])
    let (mean, deviation) = (dataset.mean[0], dataset.standardDeviation[0])
    #expect(batch.images == (20..<40).map { (Float(255 - $0) / 255 - mean) / deviation })
  }

  @Test func isEmptyWithoutIndices() throws {
    let dataset = try Dataset.load("digits", trainSamples: 10)
    let batch = try dataset.batch(dataset.train, indices: [])
    #expect(batch.images.isEmpty)
    #expect(batch.labels.isEmpty)
  }

  /// Over the whole training part the mean is 0 and the variance 1.
  @Test func wholePartIsStandardised() throws {
    let dataset = try Dataset.load("digits")
    let images = try dataset.batch(dataset.train, indices: 0..<dataset.train.count).images
    #expect(images.count == 1_500 * 64)
    let count = Double(images.count)
    let mean = images.reduce(0) { $0 + Double($1) } / count
    let variance = images.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    #expect(abs(mean) < 1e-5)
    #expect(abs(variance - 1) < 1e-5)
  }
}
