import Screen

/// Pixels for a file, each of red, green and blue.
struct RasterPicture {
  let width: Int
  let height: Int
  /// Three bytes for each pixel, row by row.
  private(set) var pixels: [UInt8]

  /// A picture of one colour; sides of 1…8192 pixels.
  init(width: Int, height: Int, color: (UInt8, UInt8, UInt8) = (255, 255, 255)) {
    self.width = min(max(width, 1), 8192)
    self.height = min(max(height, 1), 8192)
    pixels = (0..<self.width * self.height).flatMap { _ in [color.0, color.1, color.2] }
  }

  /// Fills a rectangle, as far as it lies in the picture.
  mutating func fill(
    x: Int, y: Int, width: Int, height: Int, _ color: (UInt8, UInt8, UInt8)
  ) {
    for row in max(y, 0)..<max(min(y + height, self.height), max(y, 0)) {
      for column in max(x, 0)..<max(min(x + width, self.width), max(x, 0)) {
        let place = 3 * (row * self.width + column)
        (pixels[place], pixels[place + 1], pixels[place + 2]) = color
      }
    }
  }
}

extension RasterPicture {
  /// Shares of a table as colours, from dark violet for 0 to yellow for 1; grey where there is none.
  ///
  /// - Parameter rows: from above; of 1…2048 rows and columns.
  init(heatMap rows: [[Double?]]) {
    let rows = rows.prefix(2048)
    let columns = min(rows.map(\.count).max() ?? 0, 2048)
    let side = min(max(480 / max(rows.count, columns, 1), 2), 32)
    self.init(width: columns * side, height: rows.count * side, color: (200, 200, 200))
    for (y, row) in rows.enumerated() {
      for (x, share) in row.prefix(columns).enumerated() {
        guard let share,
          case .rgb(let red, let green, let blue) =
            ColorScale.viridis.color(share, depth: .trueColor)
        else { continue }
        fill(x: x * side, y: y * side, width: side, height: side, (red, green, blue))
      }
    }
  }
}
