import KernelArguments
import Networks
import Oracle
import Testing

struct ConvolutionTests {
  private func packed(
    _ layer: Oracle.Convolution, isTransposed: Bool, _ kernels: KernelTable
  ) -> GuardedFloats {
    let filters = GuardedFloats(layer.filters)
    let (outputs, inputs) =
      isTransposed ? (layer.inputs, layer.outputs) : (layer.outputs, layer.inputs)
    let count = FilterPacking.count(outputs: outputs, inputs: inputs, side: layer.side)
    let packed = GuardedFloats([Float](repeating: -7, count: count))
    defer { withExtendedLifetime(filters) {} }
    kernels.packFilters(
      FilterPacking(
        filters: filters.start, outputs: layer.outputs, inputs: layer.inputs, side: layer.side,
        isTransposed: isTransposed, packed: packed.start))
    // Every filter once, and zeros.
    let sum = layer.filters.reduce(0, +)
    #expect(abs(packed.values.reduce(0) { $0 + Double($1) } - sum) < 1e-3 * max(abs(sum), 1))
    return packed
  }

  @Test(arguments: Trial.instructionSets, Trial.seeds)
  func forwardAndBackward(instructionSet: InstructionSet, seed: Int) {
    var trial = Trial(instructionSet, seed: seed)
    for side in [1, 3] {
      let layer = Oracle.Convolution(
        outputs: trial.outputs, inputs: trial.inputs, side: side,
        filters: trial.numbers(trial.outputs * trial.inputs * side * side))
      let x = trial.random(trial.inputs)
      let dy = trial.random(trial.outputs)
      let panel = GuardedMaps(x, lanes: trial.lanes, border: side / 2)
      let forwardFilters = packed(layer, isTransposed: false, trial.kernels)
      let backwardFilters = packed(layer, isTransposed: true, trial.kernels)
      let output = GuardedMaps(
        lanes: trial.lanes, channels: trial.outputs, height: trial.height, width: trial.width)
      trial.kernels.convolve(
        KernelArguments.Convolution(
          panel: panel.view, inputs: trial.inputs,
          packedFilters: forwardFilters.start, side: side, output: output.view,
          outputs: trial.outputs, rows: trial.height, columns: trial.width))
      let y = layer.forward(x)
      output.expect { lane, channel, row, column in
        lane < trial.images ? y[lane, channel, row, column] : 0
      }

      // Backward: the same kernel with transposed filters, and the filters' own gradient.
      let gradients = layer.backward(x, dy)
      let gradientPanel = GuardedMaps(dy, lanes: trial.lanes, border: side / 2)
      defer {
        withExtendedLifetime((panel, forwardFilters, backwardFilters, gradientPanel)) {}
      }
      let inputGradient = GuardedMaps(
        lanes: trial.lanes, channels: trial.inputs, height: trial.height, width: trial.width)
      trial.kernels.convolve(
        KernelArguments.Convolution(
          panel: gradientPanel.view, inputs: trial.outputs,
          packedFilters: backwardFilters.start, side: side, output: inputGradient.view,
          outputs: trial.inputs, rows: trial.height,
          columns: trial.width))
      inputGradient.expect { lane, channel, row, column in
        lane < trial.images ? gradients.input[lane, channel, row, column] : 0
      }
      let before = trial.numbers(layer.filters.count)
      let sums = GuardedFloats(before)
      var interior = gradientPanel.view
      interior.start += side / 2 * (interior.rowStride + 1) * trial.lanes
      trial.kernels.accumulateFilterGradient(
        FilterGradient(
          outputGradient: interior, outputs: trial.outputs, panel: panel.view,
          inputs: trial.inputs, side: side, rows: trial.height, columns: trial.width,
          gradient: sums.start))
      sums.expect(zip(before, gradients.filters).map { $0 + $1 })
    }
  }
}
