import Networks
import Oracle
import Testing

/// The gradients of what the oracle makes convolutions of.
struct ProductDifferenceTests {
  @Test func matrixProduct() {
    var generator = RandomGenerator(seed: 19)
    let (x, dy) = (generator.images(2, 3, 4, 5), generator.images(2, 3, 2, 5))
    let product = MatrixProduct(
      planes: 3, outputs: 2, inputs: 4, weights: generator.images(1, 3, 2, 4).values,
      bias: [0.3, -2])
    expectGradient(
      product.weightGradient(x, dy),
      of: {
        var changed = product
        changed.weights = $0
        return weightedSum(changed.forward(x), dy)
      }, at: product.weights)
  }

  /// Between Winograd's matrices a convolution and the gradient of its filter are products.
  @Test func minimalFiltering() {
    var generator = RandomGenerator(seed: 20)
    let (x, filter) = (generator.images(1, 1, 6, 6), generator.images(1, 1, 3, 3))
    let dy = generator.images(1, 1, 4, 4)
    func rows(_ x: Images) -> [[Double]] {
      (0..<x.height).map { row in (0..<x.width).map { x[0, 0, row, $0] } }
    }
    func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
      zip(a, b).map { zip($0, $1).map { $0 * $1 } }
    }
    let inputs = MinimalFiltering.inputs(rows(x))
    let y = MinimalFiltering.outputs(product(MinimalFiltering.filters(rows(filter)), inputs))
    func convolved(_ filter: [Double]) -> Images {
      Convolution(outputs: 1, inputs: 1, side: 3, filters: filter).forward(x)
        .part(row: 1, column: 1, height: 4, width: 4)
    }
    for (value, expected) in zip(y.joined(), convolved(filter.values).values) {
      #expect(abs(value - expected) < 1e-12)
    }
    let gradient = MinimalFiltering.filterGradients(
      product(MinimalFiltering.outputGradients(rows(dy)), inputs))
    expectGradient(
      Array(gradient.joined()), of: { weightedSum(convolved($0), dy) }, at: filter.values)
  }
}
