import KernelArguments
import Networks
import Oracle
import Testing

/// The gradients of the oracle's functions, which all kernels are held against, in double precision.
struct FiniteDifferenceTests {
  @Test(
    arguments: [(1, 1), (3, 1), (7, 1), (1, 2), (3, 2), (7, 2)],
    [(1, 1, 1, 1), (2, 3, 4, 5), (3, 2, 5, 2)])
  func convolution(
    shape: (side: Int, stride: Int), size: (count: Int, inputs: Int, height: Int, width: Int)
  ) {
    var generator = RandomGenerator(seed: 11)
    let x = generator.images(size.count, size.inputs, size.height, size.width)
    let layer = Convolution(
      outputs: 2, inputs: size.inputs, side: shape.side, stride: shape.stride,
      filters: generator.images(2, size.inputs, shape.side, shape.side).values, bias: [0.3, -2])
    let y = layer.forward(x)
    let weights = generator.images(size.count, 2, y.height, y.width)
    let gradients = layer.backward(x, weights)
    expectInputGradient(gradients.input, of: layer.forward, at: x, weights: weights)
    expectGradient(
      gradients.filters,
      of: {
        var changed = layer
        changed.filters = $0
        return weightedSum(changed.forward(x), weights)
      }, at: layer.filters)
    expectGradient(
      gradients.bias,
      of: {
        var changed = layer
        changed.bias = $0
        return weightedSum(changed.forward(x), weights)
      }, at: [0.3, -2])
    // The same gradient as a convolution, the way the kernels compute it.
    let spread = weights.spread(stride: shape.stride, height: x.height, width: x.width)
    expectInputGradient(
      layer.transposed.forward(spread), of: layer.forward, at: x, weights: weights)
  }

  @Test(arguments: Trial.activations.indices)
  func activations(index: Int) {
    let activation = Trial.activations[index]
    var generator = RandomGenerator(seed: 12)
    // Away from the kink, where there is no derivative.
    let x = generator.images(2, 2, 3, 3).map { x, _ in abs(x) < 0.01 ? 0.5 : x }
    let weights = generator.images(2, 2, 3, 3)
    expectInputGradient(
      Activations.backward(activation, x, weights),
      of: { Activations.forward(activation, $0) }, at: x, weights: weights)
  }

  @Test(arguments: [(2, 2), (5, 4), (4, 7)])
  func averagePooling(height: Int, width: Int) {
    var generator = RandomGenerator(seed: 13)
    let x = generator.images(2, 2, height, width)
    let weights = generator.images(2, 2, height / 2, width / 2)
    expectInputGradient(
      AveragePooling.backward(x, weights), of: AveragePooling.forward, at: x, weights: weights)
  }

  @Test(arguments: [(1, 1), (2, 2), (5, 4), (4, 7)])
  func maximumPooling(height: Int, width: Int) {
    var generator = RandomGenerator(seed: 14)
    // Values in random order, further apart than the differences: there are no ties.
    var x = Images(2, 2, height, width)
    x.values = x.values.indices.shuffled(using: &generator).map { Double($0) / 8 - 3 }
    let weights = generator.images(2, 2, (height - 1) / 2 + 1, (width - 1) / 2 + 1)
    expectInputGradient(
      MaximumPooling.backward(x, weights), of: MaximumPooling.forward, at: x, weights: weights)
  }

  @Test func globalAverage() {
    var generator = RandomGenerator(seed: 15)
    let x = generator.images(2, 3, 4, 3)
    let weights = generator.images(2, 3, 1, 1)
    expectInputGradient(
      GlobalAverage.backward(x, weights), of: GlobalAverage.forward, at: x, weights: weights)
  }

  @Test(arguments: Trial.activations.indices)
  func residualSum(index: Int) {
    let activation = Trial.activations[index]
    var generator = RandomGenerator(seed: 16)
    let (f, s) = (generator.images(2, 2, 3, 3), generator.images(2, 2, 3, 3))
    let weights = generator.images(2, 2, 3, 3)
    let sum = ResidualSum(activation: activation)
    let gradient = sum.backward(residual: f, shortcut: s, weights)
    expectInputGradient(
      gradient, of: { sum.forward(residual: $0, shortcut: s) }, at: f, weights: weights)
    expectInputGradient(
      gradient, of: { sum.forward(residual: f, shortcut: $0) }, at: s, weights: weights)
  }

  @Test(arguments: [0, 0.2, 0.7])
  func dropout(rate: Double) {
    var generator = RandomGenerator(seed: 17)
    let x = generator.images(3, 2, 3, 4)
    let weights = generator.images(3, 2, 3, 4)
    let dropout = Dropout(key: 99, rate: rate)
    expectInputGradient(
      dropout.backward(weights, firstImage: 8), of: { dropout.forward($0, firstImage: 8) }, at: x,
      weights: weights)
  }

  @Test func crossEntropy() {
    var generator = RandomGenerator(seed: 18)
    let scores = generator.images(4, 5, 1, 1)
    let labels = [0, 4, 2, 2]
    expectGradient(
      CrossEntropy.backward(scores, labels: labels).values,
      of: {
        var changed = scores
        changed.values = $0
        return CrossEntropy.forward(changed, labels: labels)
      }, at: scores.values)
  }
}
