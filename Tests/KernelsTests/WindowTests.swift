import KernelArguments
import Networks
import Oracle
import Testing

/// Windows laid out one beside the other, and convolutions as products over them.
struct WindowTests {
  private static let shapes = [1, 3, 5, 7].flatMap { side in [1, 2].map { (side, $0) } }

  @Test(arguments: Trial.instructionSets)
  func gathering(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for (side, stride) in Self.shapes {
        let x = trial.random(trial.inputs, height: side, width: (trial.width - 1) * stride + side)
        let windows = trial.output(1, trial.inputs * side * side, trial.width)
        trial.kernels.gatherWindows(
          WindowGathering(
            panel: trial.input(x).view, inputs: trial.inputs, side: side, stride: stride,
            columns: trial.width, windows: windows.matrices))
        windows.expect(tolerance: 0) { lane, _, row, column in
          let (input, tap) = row.quotientAndRemainder(dividingBy: side * side)
          return x[lane, input, tap / side, column * stride + tap % side]
        }
        trial.expectInputsUntouched()
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func forward(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for (side, stride) in Self.shapes {
        let layer = layer(side: side, stride: stride, &trial)
        let x = trial.random(trial.inputs)
        let y = layer.forward(x)
        let output = trial.output(trial.outputs, y.height, y.width)
        convolve(panel(x, layer), layer, isTransposed: false, to: output, &trial)
        output.expect(y)
        trial.expectInputsUntouched()
      }
    }
  }

  /// The gradient of the input is a convolution without a stride: filters are transposed, and zeros
  /// lie between the pixels of the gradient.
  @Test(arguments: Trial.instructionSets)
  func inputGradient(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for (side, stride) in Self.shapes {
        let layer = layer(side: side, stride: stride, &trial)
        let x = trial.random(trial.inputs)
        let dy = trial.random(
          trial.outputs, height: layer.outputSize(x.height), width: layer.outputSize(x.width))
        let spread = dy.spread(stride: stride, height: x.height, width: x.width)
        let output = trial.output(trial.inputs, x.height, x.width)
        convolve(
          panel(spread, layer.transposed), layer, isTransposed: true, to: output, &trial)
        output.expect(layer.backward(x, dy).input)
        trial.expectInputsUntouched()
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func filterGradient(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let kernels = trial.kernels
      for (side, stride) in Self.shapes {
        let layer = layer(side: side, stride: stride, &trial)
        let x = trial.random(trial.inputs)
        // Lanes without images have no gradient.
        let dy = trial.random(
          trial.outputs, height: layer.outputSize(x.height), width: layer.outputSize(x.width)
        ).keeping(images: trial.images)
        let outputGradient = trial.input(dy)
        let before = trial.numbers(layer.filters.count)
        let filters = trial.output(before)
        let inputs = trial.inputs * side * side
        forEachRun(of: panel(x, layer), side: side, stride: stride, &trial) {
          windows, row, columns in
          kernels.accumulateWeightGradient(
            WeightGradient(
              outputGradient: outputGradient.matrix(row: row, column: columns.lowerBound),
              outputs: layer.outputs, input: windows, inputs: inputs, columns: columns.count,
              gradient: filters.start, rowStride: inputs))
        }
        filters.expect(zip(before, layer.backward(x, dy).filters).map { $0 + $1 })
        trial.expectInputsUntouched()
      }
    }
  }

  private func layer(side: Int, stride: Int, _ trial: inout Trial) -> Convolution {
    Convolution(
      outputs: trial.outputs, inputs: trial.inputs, side: side, stride: stride,
      filters: trial.numbers(trial.outputs * trial.inputs * side * side),
      bias: trial.flag() ? trial.numbers(trial.outputs) : nil)
  }

  /// What a convolution reads, its border of zeros included.
  private func panel(_ x: Images, _ layer: Convolution) -> Images {
    x.part(
      row: -(layer.side / 2), column: -(layer.side / 2),
      height: (layer.outputSize(x.height) - 1) * layer.stride + layer.side,
      width: (layer.outputSize(x.width) - 1) * layer.stride + layer.side)
  }

  /// Convolves a panel with a layer's filters.
  ///
  /// - Parameter isTransposed: whether to go back through the layer, without its bias.
  private func convolve(
    _ panel: Images, _ layer: Convolution, isTransposed: Bool, to output: GuardedMaps,
    _ trial: inout Trial
  ) {
    let kernels = trial.kernels
    let filters = trial.input(layer.filters)
    var work = FilterPacking(
      filters: filters, outputs: layer.outputs, inputs: layer.inputs, side: layer.side,
      isTransposed: isTransposed, packed: filters)
    work.packed = trial.scratch(work.packing.count)
    kernels.packFilters(work)
    let bias = isTransposed ? nil : trial.bias(layer.bias)
    forEachRun(
      of: panel, side: layer.side, stride: isTransposed ? 1 : layer.stride, &trial
    ) { windows, row, columns in
      kernels.multiply(
        Product(
          weights: work.packed, packing: work.packing, input: windows, inputs: work.packing.inputs,
          output: output.matrix(row: row, column: columns.lowerBound), outputs: output.channels,
          columns: columns.count, bias: bias))
    }
  }

  /// Calls `body` for the windows of every row of outputs, in two parts, for layers cut wide rows.
  private func forEachRun(
    of panel: Images, side: Int, stride: Int, _ trial: inout Trial,
    _ body: (_ windows: Matrices, _ row: Int, _ columns: Range<Int>) -> Void
  ) {
    let source = trial.input(panel)
    let width = (panel.width - side) / stride + 1
    let windows = trial.scratch(1, panel.channels * side * side, width).matrices
    let cut = Int.random(in: 0..<width, using: &trial.generator)
    for row in 0...(panel.height - side) / stride {
      for columns in [0..<cut, cut..<width] where !columns.isEmpty {
        var view = source.view(fromRow: row * stride)
        view.start += columns.lowerBound * stride * trial.lanes
        trial.kernels.gatherWindows(
          WindowGathering(
            panel: view, inputs: panel.channels, side: side, stride: stride,
            columns: columns.count, windows: windows))
        body(windows, row, columns)
      }
    }
  }
}
