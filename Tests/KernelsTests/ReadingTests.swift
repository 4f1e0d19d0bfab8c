import KernelArguments
import Networks
import Oracle
import Testing

struct ReadingTests {
  @Test(arguments: Trial.instructionSets, Trial.seeds)
  func panels(instructionSet: InstructionSet, seed: Int) {
    var trial = Trial(instructionSet, seed: seed)
    let x = trial.random(trial.inputs)
    let (scale, shift) = (
      trial.numbers(trial.inputs, around: 1), trial.numbers(trial.inputs)
    )
    let (scales, shifts) = (GuardedFloats(scale), GuardedFloats(shift))
    let source = GuardedMaps(x, lanes: trial.lanes)
    defer { withExtendedLifetime((scales, shifts, source)) {} }
    let read = Rectification.forward(x.map { $0 * scale[$1] + shift[$1] })
    for border in [0, 1] {
      for isNormalized in [true, false] {
        let strip = trial.strip()
        let panel = GuardedMaps(
          lanes: trial.lanes, channels: trial.inputs, height: strip.rows + 2 * border,
          width: trial.width + 2 * border)
        trial.kernels.readPanel(
          PanelReading(
            source: source.view, channels: trial.inputs, strip: strip, border: border,
            normalization: isNormalized
              ? (UnsafePointer(scales.start), UnsafePointer(shifts.start)) : nil,
            panel: panel.view))
        let values = isNormalized ? read : x
        panel.expect { lane, channel, row, column in
          let (row, column) = (strip.firstRow + row - border, column - border)
          if lane < trial.images { return values[lane, channel, row, column] }
          // Empty lanes hold zeros, which a norm shifts like any value.
          let isInside = 0..<trial.height ~= row && 0..<trial.width ~= column
          return isInside && isNormalized ? max(shift[channel], 0) : 0
        }
      }
    }
  }

  @Test(arguments: Trial.instructionSets, Trial.seeds)
  func pooledAndAveragedPanels(instructionSet: InstructionSet, seed: Int) {
    var trial = Trial(instructionSet, seed: seed)
    let x = trial.random(trial.inputs)
    let (scale, shift) = (
      trial.numbers(trial.inputs, around: 1), trial.numbers(trial.inputs)
    )
    let (scales, shifts) = (GuardedFloats(scale), GuardedFloats(shift))
    let source = GuardedMaps(x, lanes: trial.lanes)
    defer { withExtendedLifetime((scales, shifts, source)) {} }
    let read = Rectification.forward(x.map { $0 * scale[$1] + shift[$1] })
    func work(_ strip: Strip, _ panel: GuardedMaps) -> PanelReading {
      PanelReading(
        source: source.view, channels: trial.inputs, strip: strip, border: 0,
        normalization: (UnsafePointer(scales.start), UnsafePointer(shifts.start)),
        panel: panel.view)
    }
    let pooled = AveragePooling.forward(read)
    if pooled.height > 0 && pooled.width > 0 {
      let strip = trial.strip(height: pooled.height, width: pooled.width)
      let panel = GuardedMaps(
        lanes: trial.lanes, channels: trial.inputs, height: strip.rows, width: pooled.width)
      trial.kernels.readPooledPanel(work(strip, panel))
      panel.expect { lane, channel, row, column in
        lane < trial.images
          ? pooled[lane, channel, strip.firstRow + row, column] : max(shift[channel], 0)
      }
    }
    let whole = Strip(firstRow: 0, rows: trial.height, height: trial.height, width: trial.width)
    let average = GlobalAverage.forward(read)
    let panel = GuardedMaps(lanes: trial.lanes, channels: trial.inputs, height: 1, width: 1)
    trial.kernels.readAverage(work(whole, panel))
    panel.expect { lane, channel, _, _ in
      lane < trial.images ? average[lane, channel, 0, 0] : max(shift[channel], 0)
    }
  }

  @Test(arguments: Trial.instructionSets, Trial.seeds)
  func gradients(instructionSet: InstructionSet, seed: Int) {
    var trial = Trial(instructionSet, seed: seed)
    let (x, g) = (trial.random(trial.outputs), trial.random(trial.outputs))
    let (offset, slope, mean) = (
      trial.numbers(trial.outputs), trial.numbers(trial.outputs), trial.numbers(trial.outputs)
    )
    let (offsets, slopes, means) = (
      GuardedFloats(offset), GuardedFloats(slope), GuardedFloats(mean)
    )
    let (values, gradient) = (
      GuardedMaps(x, lanes: trial.lanes), GuardedMaps(g, lanes: trial.lanes)
    )
    defer { withExtendedLifetime((offsets, slopes, means, values, gradient)) {} }
    for border in [0, 1] {
      let strip = trial.strip()
      let panel = GuardedMaps(
        lanes: trial.lanes, channels: trial.outputs, height: strip.rows + 2 * border,
        width: trial.width + 2 * border)
      trial.kernels.readGradient(
        GradientReading(
          gradient: gradient.view, values: values.view, channels: trial.outputs, strip: strip,
          border: border, offset: offsets.start, slope: slopes.start, mean: means.start,
          liveLanes: trial.images, panel: panel.view))
      panel.expect { lane, channel, row, column in
        let (row, column) = (strip.firstRow + row - border, column - border)
        guard lane < trial.images, 0..<trial.height ~= row, 0..<trial.width ~= column else {
          return 0
        }
        return g[lane, channel, row, column] + offset[channel]
          + slope[channel] * (x[lane, channel, row, column] - mean[channel])
      }
    }
  }
}
