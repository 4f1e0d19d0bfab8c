import Networks
import Testing

/// What a layer puts out, as a viewer sees it.
struct MapPictureTests {
  /// The classifier's maps are the scores, and probabilities are their softmax.
  @Test(arguments: [1, 2, 8])
  func theLastLayerPutsOutTheScores(threads: Int) {
    let network = Example(batch: 19).network(threads: threads)
    _ = network.forward(.evaluation)
    let probabilities = network.probabilities()
    for (image, scores) in network.logits().enumerated() {
      let maps = network.maps(ofLayer: network.layerCount - 1, image: image)
      #expect(maps.map(\.values) == scores.map { [$0] })
      #expect(abs(probabilities[image].reduce(0, +) - 1) < 1e-5)
      let answer = network.answers()[image]
      #expect(scores[answer] == scores.max())
      #expect(probabilities[image][answer] == probabilities[image].max())
    }
  }

  /// Squares of pixels are averaged, at the borders what is there of them.
  @Test func largeMapsAreAveraged() {
    let network = Example(batch: 3).network()
    _ = network.forward(.evaluation)
    let whole = network.maps(ofLayer: 0, image: 2)
    let small = network.maps(ofLayer: 0, image: 2, atMost: 4)
    #expect(whole.count == small.count)
    for (map, picture) in zip(whole, small) {
      #expect(map.height == 9 && map.width == 7)
      // Squares of 3×3 make 3×3 of 9×7; the last column is 1 wide.
      #expect(picture.height == 3 && picture.width == 3)
      func mean(_ rows: Range<Int>, _ columns: Range<Int>) -> Float {
        let values = rows.flatMap { row in columns.map { map.values[row * 7 + $0] } }
        return values.reduce(0, +) / Float(values.count)
      }
      #expect(abs(picture.values[0] - mean(0..<3, 0..<3)) < 1e-5)
      #expect(abs(picture.values[8] - mean(6..<9, 6..<7)) < 1e-5)
    }
  }
}
