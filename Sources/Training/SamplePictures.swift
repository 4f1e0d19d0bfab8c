import Channel
import Networks
import Samples

/// An image of the test part on its way through the network, for a viewer who asked for it.
extension Engine {
  /// Pixels of a side of the maps that are shown, at most.
  private static var mapSide: Int { 32 }

  /// Sends one image through the network as it is, which changes nothing that training changes: a
  /// batch is loaded before each pass. `nil` where there is no such image.
  func samplePicture(_ wanted: Interest.Sample) -> SamplePicture? {
    guard let index = place(of: wanted),
      let batch = try? dataset.batch(dataset.test, indices: [index]),
      let channels = try? channels(ofTestImage: index)
    else { return nil }
    network.load(images: batch.images, labels: batch.labels)
    _ = network.forward(.evaluation)
    let layer = min(max(interest.layer, 0), network.layerCount - 1)
    return SamplePicture(
      step: step, sample: wanted, index: index, mistakes: mistakes?.count,
      channels: channels, label: batch.labels[0],
      probabilities: network.probabilities()[0], layer: layer,
      maps: network.maps(ofLayer: layer, image: 0, atMost: Self.mapSide).map {
        SamplePicture.Picture($0)
      })
  }

  /// The place in the test part of what was asked for, counted on from the beginning beyond the end.
  private func place(of wanted: Interest.Sample) -> Int? {
    func cut(_ number: Int, _ count: Int) -> Int? {
      count > 0 ? (number % count + count) % count : nil
    }
    switch wanted {
    case .image(let number): return cut(number, dataset.test.count)
    case .mistake(let number):
      guard let mistakes else { return nil }
      return cut(number, mistakes.count).map { mistakes[$0] }
    }
  }

  /// An image as bright as it is in the data set.
  private func channels(
    ofTestImage index: Int
  ) throws(DatasetError) -> [SamplePicture.Picture] {
    let plane = dataset.height * dataset.width
    let pixels = try dataset.test.pixels(index..<index + 1)
    return (0..<dataset.channels).map { channel in
      SamplePicture.Picture(
        width: dataset.width, height: dataset.height,
        values: Array(pixels[channel * plane..<(channel + 1) * plane]), minimum: 0, maximum: 255)
    }
  }
}

extension SamplePicture.Picture {
  /// Brings a map's values to 0…255. What is not a number is 0, what is infinite the least or the
  /// greatest of the others.
  init(_ map: MapPicture) {
    let finite = map.values.filter(\.isFinite)
    let (minimum, maximum) = (finite.min() ?? 0, finite.max() ?? 0)
    let range = Double(maximum) - Double(minimum)
    self.init(
      width: map.width, height: map.height,
      values: map.values.map { value in
        guard range > 0 && !value.isNaN else { return 0 }
        let share = (Double(min(max(value, minimum), maximum)) - Double(minimum)) / range
        return UInt8((255 * share).rounded())
      }, minimum: minimum, maximum: maximum)
  }
}
