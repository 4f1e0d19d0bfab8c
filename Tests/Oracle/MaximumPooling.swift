/// Maxima over 3×3 pixels with stride 2, as PyTorch's `max_pool2d` with a padding of 1: what lies
/// beyond the map never wins, and a value that is not a number always does.
public enum MaximumPooling {
  /// Places of a map under the window of an output, row by row.
  private static func window(
    _ row: Int, _ column: Int, of x: Images
  ) -> [(row: Int, column: Int)] {
    (2 * row - 1...2 * row + 1).flatMap { r in
      (2 * column - 1...2 * column + 1).map { (r, $0) }
    }.filter { 0..<x.height ~= $0.row && 0..<x.width ~= $0.column }
  }

  /// The first place in the window that holds its maximum.
  private static func largest(
    _ x: Images, _ image: Int, _ channel: Int, _ row: Int, _ column: Int
  ) -> (row: Int, column: Int) {
    let places = window(row, column, of: x)
    var best = places[0]
    for place in places {
      let (value, maximum) = (
        x[image, channel, place.row, place.column], x[image, channel, best.row, best.column]
      )
      if value > maximum || (value.isNaN && !maximum.isNaN) { best = place }
    }
    return best
  }

  /// `y[r][x]`: the maximum of rows 2r − 1 ... 2r + 1 and columns 2x − 1 ... 2x + 1.
  public static func forward(_ x: Images) -> Images {
    var y = Images(x.count, x.channels, (x.height - 1) / 2 + 1, (x.width - 1) / 2 + 1)
    y.forEachPlace { image, channel, row, column in
      let place = largest(x, image, channel, row, column)
      y[image, channel, row, column] = x[image, channel, place.row, place.column]
    }
    return y
  }

  /// All of the gradient for the pixel that was the largest, the first of several.
  public static func backward(_ x: Images, _ dy: Images) -> Images {
    var dx = Images(x.count, x.channels, x.height, x.width)
    dy.forEachPlace { image, channel, row, column in
      let place = largest(x, image, channel, row, column)
      dx[image, channel, place.row, place.column] += dy[image, channel, row, column]
    }
    return dx
  }
}
