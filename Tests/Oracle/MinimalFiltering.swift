import Foundation

/// The transforms of Winograd's minimal filtering F(4×4, 3×3), `m · x · mᵀ`, whose matrices follow
/// from the points at which polynomials are interpolated (Lavin and Gray 2015).
public struct MinimalFiltering: Sendable {
  /// The factor *m*, row by row.
  public let matrix: [[Double]]

  /// A sixth point is infinity, where a polynomial's value is its last coefficient.
  private static let points = [0, 0.5, -0.5, 1.5, -1.5]

  /// What makes values at all points of so many coefficients.
  private static func values(ofCoefficients count: Int) -> [[Double]] {
    points.map { point in (0..<count).map { pow(point, Double($0)) } }
      + [(0..<count).map { $0 == count - 1 ? 1 : 0 }]
  }

  /// The coefficients of `Π (x − root)`, filled up with zeros.
  private static func polynomial(roots: [Double]) -> [Double] {
    roots.reduce([1, 0, 0, 0, 0, 0]) { polynomial, root in
      polynomial.indices.map { ($0 > 0 ? polynomial[$0 - 1] : 0) - root * polynomial[$0] }
    }
  }

  /// A: gradients of 4×4 outputs to frequencies.
  public static let outputGradients = MinimalFiltering(matrix: values(ofCoefficients: 4))

  /// Aᵀ: frequencies to 4×4 outputs.
  public static let outputs = outputGradients.transposed

  /// Bᵀ: 6×6 inputs to frequencies. In a point's row is the polynomial that is zero at the others.
  public static let inputs = MinimalFiltering(
    matrix: points.map { point in polynomial(roots: points.filter { $0 != point }) }
      + [polynomial(roots: points)])

  /// G: filters to frequencies, divided by what the point's polynomial in `inputs` is at the point.
  public static let filters = MinimalFiltering(
    matrix: values(ofCoefficients: 3).enumerated().map { index, row in
      guard index < points.count else { return row }
      let others = points.filter { $0 != points[index] }
      return row.map { $0 / others.reduce(1) { $0 * (points[index] - $1) } }
    })

  /// Gᵀ: frequencies to the gradients of filters.
  public static let filterGradients = filters.transposed

  private var transposed: MinimalFiltering {
    MinimalFiltering(matrix: matrix[0].indices.map { column in matrix.map { $0[column] } })
  }

  /// `m · x · mᵀ`.
  public func callAsFunction(_ x: [[Double]]) -> [[Double]] {
    matrix.map { left in
      matrix.map { right in
        var sum = 0.0
        for row in x.indices {
          for column in x.indices { sum += left[row] * x[row][column] * right[column] }
        }
        return sum
      }
    }
  }

  /// Transforms tiles of a panel, 4 pixels apart: `[image][frequency][channel][tile]`.
  public func frequencies(of panel: Images, rows: Int, columns: Int) -> Images {
    var result = Images(panel.count, 36, panel.channels, rows * columns)
    let size = matrix[0].indices
    Images(panel.count, panel.channels, rows, columns).forEachPlace { image, channel, row, column in
      let tile = self(
        size.map { i in size.map { panel[image, channel, 4 * row + i, 4 * column + $0] } })
      for frequency in 0..<36 {
        result[image, frequency, channel, row * columns + column] =
          tile[frequency / 6][frequency % 6]
      }
    }
    return result
  }

  /// Transforms frequencies, `[image][frequency][channel][tile]`, to maps of whole tiles.
  public func maps(of frequencies: Images, rows: Int, columns: Int) -> Images {
    var maps = Images(frequencies.count, frequencies.height, 4 * rows, 4 * columns)
    Images(maps.count, maps.channels, rows, columns).forEachPlace { image, channel, row, column in
      let tile = self(
        (0..<6).map { i in
          (0..<6).map { frequencies[image, 6 * i + $0, channel, row * columns + column] }
        })
      for i in 0..<4 {
        for j in 0..<4 { maps[image, channel, 4 * row + i, 4 * column + j] = tile[i][j] }
      }
    }
    return maps
  }
}
