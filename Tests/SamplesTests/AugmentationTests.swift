import Testing

@testable import Samples

@Suite struct AugmentationTests {
  /// Computed by a Python program written from the description alone, so that no platform and no later
  /// version shows other images.
  @Test(
    arguments: [
      (1, 1, 0, 1, -2, false), (1, 1, 1, 3, 3, true), (1, 2, 0, 4, -1, false),
      (2, 1, 0, 4, 4, false), (.max, 7, 59_999, 3, -3, true),
    ] as [(UInt64, Int, Int, Int, Int, Bool)])
  func viewsAreTheKnownOnes(
    seed: UInt64, epoch: Int, position: Int, rows: Int, columns: Int, isMirrored: Bool
  ) {
    let view = ImageView(seed: seed, epoch: epoch, position: position)
    #expect((view.rows, view.columns) == (rows, columns) && view.isMirrored == isMirrored)
  }

  /// Each of the 162 views about equally often: chi-squared with 161 degrees of freedom exceeds 220 once
  /// in a thousand seeds, and the seed is fixed.
  @Test func viewsAreUniform() {
    var counts: [[Int]: Int] = [:]
    let count = 16_200
    for position in 0..<count {
      let view = ImageView(seed: 5, epoch: 3, position: position)
      counts[[view.rows, view.columns, view.isMirrored ? 1 : 0], default: 0] += 1
    }
    #expect(counts.count == 162)
    #expect(counts.keys.allSatisfy { abs($0[0]) <= 4 && abs($0[1]) <= 4 })
    let chiSquared = counts.values.reduce(0.0) {
      $0 + (Double($1) - 100) * (Double($1) - 100) / 100
    }
    #expect(chiSquared < 220)
  }

  /// Against the plain way: black pixels put around, a part cut out, its columns turned round.
  @Test func imagesArePaddedCroppedAndMirrored() throws {
    let dataset = try CIFARFolderTests.ten.write { try Dataset.load($0) }
    var order = SampleOrder(count: 10, seed: 1)
    _ = order.next(10)
    _ = order.next(3)
    let draw = order.draw(7)
    #expect(draw.epoch == 2 && draw.position == 3)
    let batch = try dataset.batch(draw, augmentation: .standard, seed: 4)
    #expect(batch.labels == draw.indices.map { Int(dataset.train.labels[$0]) })
    for (place, index) in draw.indices.enumerated() {
      let view = ImageView(seed: 4, epoch: 2, position: 3 + place)
      let pixels = try dataset.train.pixels(index..<index + 1)
      for channel in 0..<3 {
        var padded = [[UInt8]](repeating: [UInt8](repeating: 0, count: 40), count: 40)
        for row in 0..<32 {
          let start = (channel * 32 + row) * 32
          padded[row + 4].replaceSubrange(4..<36, with: pixels[start..<start + 32])
        }
        for row in 0..<32 {
          var expected = Array(padded[row + 4 + view.rows][(4 + view.columns)...].prefix(32))
          if view.isMirrored { expected.reverse() }
          let start = ((place * 3 + channel) * 32 + row) * 32
          #expect(
            Array(batch.images[start..<start + 32])
              == expected.map {
                (Float($0) / 255 - dataset.mean[channel]) / dataset.standardDeviation[channel]
              })
        }
      }
    }
  }

  /// Images that are smaller than the padding on one side lose what was moved out of sight, and no more.
  @Test func tinyImagesStayWithinTheirBounds() throws {
    let dataset = try FolderContent.right.write { try Dataset.load($0) }
    for epoch in 1...200 {
      let draw = SampleDraw(indices: [0, 5], epoch: epoch, position: 0)
      let batch = try dataset.batch(draw, augmentation: .standard, seed: 1)
      #expect(batch.images.count == 40 && batch.images.allSatisfy(\.isFinite))
    }
  }

  @Test func nothingIsDoneUnlessAskedFor() throws {
    let dataset = try FolderContent.right.write { try Dataset.load($0) }
    let draw = SampleDraw(indices: [4, 0], epoch: 9, position: 0)
    #expect(
      try dataset.batch(draw, augmentation: .off, seed: 1)
        == dataset.batch(dataset.train, indices: [4, 0]))
  }
}
