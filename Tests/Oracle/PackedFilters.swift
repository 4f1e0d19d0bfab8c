extension Convolution {
  /// The convolution without a stride that maps the gradient of the outputs, zeros between its
  /// pixels, to the gradient of the inputs.
  public var transposed: Convolution {
    var result = Convolution(outputs: inputs, inputs: outputs, side: side, filters: filters)
    for output in 0..<outputs {
      for input in 0..<inputs {
        for i in 0..<side {
          for j in 0..<side {
            result.filters[result.index(input, output, side - 1 - i, side - 1 - j)] =
              filters[index(output, input, i, j)]
          }
        }
      }
    }
    return result
  }

  /// Filters as `[block of outputs][input][row][column][output in block]`, the last block filled up
  /// with zeros.
  public func packed(blockWidth: Int) -> [Double] {
    var result: [Double] = []
    for first in Swift.stride(from: 0, to: outputs, by: blockWidth) {
      for input in 0..<inputs {
        for i in 0..<side {
          for j in 0..<side {
            for output in first..<first + blockWidth {
              result.append(output < outputs ? filters[index(output, input, i, j)] : 0)
            }
          }
        }
      }
    }
    return result
  }
}
