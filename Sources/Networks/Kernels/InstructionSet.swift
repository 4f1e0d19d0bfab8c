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
