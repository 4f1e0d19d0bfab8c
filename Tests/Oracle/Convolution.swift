/// A convolution with stride 1 and a border of zeros that keeps the size, as PyTorch's `conv2d`.
public struct Convolution: Sendable {
  /// Output channels.
  public let outputs: Int
  /// Input channels.
  public let inputs: Int
  /// Rows and columns of a filter, odd.
  public let side: Int
  /// `[outputs][inputs][side][side]`.
  public var filters: [Double]

  /// Describes a convolution.
  public init(outputs: Int, inputs: Int, side: Int, filters: [Double]) {
    self.outputs = outputs
    self.inputs = inputs
    self.side = side
    self.filters = filters
  }

  private func index(_ output: Int, _ input: Int, _ row: Int, _ column: Int) -> Int {
    ((output * inputs + input) * side + row) * side + column
  }

  /// `y[n][o][r][x] = Σ_c Σ_i Σ_j filter[o][c][i][j] · x[n][c][r + i − s/2][x + j − s/2]`.
  public func forward(_ x: Images) -> Images {
    var y = Images(x.count, outputs, x.height, x.width)
    y.forEachPlace { image, output, row, column in
      var sum = 0.0
      for input in 0..<inputs {
        for i in 0..<side {
          for j in 0..<side {
            sum +=
              filters[index(output, input, i, j)]
              * x[image, input, row + i - side / 2, column + j - side / 2]
          }
        }
      }
      y[image, output, row, column] = sum
    }
    return y
  }

  /// Gradients of a loss for input and filters, given its gradient `dy` for the output.
  public func backward(_ x: Images, _ dy: Images) -> (input: Images, filters: [Double]) {
    var dx = Images(x.count, inputs, x.height, x.width)
    var gradient = [Double](repeating: 0, count: filters.count)
    dy.forEachPlace { image, output, row, column in
      let g = dy[image, output, row, column]
      for input in 0..<inputs {
        for i in 0..<side {
          for j in 0..<side {
            let (r, c) = (row + i - side / 2, column + j - side / 2)
            guard r >= 0, r < x.height, c >= 0, c < x.width else { continue }
            gradient[index(output, input, i, j)] += g * x[image, input, r, c]
            dx[image, input, r, c] += g * filters[index(output, input, i, j)]
          }
        }
      }
    }
    return (dx, gradient)
  }
}
