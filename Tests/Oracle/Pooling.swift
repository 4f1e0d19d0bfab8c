/// Average pooling over 2×2 pixels with stride 2; an odd last row or column is dropped.
public enum AveragePooling {
  /// `y[r][x]`: the mean of rows 2r, 2r + 1 and columns 2x, 2x + 1.
  public static func forward(_ x: Images) -> Images {
    var y = Images(x.count, x.channels, x.height / 2, x.width / 2)
    y.forEachPlace { image, channel, row, column in
      var sum = 0.0
      for i in 0..<2 {
        for j in 0..<2 { sum += x[image, channel, 2 * row + i, 2 * column + j] }
      }
      y[image, channel, row, column] = sum / 4
    }
    return y
  }

  /// A quarter of the gradient for each of the four pixels.
  public static func backward(_ x: Images, _ dy: Images) -> Images {
    var dx = Images(x.count, x.channels, x.height, x.width)
    dx.forEachPlace { image, channel, row, column in
      guard row / 2 < dy.height && column / 2 < dy.width else { return }
      dx[image, channel, row, column] = dy[image, channel, row / 2, column / 2] / 4
    }
    return dx
  }
}

/// The mean of each map, as a map of one pixel.
public enum GlobalAverage {
  /// `y[n][c] = mean(x[n][c])`.
  public static func forward(_ x: Images) -> Images {
    var y = Images(x.count, x.channels, 1, 1)
    x.forEachPlace { image, channel, row, column in
      y[image, channel, 0, 0] += x[image, channel, row, column] / Double(x.height * x.width)
    }
    return y
  }

  /// An equal part of the gradient for each pixel.
  public static func backward(_ x: Images, _ dy: Images) -> Images {
    var dx = x
    dx.forEachPlace { image, channel, row, column in
      dx[image, channel, row, column] =
        dy[image, channel, 0, 0] / Double(x.height * x.width)
    }
    return dx
  }
}
