/// Sums over arrays.
public enum Sums {
  /// `Σ x²`.
  public static func squares(_ x: [Double]) -> Double { x.reduce(0) { $0 + $1 * $1 } }

  /// The sum, place by place, of the first `count` numbers of parts that begin `stride` apart.
  public static func parts(_ x: [Double], parts: Int, stride: Int, count: Int) -> [Double] {
    (0..<count).map { index in (0..<parts).reduce(0) { $0 + x[$1 * stride + index] } }
  }

  /// Images one after the other, laid out such that the same value of all of them is together;
  /// images that are missing are zero.
  public static func interleaved(_ x: [Double], images: Int, lanes: Int) -> [Double] {
    let values = x.count / images
    return (0..<values * lanes).map {
      $0 % lanes < images ? x[$0 % lanes * values + $0 / lanes] : 0
    }
  }
}
