import CProcessor
import KernelArguments
import Kernels

#if arch(x86_64)
  import KernelsAVX2
  import KernelsAVX512
#endif

/// Instructions that kernels were compiled for; chosen when the program runs, so that one build is
/// fast on any machine and never traps on an old one.
public enum InstructionSet: String, Sendable, Codable, CaseIterable {
  /// What every machine of this architecture has: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// AVX2 with fused multiply-add: 8 images a vector.
  case avx2
  /// AVX-512: 16 images a vector.
  case avx512

  /// Whether this machine and this build have it.
  public var isAvailable: Bool {
    switch self {
    case .baseline: true
    case .avx2: processor_has_avx2()
    case .avx512: processor_has_avx512()
    }
  }

  /// Those that this machine has, the fastest last.
  public static var available: [InstructionSet] { allCases.filter(\.isAvailable) }

  /// The fastest that this machine has.
  public static var best: InstructionSet { available.last ?? .baseline }

  /// Images that one vector holds.
  public var lanes: Int { kernels.lanes }

  /// The kernels compiled for it.
  package var kernels: KernelTable {
    #if arch(x86_64)
      switch self {
      case .baseline: .baseline
      case .avx2: .avx2
      case .avx512: .avx512
      }
    #else
      .baseline
    #endif
  }
}

/// The kernels of one instruction set. See `Kernels` for what each does.
package struct KernelTable {
  package let lanes: Int
  package let packFilters: (FilterPacking) -> Void
  package let convolve: (Convolution) -> Void
  package let accumulateFilterGradient: (FilterGradient) -> Void
  package let accumulateBiasGradient: (BiasGradient) -> Void
  package let readPanel: (PanelReading) -> Void
  package let readPooledPanel: (PanelReading) -> Void
  package let readAverage: (PanelReading) -> Void
  package let readGradient: (GradientReading) -> Void
  package let scatterGradient: (GradientScattering) -> Void
  package let scatterPooledGradient: (GradientScattering) -> Void
  package let scatterAverageGradient: (GradientScattering) -> Void
  package let poolMaxima: (MaxPooling) -> Void
  package let scatterMaxima: (MaxPoolingGradient) -> Void
  package let addResidual: (ResidualAddition) -> Void
  package let maskDropout: (DropoutMasking) -> Void
  package let measureMaps: (MapStatistics) -> Void
  package let updateParameter: (ParameterUpdate) -> Float
  package let sumOfSquares: (UnsafePointer<Float>, _ count: Int) -> Float
  package let addParts:
    (
      UnsafePointer<Float>, _ parts: Int, _ stride: Int, _ count: Int,
      _ sum: UnsafeMutablePointer<Float>
    ) -> Void
  package let interleave:
    (
      UnsafePointer<Float>, _ images: Int, _ values: Int, _ target: UnsafeMutablePointer<Float>
    ) -> Void

  static var baseline: KernelTable {
    KernelTable(
      lanes: Kernels.vectorLanes, packFilters: Kernels.packFilters, convolve: Kernels.convolve,
      accumulateFilterGradient: Kernels.accumulateFilterGradient,
      accumulateBiasGradient: Kernels.accumulateBiasGradient, readPanel: Kernels.readPanel,
      readPooledPanel: Kernels.readPooledPanel, readAverage: Kernels.readAverage,
      readGradient: Kernels.readGradient, scatterGradient: Kernels.scatterGradient,
      scatterPooledGradient: Kernels.scatterPooledGradient,
      scatterAverageGradient: Kernels.scatterAverageGradient, poolMaxima: Kernels.poolMaxima,
      scatterMaxima: Kernels.scatterMaxima,
      addResidual: Kernels.addResidual, maskDropout: Kernels.maskDropout,
      measureMaps: Kernels.measureMaps,
      updateParameter: Kernels.updateParameter, sumOfSquares: Kernels.sumOfSquares,
      addParts: Kernels.addParts, interleave: Kernels.interleave)
  }

  #if arch(x86_64)
    static var avx2: KernelTable {
      KernelTable(
        lanes: KernelsAVX2.vectorLanes, packFilters: KernelsAVX2.packFilters,
        convolve: KernelsAVX2.convolve,
        accumulateFilterGradient: KernelsAVX2.accumulateFilterGradient,
        accumulateBiasGradient: KernelsAVX2.accumulateBiasGradient,
        readPanel: KernelsAVX2.readPanel, readPooledPanel: KernelsAVX2.readPooledPanel,
        readAverage: KernelsAVX2.readAverage, readGradient: KernelsAVX2.readGradient,
        scatterGradient: KernelsAVX2.scatterGradient,
        scatterPooledGradient: KernelsAVX2.scatterPooledGradient,
        scatterAverageGradient: KernelsAVX2.scatterAverageGradient,
        poolMaxima: KernelsAVX2.poolMaxima, scatterMaxima: KernelsAVX2.scatterMaxima,
        addResidual: KernelsAVX2.addResidual, maskDropout: KernelsAVX2.maskDropout,
        measureMaps: KernelsAVX2.measureMaps, updateParameter: KernelsAVX2.updateParameter,
        sumOfSquares: KernelsAVX2.sumOfSquares, addParts: KernelsAVX2.addParts,
        interleave: KernelsAVX2.interleave)
    }

    static var avx512: KernelTable {
      KernelTable(
        lanes: KernelsAVX512.vectorLanes, packFilters: KernelsAVX512.packFilters,
        convolve: KernelsAVX512.convolve,
        accumulateFilterGradient: KernelsAVX512.accumulateFilterGradient,
        accumulateBiasGradient: KernelsAVX512.accumulateBiasGradient,
        readPanel: KernelsAVX512.readPanel, readPooledPanel: KernelsAVX512.readPooledPanel,
        readAverage: KernelsAVX512.readAverage, readGradient: KernelsAVX512.readGradient,
        scatterGradient: KernelsAVX512.scatterGradient,
        scatterPooledGradient: KernelsAVX512.scatterPooledGradient,
        scatterAverageGradient: KernelsAVX512.scatterAverageGradient,
        poolMaxima: KernelsAVX512.poolMaxima, scatterMaxima: KernelsAVX512.scatterMaxima,
        addResidual: KernelsAVX512.addResidual, maskDropout: KernelsAVX512.maskDropout,
        measureMaps: KernelsAVX512.measureMaps, updateParameter: KernelsAVX512.updateParameter,
        sumOfSquares: KernelsAVX512.sumOfSquares, addParts: KernelsAVX512.addParts,
        interleave: KernelsAVX512.interleave)
    }
  #endif
}
