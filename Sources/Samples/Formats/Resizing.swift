/// Brings pictures to one size: the middle square of each, each of its sides the mean of what it covers, as
/// Pillow's bilinear filter does it (a triangle that is as wide as two of the new pixels, or two of the old
/// ones where the picture becomes larger).
enum Resizing {
  /// What a new pixel along one side is made of: old pixels from `start` on, by `weights` whose sum is 1.
  private struct Part {
    let start: Int
    let weights: [Float]
  }

  /// - Parameters:
  ///   - pixels: height × width × channels.
  ///   - side: rows and columns of the result.
  /// - Returns: channels × side × side.
  static func square(
    _ pixels: [UInt8], height: Int, width: Int, channels: Int, side: Int
  ) -> [UInt8] {
    let length = min(height, width)
    let (top, left) = ((height - length) / 2, (width - length) / 2)
    let parts = (0..<side).map { part($0, of: side, length: length) }
    // Columns first, of the rows of the middle square alone.
    var narrow = [Float](repeating: 0, count: length * side * channels)
    for row in 0..<length {
      for (column, part) in parts.enumerated() {
        for channel in 0..<channels {
          var sum: Float = 0
          var place = ((top + row) * width + left + part.start) * channels + channel
          for weight in part.weights {
            sum += weight * Float(pixels[place])
            place += channels
          }
          narrow[(row * side + column) * channels + channel] = sum
        }
      }
    }
    var result = [UInt8](repeating: 0, count: channels * side * side)
    for (row, part) in parts.enumerated() {
      for column in 0..<side {
        for channel in 0..<channels {
          var sum: Float = 0
          for (offset, weight) in part.weights.enumerated() {
            sum += weight * narrow[((part.start + offset) * side + column) * channels + channel]
          }
          result[(channel * side + row) * side + column] = UInt8(
            min(max(sum.rounded(.toNearestOrAwayFromZero), 0), 255))
        }
      }
    }
    return result
  }

  private static func part(_ place: Int, of count: Int, length: Int) -> Part {
    let scale = Double(length) / Double(count)
    let reach = max(scale, 1)
    let center = (Double(place) + 0.5) * scale
    let start = max(Int(center - reach + 0.5), 0)
    let end = min(Int(center + reach + 0.5), length)
    let weights = (start..<end).map { index in
      max(1 - abs((Double(index) + 0.5 - center) / reach), 0)
    }
    let sum = weights.reduce(0, +)
    return Part(start: start, weights: weights.map { Float($0 / sum) })
  }
}
