import Networks
import Oracle
import Testing

/// Whether a gradient agrees with central differences of the function, value by value.
func expectGradient(
  _ gradient: [Double], of function: ([Double]) -> Double, at point: [Double],
  _ location: SourceLocation = #_sourceLocation
) {
  #expect(gradient.count == point.count, sourceLocation: location)
  let step = 1e-5
  var squares = 0.0
  var norm = 0.0
  for index in point.indices {
    var (left, right) = (point, point)
    left[index] -= step
    right[index] += step
    let slope = (function(right) - function(left)) / (2 * step)
    squares += (slope - gradient[index]) * (slope - gradient[index])
    norm += slope * slope
  }
  #expect(norm > 0, sourceLocation: location)
  #expect((squares / norm).squareRoot() < 1e-7, sourceLocation: location)
}

/// Whether the gradient of an input agrees with central differences of the loss `Σ weights · y`.
func expectInputGradient(
  _ gradient: Images, of function: (Images) -> Images, at x: Images, weights: Images,
  _ location: SourceLocation = #_sourceLocation
) {
  expectGradient(
    gradient.values,
    of: {
      var changed = x
      changed.values = $0
      return weightedSum(function(changed), weights)
    }, at: x.values, location)
}

/// A loss: the sum of all values, each with a weight of its own.
func weightedSum(_ y: Images, _ weights: Images) -> Double {
  zip(y.values, weights.values).reduce(0) { $0 + $1.0 * $1.1 }
}

extension RandomGenerator {
  /// Images of normally distributed values.
  mutating func images(_ count: Int, _ channels: Int, _ height: Int, _ width: Int) -> Images {
    var images = Images(count, channels, height, width)
    for index in images.values.indices { images.values[index] = nextNormal() }
    return images
  }
}
