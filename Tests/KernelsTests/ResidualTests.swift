import KernelArguments
import Networks
import Oracle
import Testing

struct ResidualTests {
  @Test(arguments: Trial.instructionSets)
  func additions(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for activation in Trial.activations {
        for norms in 0..<4 { check(activation, norms: (norms & 1 > 0, norms & 2 > 0), &trial) }
      }
    }
  }

  private func check(
    _ activation: Activation?, norms: (residual: Bool, shortcut: Bool), _ trial: inout Trial
  ) {
    let channels = trial.inputs
    let (f, s) = (trial.random(channels), trial.random(channels))
    let residualNorm = norms.residual ? trial.normalization(channels) : nil
    let shortcutNorm = norms.shortcut ? trial.normalization(channels) : nil
    let output = trial.output(channels, trial.height, trial.width, isContiguous: true)
    let energies = trial.output([-1, -1])
    trial.kernels.addResidual(
      ResidualAddition(
        residual: trial.input(f, isContiguous: true).view,
        residualNormalization: residualNorm?.argument,
        shortcut: trial.input(s, isContiguous: true).view,
        shortcutNormalization: shortcutNorm?.argument, output: output.view, activation: activation,
        channels: channels, pixels: trial.height * trial.width, liveLanes: trial.images,
        energies: energies.start))
    let residual = residualNorm?.reference.forward(f) ?? f
    let shortcut = shortcutNorm?.reference.forward(s) ?? s
    output.expect(
      ResidualSum(activation: activation).forward(residual: residual, shortcut: shortcut))
    energies.expect([residual, shortcut].map { Sums.squares($0.prefix(trial.images).values) })
    trial.expectInputsUntouched()
  }
}
