import KernelArguments
import Networks
import Oracle
import Testing

struct StatisticsTests {
  @Test(arguments: Trial.instructionSets)
  func moments(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      // Far from zero, where the difference of large sums would lose its digits.
      let x = trial.random(trial.inputs).map { value, _ in value + 300 }
      let moments = trial.output([Double](repeating: -1, count: 2 * trial.inputs))
      trial.kernels.measureMaps(
        MapStatistics(
          values: trial.input(x, isContiguous: true).view, channels: trial.inputs,
          pixels: trial.height * trial.width, liveLanes: trial.images, moments: moments.start))
      let (mean, variance) = BatchNormalization.statistics(x.prefix(trial.images))
      let count = Double(trial.images * trial.height * trial.width)
      for channel in 0..<trial.inputs {
        #expect(abs(Double(moments.values[2 * channel]) - mean[channel]) < 1e-3, "\(trial)")
        let squares = variance[channel] * count
        #expect(
          abs(Double(moments.values[2 * channel + 1]) - squares) < 1e-3 * (squares + 1),
          "\(trial)")
      }
      moments.expect(moments.values.map { Double($0) })
      trial.expectInputsUntouched()
    }
  }

  @Test(arguments: Trial.instructionSets)
  func extremes(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      // Of one sign, so that zeros from elsewhere would be noticed.
      let x = trial.random(trial.inputs).map { value, channel in
        value + (channel % 2 == 0 ? 100 : -100)
      }
      let extremes = trial.output([Double](repeating: -1, count: 2 * trial.inputs))
      trial.kernels.measureExtremes(
        MapExtremes(
          values: trial.input(x, isContiguous: true).view, channels: trial.inputs,
          pixels: trial.height * trial.width, liveLanes: trial.images, extremes: extremes.start))
      extremes.expect(x.prefix(trial.images).extremes, tolerance: 0)
      trial.expectInputsUntouched()
    }
  }

  @Test(arguments: Trial.instructionSets)
  func gradientMagnitudes(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let x = trial.random(trial.outputs)
      let g = trial.random(trial.outputs)
      let correction = GradientCorrection(
        offset: trial.numbers(trial.outputs), slope: trial.numbers(trial.outputs),
        mean: trial.numbers(trial.outputs))
      let sums = trial.output([Double](repeating: -1, count: trial.outputs))
      trial.kernels.measureGradients(
        GradientMagnitude(
          gradient: trial.input(g, isContiguous: true).view,
          values: trial.input(x, isContiguous: true).view, channels: trial.outputs,
          pixels: trial.height * trial.width, offset: trial.input(correction.offset),
          slope: trial.input(correction.slope), mean: trial.input(correction.mean),
          liveLanes: trial.images, sums: sums.start))
      sums.expect(correction.applied(to: g, values: x).prefix(trial.images).magnitudes)
      trial.expectInputsUntouched()
    }
  }

  @Test(arguments: Trial.instructionSets)
  func sums(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let count = 16 * Int.random(in: 0...20, using: &trial.generator)
      let values = trial.numbers(count)
      let expected = Sums.squares(values)
      let sum = trial.kernels.sumOfSquares(trial.input(values), count)
      #expect(abs(Double(sum) - expected) <= 1e-5 * expected, "\(trial)")

      let parts = Int.random(in: 1...9, using: &trial.generator)
      let stride = count + 16 * Int.random(in: 0...2, using: &trial.generator)
      let numbers = trial.numbers(parts * stride)
      let total = trial.output([Double](repeating: -1, count: count))
      trial.kernels.addParts(trial.input(numbers), parts, stride, count, total.start)
      total.expect(Sums.parts(numbers, parts: parts, stride: stride, count: count))
      trial.expectInputsUntouched()
    }
  }

  /// However large the parts, they are added in their order: results must not depend on anything
  /// else.
  @Test(arguments: Trial.instructionSets)
  func orderOfParts(instructionSet: InstructionSet) {
    var trial = Trial(instructionSet, seed: 1)
    let parts = [1, 1e8, -1e8, 0.25, 3].flatMap { [Double](repeating: $0, count: 16) }
    let total = trial.output([Double](repeating: -1, count: 16))
    trial.kernels.addParts(trial.input(parts), 5, 16, 16, total.start)
    total.expect([Double](repeating: 3.25, count: 16), tolerance: 0)
    trial.expectInputsUntouched()
  }

  @Test(arguments: Trial.instructionSets)
  func interleaving(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let values = trial.inputs * trial.height * trial.width
      let source = trial.numbers(trial.images * values)
      let target = trial.output([Double](repeating: -1, count: values * trial.lanes))
      trial.kernels.interleave(trial.input(source), trial.images, values, target.start)
      target.expect(
        Sums.interleaved(source, images: trial.images, lanes: trial.lanes), tolerance: 0)
      trial.expectInputsUntouched()
    }
  }
}
