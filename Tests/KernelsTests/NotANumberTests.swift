import KernelArguments
import Networks
import Oracle
import Testing

/// A run stops at a number that is not finite: no kernel may lose one on its way to the loss or to
/// the gradients.
struct NotANumberTests {
  private static var whole: Strip { Strip(firstRow: 0, rows: 2, height: 2, width: 2) }

  private static func images(_ trial: Trial, _ value: Double) -> Images {
    Images(trial.lanes, 1, 2, 2, value: value)
  }

  private static func expectNaN(
    _ maps: GuardedMaps, _ location: SourceLocation = #_sourceLocation
  ) {
    for lane in 0..<maps.lanes {
      for index in 0..<maps.height * maps.width {
        let value = maps[lane, 0, index / maps.width, index % maps.width]
        #expect(value.isNaN, sourceLocation: location)
      }
    }
  }

  @Test(arguments: Trial.instructionSets, Trial.activations.indices)
  func forward(instructionSet: InstructionSet, activationIndex: Int) {
    let activation = Trial.activations[activationIndex]
    var trial = Trial(instructionSet, seed: 1)
    let norm = trial.normalization(1).argument
    let (nan, one) = (Self.images(trial, .nan), Self.images(trial, 1))
    for normalization in [nil, norm] {
      let panel = trial.output(1, 2, 2)
      var work = PanelReading(
        source: trial.input(nan, isContiguous: true).view, channels: 1, strip: Self.whole,
        border: 0, trailing: 0, normalization: normalization, activation: activation,
        panel: panel.view)
      trial.kernels.readPanel(work)
      Self.expectNaN(panel)
      let average = trial.output(1, 1, 1)
      work.panel = average.view
      trial.kernels.readAverage(work)
      Self.expectNaN(average)
      let pooled = trial.output(1, 1, 1)
      work.panel = pooled.view
      work.strip = Strip(firstRow: 0, rows: 1, height: 1, width: 1)
      trial.kernels.readPooledPanel(work)
      Self.expectNaN(pooled)
    }
    for (index, (residual, shortcut)) in [(nan, one), (one, nan)].enumerated() {
      let output = trial.output(1, 2, 2, isContiguous: true)
      let energies = trial.output([0, 0])
      trial.kernels.addResidual(
        ResidualAddition(
          residual: trial.input(residual, isContiguous: true).view, residualNormalization: norm,
          shortcut: trial.input(shortcut, isContiguous: true).view, shortcutNormalization: nil,
          output: output.view, activation: activation, channels: 1, pixels: 4,
          liveLanes: trial.lanes, energies: energies.start))
      Self.expectNaN(output)
      #expect(energies.values[index].isNaN)
    }
    trial.expectInputsUntouched()
  }

  @Test(arguments: Trial.instructionSets, Trial.activations.indices)
  func gradients(instructionSet: InstructionSet, index: Int) {
    let activation = Trial.activations[index]
    var trial = Trial(instructionSet, seed: 1)
    // Where a ReLU lets gradients pass.
    let (nan, one) = (Self.images(trial, .nan), Self.images(trial, 0.5))
    let panel = trial.output(1, 2, 2)
    trial.kernels.readGradient(
      GradientReading(
        gradient: trial.input(nan).view, values: trial.input(one).view, channels: 1,
        strip: Self.whole, border: 0, trailing: 0, activation: activation,
        offset: trial.input([0]), slope: trial.input([0]), mean: trial.input([0]),
        liveLanes: trial.lanes, panel: panel.view))
    Self.expectNaN(panel)
    for kind in ScatteringTests.Kind.allCases {
      let gradient = trial.output(1, 2, 2)
      let sums = trial.output([Double](repeating: 0, count: 2 * trial.lanes))
      let incoming = Images(trial.lanes, 1, kind.size(2), kind.size(2), value: .nan)
      kind.scatter(
        GradientScattering(
          incoming: trial.input(incoming).view, values: trial.input(one).view,
          gradient: gradient.view, overwrites: true, channels: 1, strip: Self.whole,
          normalization: nil, activation: activation, sums: sums.start), trial.kernels)
      Self.expectNaN(gradient)
    }
    trial.expectInputsUntouched()
  }
}
