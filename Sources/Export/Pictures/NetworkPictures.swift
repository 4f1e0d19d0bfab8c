import Channel
import Networks

extension RasterPicture {
  /// How a block's layers draw on each other, as in Figure 5 of the DenseNet paper: a column for each
  /// reader, divided by its maximum, a row for each source; grey where nothing is read.
  init(_ reuse: Reuse) {
    let readers = reuse.matrix.map { row -> [Double?] in
      let most = row.compactMap(\.self).filter(\.isFinite).max() ?? 0
      return row.map { value in value.map { most > 0 ? $0 / most : 0 } }
    }
    let sources = readers.map(\.count).max() ?? 0
    self.init(
      heatMap: (0..<min(sources, 2048)).map { source in
        readers.map { source < $0.count ? $0[source] : nil }
      })
  }

  /// Which classes were taken for which: a row for each true class, in shares of its images.
  init(confusion: [[Int]]) {
    self.init(
      heatMap: confusion.map { row in
        let count = row.reduce(0.0) { $0 + Double($1) }
        return row.map { count > 0 ? Double($0) / count : nil }
      })
  }

  /// The filters of the first layer side by side: in colour where they read three channels, else the mean
  /// over the channels; middle grey is 0, black and white the filter's greatest magnitude.
  ///
  /// - Parameter filters: `[outputs, inputs, rows, columns]`; `nil` of anything else.
  init?(filters: Tensor) {
    guard filters.shape.count == 4, filters.shape.allSatisfy({ 1...4096 ~= $0 }),
      filters.values.count == filters.shape.reduce(1, *)
    else { return nil }
    let (count, inputs) = (min(filters.shape[0], 1024), filters.shape[1])
    let (rows, columns) = (filters.shape[2], filters.shape[3])
    let across = max(Int(Double(count).squareRoot().rounded(.up)), 1)
    let side = max(48 / max(rows, columns), 1)
    let (width, height) = (columns * side + side, rows * side + side)
    self.init(
      width: across * width + side, height: (count + across - 1) / across * height + side)
    let plane = rows * columns
    for filter in 0..<count {
      let values = filters.values[filter * inputs * plane..<(filter + 1) * inputs * plane]
      let most = values.lazy.map(abs).filter(\.isFinite).max() ?? 0
      func shade(_ channel: Int, _ pixel: Int) -> UInt8 {
        let value = values[values.startIndex + channel * plane + pixel]
        guard most > 0, value.isFinite else { return 128 }
        return UInt8(min(max((127.5 + 127.5 * value / most).rounded(), 0), 255))
      }
      func color(_ pixel: Int) -> (UInt8, UInt8, UInt8) {
        if inputs == 3 { return (shade(0, pixel), shade(1, pixel), shade(2, pixel)) }
        let mean = (0..<inputs).reduce(0) { $0 + Int(shade($1, pixel)) } / inputs
        let grey = UInt8(mean)
        return (grey, grey, grey)
      }
      let (left, top) = (side + filter % across * width, side + filter / across * height)
      for pixel in 0..<plane {
        fill(
          x: left + pixel % columns * side, y: top + pixel / columns * side, width: side,
          height: side, color(pixel))
      }
    }
  }
}
