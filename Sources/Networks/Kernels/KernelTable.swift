import KernelArguments
import Kernels

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

/// The kernels of one instruction set. See `Kernels` for what each does.
package struct KernelTable {
  package let lanes: Int
  /// Whether a multiplication and an addition are one operation, rounded once.
  package let fusesMultiplyAdd: Bool
  package internal(set) var packFilters: (FilterPacking) -> Void
  package internal(set) var multiply: (Product) -> Void
  package internal(set) var accumulateWeightGradient: (WeightGradient) -> Void
  package internal(set) var gatherWindows: (WindowGathering) -> Void
  package internal(set) var transformFilters: (FilterPacking) -> Void
  package internal(set) var transformInputs: (TileTransform) -> Void
  package internal(set) var transformOutputGradients: (TileTransform) -> Void
  package internal(set) var assembleOutputs: (TileAssembly) -> Void
  package internal(set) var assembleFilterGradient: (FilterGradientAssembly) -> Void
  package internal(set) var accumulateBiasGradient: (BiasGradient) -> Void
  package internal(set) var readPanel: (PanelReading) -> Void
  package internal(set) var readPooledPanel: (PanelReading) -> Void
  package internal(set) var readAverage: (PanelReading) -> Void
  package internal(set) var readGradient: (GradientReading) -> Void
  package internal(set) var scatterGradient: (GradientScattering) -> Void
  package internal(set) var scatterPooledGradient: (GradientScattering) -> Void
  package internal(set) var scatterAverageGradient: (GradientScattering) -> Void
  package internal(set) var poolMaxima: (MaxPooling) -> Void
  package internal(set) var scatterMaxima: (MaxPoolingGradient) -> Void
  package internal(set) var addResidual: (ResidualAddition) -> Void
  package internal(set) var maskDropout: (DropoutMasking) -> Void
  package internal(set) var measureMaps: (MapStatistics) -> Void
  package internal(set) var measureExtremes: (MapExtremes) -> Void
  package internal(set) var measureGradients: (GradientMagnitude) -> Void
  package internal(set) var updateParameter: (ParameterUpdate) -> Float
  package let multiplyRegisters: (_ rounds: Int) -> Float
  package internal(set) var sumOfSquares: (UnsafePointer<Float>, _ count: Int) -> Float
  package internal(set) var addParts:
    (
      UnsafePointer<Float>, _ parts: Int, _ stride: Int, _ count: Int,
      _ sum: UnsafeMutablePointer<Float>
    ) -> Void
  package internal(set) var interleave:
    (
      UnsafePointer<Float>, _ images: Int, _ values: Int, _ target: UnsafeMutablePointer<Float>
    ) -> Void

  static var baseline: KernelTable {
    KernelTable(
      lanes: Kernels.vectorLanes, fusesMultiplyAdd: Kernels.fusesMultiplyAdd,
      packFilters: Kernels.packFilters, multiply: Kernels.multiply,
      accumulateWeightGradient: Kernels.accumulateWeightGradient,
      gatherWindows: Kernels.gatherWindows, transformFilters: Kernels.transformFilters,
      transformInputs: Kernels.transformInputs,
      transformOutputGradients: Kernels.transformOutputGradients,
      assembleOutputs: Kernels.assembleOutputs,
      assembleFilterGradient: Kernels.assembleFilterGradient,
      accumulateBiasGradient: Kernels.accumulateBiasGradient, readPanel: Kernels.readPanel,
      readPooledPanel: Kernels.readPooledPanel, readAverage: Kernels.readAverage,
      readGradient: Kernels.readGradient, scatterGradient: Kernels.scatterGradient,
      scatterPooledGradient: Kernels.scatterPooledGradient,
      scatterAverageGradient: Kernels.scatterAverageGradient, poolMaxima: Kernels.poolMaxima,
      scatterMaxima: Kernels.scatterMaxima,
      addResidual: Kernels.addResidual, maskDropout: Kernels.maskDropout,
      measureMaps: Kernels.measureMaps, measureExtremes: Kernels.measureExtremes,
      measureGradients: Kernels.measureGradients,
      updateParameter: Kernels.updateParameter, multiplyRegisters: Kernels.multiplyRegisters,
      sumOfSquares: Kernels.sumOfSquares,
      addParts: Kernels.addParts, interleave: Kernels.interleave)
  }

  #if arch(x86_64)
    static var avx2: KernelTable {
      KernelTable(
        lanes: KernelsAVX2.vectorLanes, fusesMultiplyAdd: KernelsAVX2.fusesMultiplyAdd,
        packFilters: KernelsAVX2.packFilters,
        multiply: KernelsAVX2.multiply,
        accumulateWeightGradient: KernelsAVX2.accumulateWeightGradient,
        gatherWindows: KernelsAVX2.gatherWindows, transformFilters: KernelsAVX2.transformFilters,
        transformInputs: KernelsAVX2.transformInputs,
        transformOutputGradients: KernelsAVX2.transformOutputGradients,
        assembleOutputs: KernelsAVX2.assembleOutputs,
        assembleFilterGradient: KernelsAVX2.assembleFilterGradient,
        accumulateBiasGradient: KernelsAVX2.accumulateBiasGradient,
        readPanel: KernelsAVX2.readPanel, readPooledPanel: KernelsAVX2.readPooledPanel,
        readAverage: KernelsAVX2.readAverage, readGradient: KernelsAVX2.readGradient,
        scatterGradient: KernelsAVX2.scatterGradient,
        scatterPooledGradient: KernelsAVX2.scatterPooledGradient,
        scatterAverageGradient: KernelsAVX2.scatterAverageGradient,
        poolMaxima: KernelsAVX2.poolMaxima, scatterMaxima: KernelsAVX2.scatterMaxima,
        addResidual: KernelsAVX2.addResidual, maskDropout: KernelsAVX2.maskDropout,
        measureMaps: KernelsAVX2.measureMaps, measureExtremes: KernelsAVX2.measureExtremes,
        measureGradients: KernelsAVX2.measureGradients,
        updateParameter: KernelsAVX2.updateParameter,
        multiplyRegisters: KernelsAVX2.multiplyRegisters, sumOfSquares: KernelsAVX2.sumOfSquares,
        addParts: KernelsAVX2.addParts,
        interleave: KernelsAVX2.interleave)
    }

    static var avx512: KernelTable {
      KernelTable(
        lanes: KernelsAVX512.vectorLanes, fusesMultiplyAdd: KernelsAVX512.fusesMultiplyAdd,
        packFilters: KernelsAVX512.packFilters,
        multiply: KernelsAVX512.multiply,
        accumulateWeightGradient: KernelsAVX512.accumulateWeightGradient,
        gatherWindows: KernelsAVX512.gatherWindows,
        transformFilters: KernelsAVX512.transformFilters,
        transformInputs: KernelsAVX512.transformInputs,
        transformOutputGradients: KernelsAVX512.transformOutputGradients,
        assembleOutputs: KernelsAVX512.assembleOutputs,
        assembleFilterGradient: KernelsAVX512.assembleFilterGradient,
        accumulateBiasGradient: KernelsAVX512.accumulateBiasGradient,
        readPanel: KernelsAVX512.readPanel, readPooledPanel: KernelsAVX512.readPooledPanel,
        readAverage: KernelsAVX512.readAverage, readGradient: KernelsAVX512.readGradient,
        scatterGradient: KernelsAVX512.scatterGradient,
        scatterPooledGradient: KernelsAVX512.scatterPooledGradient,
        scatterAverageGradient: KernelsAVX512.scatterAverageGradient,
        poolMaxima: KernelsAVX512.poolMaxima, scatterMaxima: KernelsAVX512.scatterMaxima,
        addResidual: KernelsAVX512.addResidual, maskDropout: KernelsAVX512.maskDropout,
        measureMaps: KernelsAVX512.measureMaps, measureExtremes: KernelsAVX512.measureExtremes,
        measureGradients: KernelsAVX512.measureGradients,
        updateParameter: KernelsAVX512.updateParameter,
        multiplyRegisters: KernelsAVX512.multiplyRegisters,
        sumOfSquares: KernelsAVX512.sumOfSquares, addParts: KernelsAVX512.addParts,
        interleave: KernelsAVX512.interleave)
    }
  #endif
}
