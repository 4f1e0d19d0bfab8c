import KernelArguments
import Networks
import Oracle
import Testing

struct MaximumPoolingTests {
  @Test(arguments: Trial.instructionSets)
  func maximaAndTheirGradient(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      // Different values everywhere; few of them, so that ties abound; negative ones only, which
      // zeros beyond the map would beat.
      for transform in [{ $0 }, { $0.rounded() }, { -abs($0) - 1 }] as [(Double) -> Double] {
        let x = trial.random(trial.inputs).map { x, _ in transform(x) }
        let y = MaximumPooling.forward(x)
        let values = trial.input(x).view
        let output = trial.output(trial.inputs, y.height, y.width)
        var work = MaxPooling(
          values: values, height: trial.height, width: trial.width, output: output.view,
          channels: trial.inputs)
        trial.kernels.poolMaxima(work)
        output.expect(y, tolerance: 0)

        let dy = trial.random(trial.inputs, height: y.height, width: y.width)
        let gradient = trial.output(trial.inputs, trial.height, trial.width)
        work.output = trial.input(dy).view
        trial.kernels.scatterMaxima(MaxPoolingGradient(pooling: work, gradient: gradient.view))
        gradient.expect(MaximumPooling.backward(x, dy))
        trial.expectInputsUntouched()
      }
    }
  }
}
