import CProcessor

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

  /// The kernels for batches of so many images. Half of a vector of 16 would hold nothing where 8
  /// images are all that there are: they take the kernels for AVX2, which such a machine has too.
  package func kernels(batchCapacity: Int) -> KernelTable {
    #if arch(x86_64)
      if self == .avx512 && batchCapacity <= InstructionSet.avx2.kernels.lanes {
        return InstructionSet.avx2.kernels
      }
    #endif
    return kernels
  }

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
