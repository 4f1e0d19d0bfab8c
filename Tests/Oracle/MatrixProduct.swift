/// Matrices of weights times as many matrices of vectors. `Images` hold the latter: an image is a
/// lane, its channels are matrices, their rows and columns those of the matrices.
public struct MatrixProduct: Sendable {
  /// Number of matrices.
  public var planes: Int
  /// Rows of a matrix of weights.
  public var outputs: Int
  /// Columns of a matrix of weights.
  public var inputs: Int
  /// `[plane][output][input]`.
  public var weights: [Double]
  /// Added to each output of every plane; `nil` for none.
  public var bias: [Double]?

  /// Describes a product.
  public init(
    planes: Int, outputs: Int, inputs: Int, weights: [Double], bias: [Double]? = nil
  ) {
    self.planes = planes
    self.outputs = outputs
    self.inputs = inputs
    self.weights = weights
    self.bias = bias
  }

  /// Place of a weight in `weights`.
  private func index(_ plane: Int, _ output: Int, _ input: Int) -> Int {
    (plane * outputs + output) * inputs + input
  }

  /// `y[p][o][x] = bias[o] + Σ_c weights[p][o][c] · x[p][c][x]`.
  public func forward(_ x: Images) -> Images {
    var y = Images(x.count, planes, outputs, x.width)
    y.forEachPlace { lane, plane, output, column in
      y[lane, plane, output, column] = (0..<inputs).reduce(bias?[output] ?? 0) {
        $0 + weights[index(plane, output, $1)] * x[lane, plane, $1, column]
      }
    }
    return y
  }

  /// Gradient of a loss for the weights, given its gradient `dy` for the results.
  public func weightGradient(_ x: Images, _ dy: Images) -> [Double] {
    var gradient = [Double](repeating: 0, count: weights.count)
    dy.forEachPlace { lane, plane, output, column in
      for input in 0..<inputs {
        gradient[index(plane, output, input)] +=
          dy[lane, plane, output, column] * x[lane, plane, input, column]
      }
    }
    return gradient
  }

  /// The product of some of the inputs, and only some of its results.
  public func part(outputs: Range<Int>, inputs: Range<Int>) -> MatrixProduct {
    var part = MatrixProduct(
      planes: planes, outputs: outputs.count, inputs: inputs.count, weights: [],
      bias: bias.map { Array($0[outputs]) })
    for plane in 0..<planes {
      for output in outputs { part.weights += inputs.map { weights[index(plane, output, $0)] } }
    }
    return part
  }

  /// For each plane, weights as `[block of outputs][input][output in block]`, the last block filled
  /// up with zeros.
  public func packed(blockWidth: Int) -> [[Double]] {
    (0..<planes).map { plane in
      Convolution(
        outputs: outputs, inputs: inputs, side: 1,
        filters: Array(weights[index(plane, 0, 0)..<index(plane + 1, 0, 0)])
      ).packed(blockWidth: blockWidth)
    }
  }
}
