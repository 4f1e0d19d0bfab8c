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
}
