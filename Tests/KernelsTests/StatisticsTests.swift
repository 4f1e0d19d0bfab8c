import KernelArguments
import Networks
import Oracle
import Testing

struct StatisticsTests {
  @Test(arguments: Trial.instructionSets, Trial.seeds)
  func moments(instructionSet: InstructionSet, seed: Int) {
    var trial = Trial(instructionSet, seed: seed)
    // Far from zero, where the difference of large sums would lose its digits.
    let x = trial.random(trial.inputs).map { value, _ in value + 300 }
    let values = GuardedMaps(x, lanes: trial.lanes)
    defer { withExtendedLifetime(values) {} }
    let moments = GuardedFloats([Float](repeating: -1, count: 2 * trial.inputs))
    trial.kernels.measureMaps(
      MapStatistics(
        values: values.view, channels: trial.inputs, pixels: trial.height * trial.width,
        liveLanes: trial.images, moments: moments.start))
    let (mean, variance) = BatchNormalization.statistics(x)
    let count = Double(trial.images * trial.height * trial.width)
    for channel in 0..<trial.inputs {
      #expect(abs(Double(moments.values[2 * channel]) - mean[channel]) < 1e-3)
      let squares = variance[channel] * count
      #expect(abs(Double(moments.values[2 * channel + 1]) - squares) < 1e-3 * (squares + 1))
    }
    moments.expect(moments.values.map { Double($0) })
  }

  @Test(arguments: Trial.instructionSets)
  func sums(instructionSet: InstructionSet) {
    var trial = Trial(instructionSet, seed: 5)
    for count in [0, 16, 48, 160] {
      let values = trial.numbers(count)
      let expected = values.reduce(0) { $0 + $1 * $1 }
      let memory = GuardedFloats(values)
      let sum = trial.kernels.sumOfSquares(memory.start, count)
      memory.expect(values)
      #expect(abs(Double(sum) - expected) <= 1e-5 * expected)
      for parts in 1...4 {
        let stride = count + 16
        let numbers = trial.numbers(parts * stride)
        let total = GuardedFloats([Float](repeating: -1, count: count))
        let memory = GuardedFloats(numbers)
        trial.kernels.addParts(memory.start, parts, stride, count, total.start)
        memory.expect(numbers)
        total.expect(
          (0..<count).map { index in (0..<parts).reduce(0) { $0 + numbers[$1 * stride + index] } })
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func interleaving(instructionSet: InstructionSet) {
    var trial = Trial(instructionSet, seed: 6)
    let lanes = trial.lanes
    for images in 1...lanes {
      let source = trial.numbers(images * 13)
      let target = GuardedFloats([Float](repeating: -1, count: 13 * lanes))
      let memory = GuardedFloats(source)
      trial.kernels.interleave(memory.start, images, 13, target.start)
      memory.expect(source)
      target.expect(
        (0..<13 * lanes).map { $0 % lanes < images ? source[$0 % lanes * 13 + $0 / lanes] : 0 })
    }
  }
}
