import KernelArguments
import Networks
import Oracle
import Testing

/// What is read through norm and activation.
struct ReadingTests {
  /// Calls `body` for every activation, with and without a norm.
  ///
  /// - Parameter body: gets what maps become, and the reading, whose strip and panel are missing.
  private func forEachReading(
    of x: Images, isContiguous: Bool = false, _ trial: inout Trial,
    _ body: (Images, PanelReading, inout Trial) -> Void
  ) {
    for activation in Trial.activations {
      for isNormalized in [false, true] {
        let norm = isNormalized ? trial.normalization(x.channels) : nil
        let source = trial.input(x, isContiguous: isContiguous).view
        let reading = PanelReading(
          source: source, channels: x.channels,
          strip: Strip(firstRow: 0, rows: x.height, height: x.height, width: x.width), border: 0,
          trailing: 0, normalization: norm?.argument, activation: activation, panel: source)
        body(
          Activations.forward(activation, norm?.reference.forward(x) ?? x), reading, &trial)
        trial.expectInputsUntouched()
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func panels(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let x = trial.random(trial.inputs)
      forEachReading(of: x, &trial) { values, reading, trial in
        for border in [0, 1, 3] {
          var strip = trial.strip()
          strip.firstRow -= border
          strip.rows += 2 * border
          let trailing = Int.random(in: 0...6, using: &trial.generator)
          let panel = trial.output(trial.inputs, strip.rows, border + trial.width + trailing)
          var work = reading
          work.strip = strip
          work.border = border
          work.trailing = trailing
          work.panel = panel.view
          trial.kernels.readPanel(work)
          panel.expect { values[$0, $1, strip.firstRow + $2, $3 - border] }
        }
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func pooledPanels(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let x = trial.random(
        trial.inputs, height: max(trial.height, 2), width: max(trial.width, 2))
      forEachReading(of: x, &trial) { values, reading, trial in
        let pooled = AveragePooling.forward(values)
        let strip = trial.strip(height: pooled.height, width: pooled.width)
        let panel = trial.output(trial.inputs, strip.rows, strip.width)
        var work = reading
        work.strip = strip
        work.panel = panel.view
        trial.kernels.readPooledPanel(work)
        panel.expect { pooled[$0, $1, strip.firstRow + $2, $3] }
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func averages(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let x = trial.random(trial.inputs)
      forEachReading(of: x, isContiguous: true, &trial) { values, reading, trial in
        let panel = trial.output(trial.inputs, 1, 1)
        var work = reading
        work.panel = panel.view
        trial.kernels.readAverage(work)
        panel.expect(GlobalAverage.forward(values))
      }
    }
  }
}
