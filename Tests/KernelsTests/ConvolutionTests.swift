import KernelArguments
import Networks
import Oracle
import Testing

/// Convolutions and their gradients, a strip at a time.
struct ConvolutionTests {
  /// What a convolution of a strip reads, its border of zeros included.
  private static func panel(
    _ x: Images, _ layer: Oracle.Convolution, _ strip: Strip
  ) -> Images {
    var panel = Images(
      x.count, x.channels, (strip.rows - 1) * layer.stride + layer.side,
      (strip.width - 1) * layer.stride + layer.side)
    panel.forEachPlace { image, channel, row, column in
      panel[image, channel, row, column] =
        x[
          image, channel, strip.firstRow * layer.stride + row - layer.side / 2,
          column - layer.side / 2]
    }
    return panel
  }

  private static func layer(
    side: Int, stride: Int, _ trial: inout Trial
  ) -> Oracle.Convolution {
    Oracle.Convolution(
      outputs: trial.outputs, inputs: trial.inputs, side: side, stride: stride,
      filters: trial.numbers(trial.outputs * trial.inputs * side * side),
      bias: trial.flag() ? trial.numbers(trial.outputs) : nil)
  }

  private static func packed(
    _ layer: Oracle.Convolution, _ trial: inout Trial
  ) -> UnsafeMutablePointer<Float> {
    trial.input(layer.packed(blockWidth: FilterPacking.blockWidth(outputs: layer.outputs)))
  }

  @Test(arguments: Trial.instructionSets)
  func forward(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for (side, stride) in [(1, 1), (3, 1), (7, 1), (1, 2), (3, 2), (7, 2)] {
        let layer = Self.layer(side: side, stride: stride, &trial)
        let x = trial.random(trial.inputs)
        let y = layer.forward(x)
        let strip = trial.strip(height: y.height, width: y.width)
        let output = trial.output(trial.outputs, y.height, y.width)
        let bias = layer.bias.map { bias in
          // Filled up with zeros to whole vectors.
          trial.input(bias + [Double](repeating: 0, count: (16 - bias.count % 16) % 16))
        }
        trial.kernels.convolve(
          KernelArguments.Convolution(
            panel: trial.input(Self.panel(x, layer, strip)).view, inputs: trial.inputs,
            packedFilters: Self.packed(layer, &trial), side: side, stride: stride,
            bias: bias.map { UnsafePointer($0) }, output: output.view(fromRow: strip.firstRow),
            outputs: trial.outputs, rows: strip.rows, columns: strip.width))
        output.expect { lane, channel, row, column in
          strip.firstRow..<strip.firstRow + strip.rows ~= row ? y[lane, channel, row, column] : nil
        }
        trial.expectInputsUntouched()
      }
    }
  }

  /// The gradient of the input is a convolution without a stride: filters are transposed, and zeros
  /// lie between the pixels of the gradient.
  @Test(arguments: Trial.instructionSets)
  func inputGradient(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for (side, stride) in [(1, 1), (3, 1), (7, 1), (1, 2), (3, 2), (7, 2)] {
        let layer = Self.layer(side: side, stride: stride, &trial)
        let x = trial.random(trial.inputs)
        let dy = trial.random(
          trial.outputs, height: layer.outputSize(x.height), width: layer.outputSize(x.width))
        let spread = dy.spread(stride: stride, height: x.height, width: x.width)
        let strip = trial.strip()
        let transposed = layer.transposed
        let output = trial.output(trial.inputs, strip.rows, strip.width)
        trial.kernels.convolve(
          KernelArguments.Convolution(
            panel: trial.input(Self.panel(spread, transposed, strip)).view, inputs: trial.outputs,
            packedFilters: Self.packed(transposed, &trial), side: side, output: output.view,
            outputs: trial.inputs, rows: strip.rows, columns: strip.width))
        let dx = layer.backward(x, dy).input
        output.expect { lane, channel, row, column in
          dx[lane, channel, strip.firstRow + row, column]
        }
        trial.expectInputsUntouched()
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func filterAndBiasGradients(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for (side, stride) in [(1, 1), (3, 1), (7, 1), (1, 2), (3, 2), (7, 2)] {
        let layer = Self.layer(side: side, stride: stride, &trial)
        let x = trial.random(trial.inputs)
        let height = layer.outputSize(x.height)
        // Lanes without images have no gradient.
        let dy = trial.random(trial.outputs, height: height, width: layer.outputSize(x.width))
          .keeping(images: trial.images)
        let strip = trial.strip(height: height, width: dy.width)
        let rows = strip.firstRow..<strip.firstRow + strip.rows
        let outputGradient = trial.input(dy)
        let before = trial.numbers(layer.filters.count)
        let filters = trial.output(before)
        trial.kernels.accumulateFilterGradient(
          FilterGradient(
            outputGradient: outputGradient.view(fromRow: strip.firstRow), outputs: trial.outputs,
            panel: trial.input(Self.panel(x, layer, strip)).view, inputs: trial.inputs, side: side,
            stride: stride, rows: strip.rows, columns: strip.width, gradient: filters.start))
        let biasBefore = trial.numbers(trial.outputs)
        let bias = trial.output(biasBefore)
        trial.kernels.accumulateBiasGradient(
          BiasGradient(
            outputGradient: outputGradient.view(fromRow: strip.firstRow), outputs: trial.outputs,
            rows: strip.rows, columns: strip.width, gradient: bias.start))
        let expected = layer.backward(x, dy.keeping(rows: rows))
        filters.expect(zip(before, expected.filters).map { $0 + $1 })
        bias.expect(zip(biasBefore, expected.bias).map { $0 + $1 })
        trial.expectInputsUntouched()
      }
    }
  }
}
