/// Samples as a network takes them.
public struct Batch: Sendable, Equatable {
  /// Normalised pixels: count × channels × height × width.
  public let images: [Float]
  /// For each image the index of its class.
  public let labels: [Int]
}

extension Dataset {
  /// Chosen samples as a network takes them.
  /// - Parameters:
  ///   - part: `train` or `test` of this data set.
  ///   - indices: which samples, each in 0..<`part.count`, in any order and any number of times.
  /// - Returns: images, count × channels × height × width, each channel with the mean 0 and the
  ///   standard deviation 1 over the training part, (pixel / 255 − mean) / standard deviation; and
  ///   their labels.
  /// - Throws: where images are read from a file and that fails.
  public func batch(
    _ part: SampleSet, indices: some Sequence<Int>
  ) throws(DatasetError) -> Batch {
    let indices = Array(indices)
    let plane = height * width
    let imageSize = channels * plane
    var images = [Float](repeating: 0, count: indices.count * imageSize)
    try images.withUnsafeMutableBufferPointer { images throws(DatasetError) in
      try part.images.withRoom { room throws(DatasetError) in
        for (place, index) in indices.enumerated() {
          let target = UnsafeMutableBufferPointer(
            rebasing: images[place * imageSize..<(place + 1) * imageSize])
          try part.images.withImage(index, room: room) { image in
            normalize(image, plane: plane, into: target)
          }
        }
      }
    }
    return Batch(images: images, labels: indices.map { Int(part.labels[$0]) })
  }

  private func normalize(
    _ image: UnsafeBufferPointer<UInt8>, plane: Int, into target: UnsafeMutableBufferPointer<Float>
  ) {
    normalized.withUnsafeBufferPointer { normalized in
      for channel in 0..<channels {
        let table = 256 * channel
        for pixel in channel * plane..<(channel + 1) * plane {
          target[pixel] = normalized[table + Int(image[pixel])]
        }
      }
    }
  }
}
