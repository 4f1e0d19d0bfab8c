import KernelArguments
import Networks
import Oracle
import Testing

/// Products of matrices and their gradients. What trials multiply are small multiples of 1/16 and
/// 1/32: single precision has room for their sums, so that not a bit may be wrong.
struct ProductTests {
  private static func product(planes: Int, _ trial: inout Trial) -> MatrixProduct {
    // 144 inputs are a chunk, whose sum is added to those of the others.
    let many = Int.random(in: 140...450, using: &trial.generator)
    let inputs =
      [trial.inputs, trial.inputs, 144, 145, 288, many].randomElement(using: &trial.generator)
      ?? many
    return MatrixProduct(
      planes: planes, outputs: trial.outputs, inputs: inputs,
      weights: trial.numbers(planes * trial.outputs * inputs),
      bias: trial.flag() ? trial.numbers(trial.outputs) : nil)
  }

  @Test(arguments: Trial.instructionSets)
  func products(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for planes in [1, 3] {
        let product = Self.product(planes: planes, &trial)
        check(
          product, outputs: 0..<product.outputs, inputs: 0..<product.inputs, accumulates: false,
          &trial)
        let width = PackedWeights(outputs: product.outputs, inputs: product.inputs).blockWidth
        check(
          product, outputs: trial.range(of: product.outputs, parity: width),
          inputs: trial.range(of: product.inputs), accumulates: trial.flag(), &trial)
      }
    }
  }

  /// Where all inputs of a layer are cut the outputs are its bias, or 0.
  @Test(arguments: Trial.instructionSets)
  func productsWithoutInputs(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let product = MatrixProduct(
        planes: 2, outputs: trial.outputs, inputs: 0, weights: [],
        bias: trial.flag() ? trial.numbers(trial.outputs) : nil)
      check(
        product, outputs: 0..<product.outputs, inputs: 0..<0, accumulates: trial.flag(), &trial)
    }
  }

  /// A run stops at a number that is not finite: it must get into each output of its column and its
  /// image, and into no others.
  @Test(arguments: Trial.instructionSets)
  func whatIsNotANumberStays(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let product = Self.product(planes: 2, &trial)
      check(
        product, outputs: 0..<product.outputs, inputs: 0..<product.inputs, accumulates: false,
        isSpoiled: true, &trial)
    }
  }

  /// Multiplies by a part of the weights.
  ///
  /// - Parameter isSpoiled: whether a value is no number.
  private func check(
    _ product: MatrixProduct, outputs: Range<Int>, inputs: Range<Int>, accumulates: Bool,
    isSpoiled: Bool = false, _ trial: inout Trial
  ) {
    let packing = PackedWeights(outputs: product.outputs, inputs: product.inputs)
    let gap = Int.random(in: 0...20, using: &trial.generator)
    let weights = product.packed(blockWidth: packing.blockWidth)
      .flatMap { $0 + [Double?](repeating: nil, count: gap) }
    var x = trial.random(product.planes, height: inputs.count)
    if isSpoiled { trial.spoil(&x) }
    let before = trial.random(product.planes, height: outputs.count)
    let output = trial.output(before)
    trial.kernels.multiply(
      Product(
        weights: trial.input(weights)
          + packing.offset(output: outputs.lowerBound, input: inputs.lowerBound),
        packing: packing, weightPlaneStride: packing.count + gap, input: trial.input(x).matrices,
        inputs: inputs.count, output: output.matrices, outputs: outputs.count,
        columns: trial.width, planes: product.planes, accumulates: accumulates,
        bias: trial.bias(product.bias).map { $0 + outputs.lowerBound }))
    let y = product.part(outputs: outputs, inputs: inputs).forward(x)
    output.expect(tolerance: 0) {
      y[$0, $1, $2, $3] + (accumulates ? before[$0, $1, $2, $3] : 0)
    }
    trial.expectInputsUntouched()
  }

  @Test(arguments: Trial.instructionSets)
  func weightGradients(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for (planes, isSpoiled) in [(1, false), (3, false), (2, true)] {
        let product = MatrixProduct(
          planes: planes, outputs: trial.outputs, inputs: trial.inputs,
          weights: trial.numbers(planes * trial.outputs * trial.inputs))
        var x = trial.random(planes, height: trial.inputs)
        if isSpoiled { trial.spoil(&x) }
        let dy = trial.random(planes, height: trial.outputs)
        // Laid out as maps of one lane.
        var expected = Images(1, planes, product.outputs, product.inputs)
        expected.values = trial.numbers(product.weights.count)
        let gradient = trial.output(expected)
        trial.kernels.accumulateWeightGradient(
          WeightGradient(
            outputGradient: trial.input(dy).matrices, outputs: product.outputs,
            input: trial.input(x).matrices, inputs: product.inputs, columns: trial.width,
            planes: planes, gradient: gradient.view.start, rowStride: gradient.view.rowStride,
            planeStride: gradient.view.channelStride))
        for (index, sum) in product.weightGradient(x, dy).enumerated() {
          expected.values[index] += sum
        }
        gradient.expect(expected, tolerance: 0)
        trial.expectInputsUntouched()
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func biasGradients(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let dy = trial.random(1, height: trial.outputs)
      let before = trial.numbers(trial.outputs)
      let gradient = trial.output(before)
      trial.kernels.accumulateBiasGradient(
        BiasGradient(
          outputGradient: trial.input(dy).matrices, outputs: trial.outputs, columns: trial.width,
          gradient: gradient.start))
      var expected = before
      dy.forEachPlace { expected[$2] += dy[$0, $1, $2, $3] }
      gradient.expect(expected, tolerance: 0)
      trial.expectInputsUntouched()
    }
  }
}
