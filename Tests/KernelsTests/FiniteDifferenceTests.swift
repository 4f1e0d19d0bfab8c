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

/// The gradients of the oracle's functions, which all kernels are held against, in double precision.
struct FiniteDifferenceTests {
  private var generator = RandomGenerator(seed: 11)

  private mutating func images(
    _ count: Int, _ channels: Int, _ height: Int, _ width: Int
  ) -> Images {
    Images(count, channels, height, width).map { _, _ in generator.nextNormal() }
  }

  /// A loss: the sum of all values, each with a weight of its own.
  private static func loss(_ y: Images, _ weights: Images) -> Double {
    zip(y.values, weights.values).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func with(_ images: Images, _ values: [Double]) -> Images {
    var images = images
    images.values = values
    return images
  }

  @Test(arguments: [1, 3], [(1, 1, 1, 1), (2, 3, 4, 5), (3, 2, 5, 2)])
  func convolution(side: Int, size: (count: Int, inputs: Int, height: Int, width: Int)) {
    var test = self
    let x = test.images(size.count, size.inputs, size.height, size.width)
    let filters = test.images(2, size.inputs, side, side).values
    let weights = test.images(size.count, 2, size.height, size.width)
    let layer = Convolution(outputs: 2, inputs: size.inputs, side: side, filters: filters)
    let gradients = layer.backward(x, weights)
    expectGradient(
      gradients.input.values, of: { Self.loss(layer.forward(Self.with(x, $0)), weights) },
      at: x.values)
    expectGradient(
      gradients.filters,
      of: {
        var changed = layer
        changed.filters = $0
        return Self.loss(changed.forward(x), weights)
      }, at: filters)
  }

  @Test func batchNormalization() {
    var test = self
    let x = test.images(3, 2, 3, 5)
    let weights = test.images(3, 2, 3, 5)
    let norm = BatchNormalization(gamma: [1.3, -0.4], beta: [0.2, -1])
    let gradients = norm.backward(x, weights)
    expectGradient(
      gradients.input.values, of: { Self.loss(norm.forward(Self.with(x, $0)), weights) },
      at: x.values)
    expectGradient(
      gradients.gamma,
      of: { Self.loss(BatchNormalization(gamma: $0, beta: norm.beta).forward(x), weights) },
      at: norm.gamma)
    expectGradient(
      gradients.beta,
      of: { Self.loss(BatchNormalization(gamma: norm.gamma, beta: $0).forward(x), weights) },
      at: norm.beta)
  }

  @Test func rectification() {
    var test = self
    // Away from the kink, where there is no derivative.
    let x = test.images(2, 2, 3, 3).map { value, _ in abs(value) < 0.01 ? 0.5 : value }
    let weights = test.images(2, 2, 3, 3)
    expectGradient(
      Rectification.backward(x, weights).values,
      of: { Self.loss(Rectification.forward(Self.with(x, $0)), weights) }, at: x.values)
  }

  @Test(arguments: [(2, 2), (5, 4), (4, 7)])
  func averagePooling(height: Int, width: Int) {
    var test = self
    let x = test.images(2, 2, height, width)
    let weights = test.images(2, 2, height / 2, width / 2)
    expectGradient(
      AveragePooling.backward(x, weights).values,
      of: { Self.loss(AveragePooling.forward(Self.with(x, $0)), weights) }, at: x.values)
  }

  @Test func globalAverage() {
    var test = self
    let x = test.images(2, 3, 4, 3)
    let weights = test.images(2, 3, 1, 1)
    expectGradient(
      GlobalAverage.backward(x, weights).values,
      of: { Self.loss(GlobalAverage.forward(Self.with(x, $0)), weights) }, at: x.values)
  }

  @Test func crossEntropy() {
    var test = self
    let scores = test.images(4, 5, 1, 1)
    let labels = [0, 4, 2, 2]
    expectGradient(
      CrossEntropy.backward(scores, labels: labels).values,
      of: { CrossEntropy.forward(Self.with(scores, $0), labels: labels) }, at: scores.values)
  }
}
