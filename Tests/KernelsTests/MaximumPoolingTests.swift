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

  /// As in PyTorch: what is not a number must not vanish in a pooling, nor its gradient.
  @Test(arguments: Trial.instructionSets, 0..<9)
  func whatIsNotANumberWins(instructionSet: InstructionSet, place: Int) {
    var trial = Trial(instructionSet, seed: place)
    var x = trial.random(1, height: 3, width: 3)
    for image in 0..<trial.lanes { x[image, 0, place / 3, place % 3] = .nan }
    let output = trial.output(1, 2, 2)
    var work = MaxPooling(
      values: trial.input(x).view, height: 3, width: 3, output: output.view, channels: 1)
    trial.kernels.poolMaxima(work)
    let y = MaximumPooling.forward(x)
    for image in 0..<trial.lanes {
      for index in 0..<4 {
        let isNaN = output[image, 0, index / 2, index % 2].isNaN
        #expect(isNaN == y[image, 0, index / 2, index % 2].isNaN)
      }
    }
    let dy = trial.random(1, height: 2, width: 2)
    let gradient = trial.output(1, 3, 3)
    work.output = trial.input(dy).view
    trial.kernels.scatterMaxima(MaxPoolingGradient(pooling: work, gradient: gradient.view))
    gradient.expect(MaximumPooling.backward(x, dy))
    trial.expectInputsUntouched()
  }
}
