import KernelArguments
import Networks
import Oracle
import Testing

/// Sizes, numbers and memory for one check of a kernel.
struct Trial: CustomStringConvertible {
  static let instructionSets = InstructionSet.available
  static let activations: [Activation?] = [nil] + Activation.allCases

  var generator: RandomGenerator
  let kernels: KernelTable
  /// Lanes that hold images; in the others stand numbers too, which no sum may contain.
  let images: Int
  let inputs: Int
  let outputs: Int
  let height: Int
  let width: Int
  let description: String
  /// Kept until the kernel is done, and for a look whether it wrote where it should only read.
  private var inputMemory: [GuardedFloats] = []
  /// Kept as long, and for a look whether kernels wrote beyond it.
  private var scratchMemory: [GuardedFloats] = []

  /// Draws sizes that are odd, tiny, sometimes wider than the stretches that kernels cut rows into,
  /// and such that vectors are not full.
  init(_ instructionSet: InstructionSet, seed: Int) {
    var generator = RandomGenerator(seed: UInt64(seed))
    kernels = instructionSet.kernels
    images = Int.random(in: 1...kernels.lanes, using: &generator)
    var sizes: (inputs: Int, outputs: Int, height: Int, width: Int)
    repeat {
      sizes = (
        Self.channels(&generator), Self.channels(&generator), Self.pixels(&generator),
        Self.pixels(&generator)
      )
      // More would take the plain version tenths of a second.
    } while sizes.inputs * sizes.outputs * sizes.height * sizes.width * kernels.lanes > 40_000
    (inputs, outputs, height, width) = sizes
    self.generator = generator
    description =
      "\(instructionSet) \(seed): \(images) images, \(inputs) → \(outputs), \(height)×\(width)"
  }

  /// A hundred trials, the same in every run.
  static func drawn(_ instructionSet: InstructionSet) -> LazyMapSequence<ClosedRange<Int>, Trial> {
    (1...100).lazy.map { Trial(instructionSet, seed: $0) }
  }

  private static func channels(_ generator: inout RandomGenerator) -> Int {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: 1
    case 1: Int.random(in: 10...40, using: &generator)
    default: Int.random(in: 1...9, using: &generator)
    }
  }

  private static func pixels(_ generator: inout RandomGenerator) -> Int {
    let isLarge = Int.random(in: 0..<5, using: &generator) == 0
    return Int.random(in: isLarge ? 10...35 : 1...9, using: &generator)
  }

  var lanes: Int { kernels.lanes }

  // MARK: Memory

  private mutating func gaps(_ isContiguous: Bool) -> GuardedMaps.Gaps {
    GuardedMaps.Gaps(
      rows: isContiguous || flag() ? 0 : Int.random(in: 1...3, using: &generator),
      channels: flag() ? 0 : Int.random(in: 1...3, using: &generator))
  }

  /// Maps that a kernel reads.
  ///
  /// - Parameter isContiguous: whether rows must follow each other without a gap.
  mutating func input(_ images: Images, isContiguous: Bool = false) -> GuardedMaps {
    let maps = GuardedMaps(
      lanes: images.count, channels: images.channels, height: images.height, width: images.width,
      gaps: gaps(isContiguous), .input, label: description
    ) { images[$0, $1, $2, $3] }
    inputMemory.append(maps.floats)
    return maps
  }

  /// Maps that a kernel writes, or changes.
  mutating func output(_ images: Images, isContiguous: Bool = false) -> GuardedMaps {
    GuardedMaps(
      lanes: images.count, channels: images.channels, height: images.height, width: images.width,
      gaps: gaps(isContiguous), .output, label: description
    ) { images[$0, $1, $2, $3] }
  }

  /// Maps that a kernel overwrites.
  mutating func output(
    _ channels: Int, _ height: Int, _ width: Int, isContiguous: Bool = false
  ) -> GuardedMaps {
    output(Images(lanes, channels, height, width, value: 99), isContiguous: isContiguous)
  }

  /// Floats that a kernel reads.
  ///
  /// - Parameter values: `nil` where it must not read.
  mutating func input(_ values: [Double?]) -> UnsafeMutablePointer<Float> {
    let floats = GuardedFloats(values.map { $0.map { Float($0) } }, .input, label: description)
    inputMemory.append(floats)
    return floats.start
  }

  /// A bias as products read it: filled up with zeros to whole vectors.
  mutating func bias(_ values: [Double]?) -> UnsafePointer<Float>? {
    values.map { values in
      UnsafePointer(input(values + [Double](repeating: 0, count: (16 - values.count % 16) % 16)))
    }
  }

  /// Floats that a kernel writes, or adds to.
  ///
  /// - Parameter values: `nil` where it must not write.
  func output(_ values: [Double?]) -> GuardedFloats {
    GuardedFloats(values.map { $0.map { Float($0) } }, .output, label: description)
  }

  /// Floats that kernels compute in, or that one of them leaves for the next.
  mutating func scratch(_ count: Int) -> UnsafeMutablePointer<Float> {
    let floats = output([Double](repeating: 99, count: count))
    scratchMemory.append(floats)
    return floats.start
  }

  /// Maps that one kernel leaves for the next.
  mutating func scratch(_ channels: Int, _ height: Int, _ width: Int) -> GuardedMaps {
    let maps = output(channels, height, width)
    scratchMemory.append(maps.floats)
    return maps
  }

  /// Checks that kernels wrote to nothing that they should only read and to nothing around what they
  /// compute in, and gives all that back.
  mutating func expectInputsUntouched(_ location: SourceLocation = #_sourceLocation) {
    for floats in inputMemory { floats.expectUntouched(location) }
    for floats in scratchMemory { floats.expectSurroundingsUntouched(location) }
    inputMemory = []
    scratchMemory = []
  }

  /// A norm, and how kernels see it.
  mutating func normalization(
    _ channels: Int
  ) -> (reference: FixedNormalization, argument: ChannelNormalization) {
    let norm = FixedNormalization(
      scale: numbers(channels, around: 1), shift: numbers(channels), mean: numbers(channels),
      inverseDeviation: numbers(channels, around: 2))
    return (
      norm,
      ChannelNormalization(
        scale: input(norm.scale), shift: input(norm.shift), mean: input(norm.mean),
        inverseDeviation: input(norm.inverseDeviation))
    )
  }
}
