/// Mean and standard deviation of each channel's pixels, divided by 255.
struct ChannelStatistics {
  let mean: [Float]
  /// 1 where a channel is constant, so that dividing by it is harmless.
  let standardDeviation: [Float]

  /// - Parameters:
  ///   - pixels: images × `channels` × `plane`, at least one image.
  ///   - plane: pixels of one channel of one image.
  init(pixels: [UInt8], channels: Int, plane: Int) {
    let histograms = Self.histograms(pixels, channels, plane)
    let count = Double(pixels.count / channels)
    var mean: [Float] = []
    var standardDeviation: [Float] = []
    for channel in 0..<channels {
      let histogram = histograms[256 * channel..<256 * (channel + 1)].enumerated()
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

  /// How often each of the 256 values occurs, channel after channel.
  private static func histograms(_ pixels: [UInt8], _ channels: Int, _ plane: Int) -> [Int] {
    // Two tables taken in turns: counting the same value twice in a row need not wait for itself.
    var even = [Int](repeating: 0, count: 256 * channels)
    var odd = even
    pixels.withUnsafeBufferPointer { pixels in
      even.withUnsafeMutableBufferPointer { even in
        odd.withUnsafeMutableBufferPointer { odd in
          var start = 0
          var channel = 0
          while start < pixels.count {
            let table = 256 * channel
            var index = start
            start += plane
            while index + 1 < start {
              even[table + Int(pixels[index])] += 1
              odd[table + Int(pixels[index + 1])] += 1
              index += 2
            }
            if index < start { even[table + Int(pixels[index])] += 1 }
            channel = channel + 1 == channels ? 0 : channel + 1
          }
        }
      }
    }
    return zip(even, odd).map(+)
  }
}
