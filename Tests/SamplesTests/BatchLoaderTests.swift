import Foundation
import Samples
import Testing

/// Batches that were made before they were asked for are those that would have been made then.
@Suite struct BatchLoaderTests {
  @Test(arguments: Augmentation.allCases)
  func givesWhatTheOrderSays(_ augmentation: Augmentation) throws {
    let dataset = try Dataset.load("digits", trainSamples: 50)
    let loader = BatchLoader(dataset, augmentation: augmentation, seed: 3)
    var order = SampleOrder(count: 50, seed: 3)
    var plain = order
    // Two passes and a half, the last batch of each being smaller.
    for _ in 0..<18 {
      let (batch, draw) = try loader.next(&order, batchSize: 8)
      let expected = plain.draw(8)
      #expect(draw == expected && order == plain)
      #expect(try batch == dataset.batch(expected, augmentation: augmentation, seed: 3))
      #expect(try loader.again(draw) == batch)
    }
  }

  /// An undo, another batch size, a peek: whatever is asked for comes.
  @Test func takesWhateverOrderItIsAskedFor() throws {
    let dataset = try Dataset.load("digits", trainSamples: 50)
    let loader = BatchLoader(dataset, augmentation: .standard, seed: 1)
    var order = SampleOrder(count: 50, seed: 1)
    let start = order
    let first = try loader.next(&order, batchSize: 10)
    let second = try loader.next(&order, batchSize: 10)
    #expect(first.batch != second.batch)
    let peeked = try loader.peek(order, batchSize: 10)
    let third = try loader.next(&order, batchSize: 10)
    #expect(peeked.batch == third.batch && peeked.order == order)
    order = start
    #expect(try loader.next(&order, batchSize: 10).batch == first.batch)
    let large = try loader.next(&order, batchSize: 20)
    #expect(large.batch.labels == second.batch.labels + third.batch.labels)
    // The view of a sample depends on its place, not on the batch that it is cut into.
    #expect(large.batch.images == second.batch.images + third.batch.images)
  }

  /// A file that cannot be read any more fails when its batch is asked for; the order stays.
  @Test func tellsOfAFileThatFails() throws {
    try CIFARFolderTests.ten.write { folder in
      let dataset = try Dataset.load(folder, memory: 0)
      let loader = BatchLoader(dataset, augmentation: .off, seed: 1)
      var order = SampleOrder(count: 10, seed: 1)
      _ = try loader.next(&order, batchSize: 5)
      for batch in 1...5 { #expect(truncate(folder + "/data_batch_\(batch).bin", 0) == 0) }
      // The one that was made meanwhile may have been read before.
      _ = try? loader.next(&order, batchSize: 5)
      let before = order
      for _ in 1...2 {
        #expect(throws: DatasetError.self) { try loader.next(&order, batchSize: 10) }
        #expect(order == before)
      }
    }
  }
}
