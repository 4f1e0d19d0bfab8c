/// Mean and standard deviation of each channel's pixels, divided by 255.
struct ChannelStatistics {
  let mean: [Float]
  /// 1 where a channel is constant, so that dividing by it is harmless.
  let standardDeviation: [Float]

  /// Goes through all images, of which there is at least one.
  /// - Parameter plane: pixels of one channel of one image.
  init(_ images: ImageStore, channels: Int, plane: Int) throws(DatasetError) {
    var histograms = Histograms(channels: channels, plane: plane)
    try images.forEach { histograms.add($0) }
    let count = Double(images.count * plane)
    var mean: [Float] = []
    var standardDeviation: [Float] = []
    for channel in 0..<channels {
      let histogram = histograms.ofChannel(channel).enumerated()
      let average = histogram.reduce(0.0) { $0 + Double($1.offset) * Double($1.element) } / count
      let variance =
        histogram.reduce(0.0) {
          let distance = Double($1.offset) - average
          return $0 + distance * distance * Double($1.element)
        } / count
      mean.append(Float(average / 255))
      standardDeviation.append(variance > 0 ? Float(variance.squareRoot() / 255) : 1)
    }
    self.mean = mean
    self.standardDeviation = standardDeviation
  }
}

/// How often each of the 256 values occurs, channel after channel.
private struct Histograms {
  let channels: Int
  let plane: Int
  // Two tables taken in turns: counting the same value twice in a row need not wait for itself.
  private var even: [Int]
  private var odd: [Int]

  init(channels: Int, plane: Int) {
    self.channels = channels
    self.plane = plane
    even = [Int](repeating: 0, count: 256 * channels)
    odd = even
  }

  func ofChannel(_ channel: Int) -> [Int] {
    let values = 256 * channel..<256 * (channel + 1)
    return zip(even[values], odd[values]).map(+)
  }

  mutating func add(_ image: UnsafeBufferPointer<UInt8>) {
    even.withUnsafeMutableBufferPointer { even in
      odd.withUnsafeMutableBufferPointer { odd in
        var index = 0
        for channel in 0..<channels {
          let table = 256 * channel
          let end = (channel + 1) * plane
          while index + 1 < end {
            even[table + Int(image[index])] += 1
            odd[table + Int(image[index + 1])] += 1
            index += 2
          }
          if index < end { even[table + Int(image[index])] += 1 }
          index = end
        }
      }
    }
  }
}
