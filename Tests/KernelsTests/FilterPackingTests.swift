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
          let packed = trial.output(expected.map { _ in -7 })
          let work = FilterPacking(
            filters: trial.input(layer.filters), outputs: trial.outputs, inputs: trial.inputs,
            side: side, isTransposed: isTransposed, packed: packed.start)
          #expect(work.packing == packing && packing.count == expected.count, "\(trial)")
          trial.kernels.packFilters(work)
          packed.expect(expected, tolerance: 0)
          trial.expectInputsUntouched()
        }
      }
    }
  }
}
