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
    try batch(part, Array(indices)) { _ in ImageView() }
  }

  /// Training samples as a run draws them.
  /// - Parameters:
  ///   - draw: samples of the training part.
  ///   - augmentation: what is done to the images.
  ///   - seed: with the draw, what fixes every random number.
  /// - Returns: as `batch(_:indices:)`; pixels from outside of an image are black ones.
  public func batch(
    _ draw: SampleDraw, augmentation: Augmentation, seed: UInt64
  ) throws(DatasetError) -> Batch {
    try batch(train, draw.indices) { place in
      switch augmentation {
      case .off: ImageView()
      case .standard:
        ImageView(seed: seed, epoch: draw.epoch, position: draw.position + place)
      }
    }
  }

  private func batch(
    _ part: SampleSet, _ indices: [Int], view: (_ place: Int) -> ImageView
  ) throws(DatasetError) -> Batch {
    let imageSize = channels * height * width
    var images = [Float](repeating: 0, count: indices.count * imageSize)
    try images.withUnsafeMutableBufferPointer { images throws(DatasetError) in
      try part.images.withRoom { room throws(DatasetError) in
        for (place, index) in indices.enumerated() {
          let target = UnsafeMutableBufferPointer(
            rebasing: images[place * imageSize..<(place + 1) * imageSize])
          try part.images.withImage(index, room: room) { image in
            let view = view(place)
            if view == ImageView() {
              normalize(image, into: target)
            } else {
              normalize(image, seenAs: view, into: target)
            }
          }
        }
      }
    }
    return Batch(images: images, labels: indices.map { Int(part.labels[$0]) })
  }

  private func normalize(
    _ image: UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<Float>
  ) {
    let plane = height * width
    normalized.withUnsafeBufferPointer { normalized in
      for channel in 0..<channels {
        let table = 256 * channel
        for pixel in channel * plane..<(channel + 1) * plane {
          target[pixel] = normalized[table + Int(image[pixel])]
        }
      }
    }
  }

  private func normalize(
    _ image: UnsafeBufferPointer<UInt8>, seenAs view: ImageView,
    into target: UnsafeMutableBufferPointer<Float>
  ) {
    // Places of a row whose column is within the image, and where the first of them comes from.
    let shown = max(0, -view.columns)..<min(width, width - view.columns)
    normalized.withUnsafeBufferPointer { normalized in
      for channel in 0..<channels {
        let table = 256 * channel
        for row in 0..<height {
          let start = (channel * height + row) * width
          target[start..<start + width].update(repeating: normalized[table])
          guard 0..<height ~= row + view.rows, !shown.isEmpty else { continue }
          let source = (channel * height + row + view.rows) * width + view.columns
          for column in shown {
            let place = view.isMirrored ? width - 1 - column : column
            target[start + place] = normalized[table + Int(image[source + column])]
          }
        }
      }
    }
  }
}
