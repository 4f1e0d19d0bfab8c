/// What is told of maps and of their gradient, channel by channel over all images.
extension Images {
  /// The least and the greatest value of each channel, `[channel][2]`.
  public var extremes: [Double] {
    var least = [Double](repeating: .infinity, count: channels)
    var greatest = [Double](repeating: -.infinity, count: channels)
    forEachPlace { image, channel, row, column in
      least[channel] = min(least[channel], self[image, channel, row, column])
      greatest[channel] = max(greatest[channel], self[image, channel, row, column])
    }
    return zip(least, greatest).flatMap { [$0, $1] }
  }

  /// `Σ |x|` of each channel.
  public var magnitudes: [Double] {
    var sums = [Double](repeating: 0, count: channels)
    forEachPlace { image, channel, row, column in
      sums[channel] += abs(self[image, channel, row, column])
    }
    return sums
  }
}
