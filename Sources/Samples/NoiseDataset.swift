extension Dataset {
  /// Images of noise, for measuring: the same each time.
  ///
  /// - Parameters:
  ///   - shape: channels, height, width.
  ///   - classes: how many.
  ///   - count: images of the training part, which is the test part too.
  public static func noise(
    shape: (Int, Int, Int), classes: Int, count: Int
  ) throws(DatasetError) -> Dataset {
    var generator = SplitMix64(state: 1)
    let pixels = (0..<count * shape.0 * shape.1 * shape.2).map { _ in
      UInt8(truncatingIfNeeded: generator.next())
    }
    // Labels are bytes; of more classes the first ones occur.
    let labels = (0..<count).map { UInt8($0 % min(classes, 256)) }
    let samples = SampleSet(
      images: ImageStore(pixels, imageSize: shape.0 * shape.1 * shape.2), labels: labels)
    return try Dataset(
      name: "noise", classes: (0..<classes).map { "\($0)" }, shape: shape, train: samples,
      test: samples)
  }
}
