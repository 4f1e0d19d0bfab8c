/// The ReLU, `max(x, 0)`.
public enum Rectification {
  /// `max(x, 0)` of every value.
  public static func forward(_ x: Images) -> Images { x.map { value, _ in max(value, 0) } }

  /// The gradient passes where the input was over 0.
  public static func backward(_ x: Images, _ dy: Images) -> Images {
    var dx = dy
    dx.forEachPlace { image, channel, row, column in
      if x[image, channel, row, column] <= 0 { dx[image, channel, row, column] = 0 }
    }
    return dx
  }
}
