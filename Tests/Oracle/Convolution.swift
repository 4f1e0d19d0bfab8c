/// A convolution with a border of zeros that keeps the size but for the stride, as PyTorch's
/// `conv2d` with a padding of half the filter.
public struct Convolution: Sendable {
  /// Output channels.
  public let outputs: Int
  /// Input channels.
  public let inputs: Int
  /// Rows and columns of a filter, odd.
  public let side: Int
  /// Pixels of the input from one output to the next.
  public let stride: Int
  /// `[outputs][inputs][side][side]`.
  public var filters: [Double]
  /// Added to each output channel; `nil` for none.
  public var bias: [Double]?

  /// Describes a convolution.
  public init(
    outputs: Int, inputs: Int, side: Int, stride: Int = 1, filters: [Double],
    bias: [Double]? = nil
  ) {
    self.outputs = outputs
    self.inputs = inputs
    self.side = side
    self.stride = stride
    self.filters = filters
    self.bias = bias
  }

  /// Place of a weight in `filters`.
  func index(_ output: Int, _ input: Int, _ row: Int, _ column: Int) -> Int {
    ((output * inputs + input) * side + row) * side + column
  }

  /// Rows or columns of the output for so many of the input.
  public func outputSize(_ size: Int) -> Int { (size - 1) / stride + 1 }

  /// With the stride *t* and the side *s*:
  /// `y[n][o][r][x] = bias[o] + Σ_c Σ_i Σ_j filter[o][c][i][j] · x[n][c][t·r + i − s/2][t·x + j − s/2]`.
  public func forward(_ x: Images) -> Images {
    var y = Images(x.count, outputs, outputSize(x.height), outputSize(x.width))
    y.forEachPlace { image, output, row, column in
      var sum = bias?[output] ?? 0
      for input in 0..<inputs {
        for i in 0..<side {
          for j in 0..<side {
            sum +=
              filters[index(output, input, i, j)]
              * x[image, input, stride * row + i - side / 2, stride * column + j - side / 2]
          }
        }
      }
      y[image, output, row, column] = sum
    }
    return y
  }

  /// Gradients of a loss for input, filters and bias, given its gradient `dy` for the output.
  public func backward(
    _ x: Images, _ dy: Images
  ) -> (input: Images, filters: [Double], bias: [Double]) {
    var dx = Images(x.count, inputs, x.height, x.width)
    var gradient = [Double](repeating: 0, count: filters.count)
    var biasGradient = [Double](repeating: 0, count: outputs)
    dy.forEachPlace { image, output, row, column in
      let g = dy[image, output, row, column]
      biasGradient[output] += g
      for input in 0..<inputs {
        for i in 0..<side {
          for j in 0..<side {
            let (r, c) = (stride * row + i - side / 2, stride * column + j - side / 2)
            guard r >= 0, r < x.height, c >= 0, c < x.width else { continue }
            gradient[index(output, input, i, j)] += g * x[image, input, r, c]
            dx[image, input, r, c] += g * filters[index(output, input, i, j)]
          }
        }
      }
    }
    return (dx, gradient, biasGradient)
  }
}
