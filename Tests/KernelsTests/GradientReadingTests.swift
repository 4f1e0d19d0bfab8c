import KernelArguments
import Networks
import Oracle
import Testing

/// The gradient of maps as convolutions read it.
struct GradientReadingTests {
  @Test(arguments: Trial.instructionSets)
  func panels(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for stride in [1, 2] {
        let (height, width) = ((trial.height - 1) / stride + 1, (trial.width - 1) / stride + 1)
        for activation in Trial.activations {
          let x = trial.random(trial.outputs, height: height, width: width)
          let y = Activations.forward(activation, x)
          let g = trial.random(trial.outputs, height: height, width: width)
          let correction = GradientCorrection(
            offset: trial.numbers(trial.outputs), slope: trial.numbers(trial.outputs),
            mean: trial.numbers(trial.outputs))
          let expected = Activations.backward(activation, x, correction.applied(to: g, values: y))
            .keeping(images: trial.images)
            .spread(stride: stride, height: trial.height, width: trial.width)
          let work = GradientReading(
            gradient: trial.input(g).view, values: trial.input(y).view, channels: trial.outputs,
            strip: trial.strip(), border: 0, trailing: 0, stride: stride, activation: activation,
            offset: trial.input(correction.offset), slope: trial.input(correction.slope),
            mean: trial.input(correction.mean), liveLanes: trial.images,
            panel: trial.input(g).view)
          for border in [0, 1, 3] { check(work, border: border, expected, &trial) }
          trial.expectInputsUntouched()
        }
      }
    }
  }

  private func check(
    _ work: GradientReading, border: Int, _ expected: Images, _ trial: inout Trial
  ) {
    var work = work
    work.strip.firstRow -= border
    work.strip.rows += 2 * border
    work.border = border
    work.trailing = Int.random(in: 0...6, using: &trial.generator)
    let panel = trial.output(
      work.channels, work.strip.rows, border + trial.width + work.trailing)
    work.panel = panel.view
    trial.kernels.readGradient(work)
    panel.expect { expected[$0, $1, work.strip.firstRow + $2, $3 - border] }
  }
}
