import KernelArguments
import Networks
import Oracle
import Testing

/// Each step to Winograd's frequencies and back, against its matrices written out.
struct WinogradTransformTests {
  /// What a transform makes of a panel, in the last tiles of larger matrices: groups of images lie
  /// there side by side.
  private func check(
    _ transform: (TileTransform) -> Void, against reference: MinimalFiltering, _ trial: inout Trial
  ) {
    let (rows, columns) = ((trial.height + 3) / 4, (trial.width + 3) / 4)
    let overlap = reference.matrix[0].count - 4
    let panel = trial.random(
      trial.inputs, height: 4 * rows + overlap, width: 4 * columns + overlap)
    let before = Int.random(in: 0...2, using: &trial.generator)
    let frequencies = trial.output(36, trial.inputs, before + rows * columns)
    var matrices = frequencies.matrices
    matrices.start += before * trial.lanes
    transform(
      TileTransform(
        panel: trial.input(panel).view, channels: trial.inputs, rows: rows, columns: columns,
        frequencies: matrices, scratch: trial.scratch(6 * (4 * columns + 2) * trial.lanes)))
    let expected = reference.frequencies(of: panel, rows: rows, columns: columns)
    frequencies.expect { $3 < before ? nil : expected[$0, $1, $2, $3 - before] }
    trial.expectInputsUntouched()
  }

  @Test(arguments: Trial.instructionSets)
  func inputs(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      check(instructionSet.kernels.transformInputs, against: .inputs, &trial)
    }
  }

  @Test(arguments: Trial.instructionSets)
  func outputGradients(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      check(
        instructionSet.kernels.transformOutputGradients, against: .outputGradients, &trial)
    }
  }

  /// Some rows of tiles, of which the last may reach beyond the map.
  @Test(arguments: Trial.instructionSets)
  func outputs(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let columns = (trial.width + 3) / 4
      let rows = trial.range(of: (trial.height + 3) / 4)
      let frequencies = trial.random(36, height: trial.outputs, width: rows.count * columns)
      let bias = trial.flag() ? trial.numbers(trial.outputs) : nil
      let output = trial.output(trial.outputs, trial.height, trial.width)
      let tiles = TileTransform(
        panel: output.view(fromRow: 4 * rows.lowerBound), channels: trial.outputs,
        rows: rows.count, columns: columns, frequencies: trial.input(frequencies).matrices,
        scratch: trial.scratch(6 * (4 * columns + 2) * trial.lanes))
      trial.kernels.assembleOutputs(
        TileAssembly(
          tiles: tiles, height: trial.height - 4 * rows.lowerBound, width: trial.width,
          bias: bias.map { UnsafePointer(trial.input($0)) }))
      let expected = MinimalFiltering.outputs.maps(
        of: frequencies, rows: rows.count, columns: columns)
      output.expect { lane, channel, row, column in
        guard rows ~= row / 4 else { return nil }
        return expected[lane, channel, row - 4 * rows.lowerBound, column] + (bias?[channel] ?? 0)
      }
      trial.expectInputsUntouched()
    }
  }

  @Test(arguments: Trial.instructionSets)
  func filters(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let layer = Convolution(
        outputs: trial.outputs, inputs: trial.inputs, side: 3,
        filters: trial.numbers(trial.outputs * trial.inputs * 9))
      for isTransposed in [false, true] {
        let convolved = isTransposed ? layer.transposed : layer
        let packing = PackedWeights(outputs: convolved.outputs, inputs: convolved.inputs)
        // All blocks, or what one thread of several takes.
        for blocks in [nil, trial.range(of: packing.blocks)] {
          let packed = trial.output([Double](repeating: -7, count: 36 * (packing.count + 16)))
          var work = FilterPacking(
            filters: trial.input(layer.filters), outputs: trial.outputs, inputs: trial.inputs,
            side: 3, isTransposed: isTransposed, packed: packed.start)
          #expect(work.frequencyPacking == packing, "\(trial)")
          if let blocks { work.blocks = blocks }
          trial.kernels.transformFilters(work)
          // Between the planes anything may be left.
          var expected = packed.values.map { Optional(Double($0)) }
          let planes = frequencies(convolved).packed(blockWidth: packing.blockWidth)
          for (plane, weights) in planes.enumerated() {
            for index in weights.indices {
              expected[plane * (packing.count + 16) + index] =
                work.blocks ~= index / packing.blockStride ? weights[index] : nil
            }
          }
          packed.expect(expected)
          trial.expectInputsUntouched()
        }
      }
    }
  }

  /// A product for each frequency of a layer's filters.
  private func frequencies(_ layer: Convolution) -> MatrixProduct {
    let filters = stride(from: 0, to: layer.filters.count, by: 9).map { first in
      MinimalFiltering.filters(
        (0..<3).map { row in (0..<3).map { layer.filters[first + 3 * row + $0] } })
    }
    return MatrixProduct(
      planes: 36, outputs: layer.outputs, inputs: layer.inputs,
      weights: (0..<36).flatMap { plane in filters.map { $0[plane / 6][plane % 6] } })
  }

  @Test(arguments: Trial.instructionSets)
  func filterGradients(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let count = trial.outputs * trial.inputs
      let gap = Int.random(in: 0...20, using: &trial.generator)
      let frequencies = (0..<36).map { _ in trial.numbers(count) }
      let gradient = trial.output([Double](repeating: 99, count: 9 * count))
      trial.kernels.assembleFilterGradient(
        FilterGradientAssembly(
          frequencies: trial.input(
            frequencies.flatMap { $0 + [Double?](repeating: nil, count: gap) }),
          planeStride: count + gap, count: count, gradient: gradient.start))
      gradient.expect(
        (0..<count).flatMap { filter in
          MinimalFiltering.filterGradients(
            (0..<6).map { row in (0..<6).map { frequencies[6 * row + $0][filter] } }
          ).flatMap { $0 }
        })
      trial.expectInputsUntouched()
    }
  }
}
