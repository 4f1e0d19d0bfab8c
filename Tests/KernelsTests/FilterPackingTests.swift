import KernelArguments
import Networks
import Oracle
import Testing

struct FilterPackingTests {
  @Test(arguments: Trial.instructionSets)
  func filters(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for side in [1, 3, 7] {
        let layer = Convolution(
          outputs: trial.outputs, inputs: trial.inputs, side: side,
          filters: trial.numbers(trial.outputs * trial.inputs * side * side))
        for isTransposed in [false, true] {
          let convolved = isTransposed ? layer.transposed : layer
          let packing = PackedWeights(
            outputs: convolved.outputs, inputs: convolved.inputs * side * side)
          let expected = convolved.packed(blockWidth: packing.blockWidth)
          // All blocks, or what one thread of several takes.
          for blocks in [nil, trial.range(of: packing.blocks)] {
            let packed = trial.output(expected.map { _ in -7 })
            var work = FilterPacking(
              filters: trial.input(layer.filters), outputs: trial.outputs, inputs: trial.inputs,
              side: side, isTransposed: isTransposed, packed: packed.start)
            #expect(work.packing == packing && packing.count == expected.count, "\(trial)")
            if let blocks { work.blocks = blocks }
            trial.kernels.packFilters(work)
            packed.expect(
              expected.indices.map {
                work.blocks ~= $0 / packing.blockStride ? expected[$0] : nil
              }, tolerance: 0)
            trial.expectInputsUntouched()
          }
        }
      }
    }
  }
}
