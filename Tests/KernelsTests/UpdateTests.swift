import KernelArguments
import Networks
import Oracle
import Testing

struct UpdateTests {
  @Test(arguments: Trial.instructionSets, [true, false])
  func gradientDescent(instructionSet: InstructionSet, isNesterov: Bool) {
    var trial = Trial(instructionSet, seed: 7)
    let optimizer = GradientDescent(
      learningRate: 0.1, momentum: 0.9, isNesterov: isNesterov, weightDecay: 0.01)
    for count in [16, 32, 80] {
      var (values, momentum) = (trial.numbers(count), trial.numbers(count))
      let (updated, velocity) = (GuardedFloats(values), GuardedFloats(momentum))
      for _ in 0..<3 {
        let gradient = trial.numbers(count)
        let incoming = GuardedFloats(gradient)
        let squares = trial.kernels.updateParameter(
          ParameterUpdate(
            values: updated.start, gradient: incoming.start, momentum: velocity.start,
            count: count, learningRate: 0.1, momentumFactor: 0.9, isNesterov: isNesterov,
            weightDecay: 0.01))
        incoming.expect(gradient)
        var expected = 0.0
        for index in 0..<count {
          let step = optimizer.update(
            &values[index], gradient: gradient[index], velocity: &momentum[index])
          expected += step * step
        }
        #expect(abs(Double(squares) - expected) < 1e-5 * expected)
      }
      updated.expect(values)
      velocity.expect(momentum)
    }
  }
}
