import KernelArguments
import Networks
import Oracle
import Testing

struct UpdateTests {
  @Test(arguments: Trial.instructionSets)
  func gradientDescent(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let isNesterov = trial.flag()
      let optimizer = GradientDescent(
        learningRate: 0.1, momentum: trial.flag() ? 0.9 : 0, isNesterov: isNesterov,
        weightDecay: trial.flag() ? 0.01 : 0)
      let count = 16 * Int.random(in: 1...9, using: &trial.generator)
      var (values, momentum) = (trial.numbers(count), trial.numbers(count))
      let (updated, velocity) = (trial.output(values), trial.output(momentum))
      for _ in 0..<3 {
        let gradient = trial.numbers(count)
        let squares = trial.kernels.updateParameter(
          ParameterUpdate(
            values: updated.start, gradient: trial.input(gradient), momentum: velocity.start,
            count: count, learningRate: 0.1, momentumFactor: Float(optimizer.momentum),
            isNesterov: isNesterov, weightDecay: Float(optimizer.weightDecay)))
        var expected = 0.0
        for index in 0..<count {
          let step = optimizer.update(
            &values[index], gradient: gradient[index], velocity: &momentum[index])
          expected += step * step
        }
        #expect(abs(Double(squares) - expected) < 1e-5 * expected, "\(trial)")
      }
      updated.expect(values)
      velocity.expect(momentum)
      trial.expectInputsUntouched()
    }
  }
}
