import KernelArguments
import Networks
import Oracle
import Testing

/// Memory for a kernel with guards on both sides and in every gap: a write that goes astray is
/// noticed.
final class GuardedMaps {
  /// What stands where no kernel may write; it spoils every sum that it gets into.
  static let guardValue: Float = 1e30
  private static let margin = 64

  let lanes: Int
  let channels: Int
  let height: Int
  let width: Int
  let channelStride: Int
  private let memory: UnsafeMutablePointer<Float>
  private let count: Int

  /// - Parameter gap: pixels between two channels that belong to neither.
  init(lanes: Int, channels: Int, height: Int, width: Int, gap: Int = 1) {
    self.lanes = lanes
    self.channels = channels
    self.height = height
    self.width = width
    channelStride = height * width + gap
    count = 2 * Self.margin + channels * channelStride * lanes
    let raw = UnsafeMutableRawPointer.allocate(byteCount: count * 4, alignment: 64)
    memory = raw.initializeMemory(as: Float.self, repeating: Self.guardValue, count: count)
  }

  /// Maps that hold images, one a lane; the lanes beyond them are zero.
  convenience init(_ images: Images, lanes: Int, border: Int = 0) {
    self.init(
      lanes: lanes, channels: images.channels, height: images.height + 2 * border,
      width: images.width + 2 * border)
    for channel in 0..<channels {
      for row in 0..<height {
        for column in 0..<width {
          for lane in 0..<lanes {
            self[lane, channel, row, column] =
              lane < images.count
              ? Float(images[lane, channel, row - border, column - border]) : 0
          }
        }
      }
    }
  }

  deinit { memory.deallocate() }

  /// The maps as kernels see them.
  var view: Maps {
    Maps(start: memory + Self.margin, channelStride: channelStride, rowStride: width)
  }

  private func index(_ lane: Int, _ channel: Int, _ row: Int, _ column: Int) -> Int {
    Self.margin + (channel * channelStride + row * width + column) * lanes + lane
  }

  subscript(lane: Int, channel: Int, row: Int, column: Int) -> Float {
    get { memory[index(lane, channel, row, column)] }
    set { memory[index(lane, channel, row, column)] = newValue }
  }

  /// Checks every float: those of a rectangle of rows against what is expected there, all others
  /// against the guard.
  ///
  /// - Parameter expected: by lane, channel, row and column of this memory; `nil` where nothing may
  ///   have been written.
  func expect(
    _ expected: (_ lane: Int, _ channel: Int, _ row: Int, _ column: Int) -> Double?,
    tolerance: Double = 1e-5, _ location: SourceLocation = #_sourceLocation
  ) {
    var isAllowed = [Bool](repeating: false, count: count)
    var squares = 0.0
    var norm = 0.0
    for channel in 0..<channels {
      for row in 0..<height {
        for column in 0..<width {
          for lane in 0..<lanes {
            guard let value = expected(lane, channel, row, column) else { continue }
            isAllowed[index(lane, channel, row, column)] = true
            let difference = Double(self[lane, channel, row, column]) - value
            squares += difference * difference
            norm += value * value
          }
        }
      }
    }
    #expect(
      squares.squareRoot() <= tolerance * norm.squareRoot() + 1e-12,
      "relative error \((squares / max(norm, 1e-300)).squareRoot())", sourceLocation: location)
    let astray = (0..<count).count { !isAllowed[$0] && memory[$0] != Self.guardValue }
    #expect(astray == 0, "floats written where none may be", sourceLocation: location)
  }
}

/// Floats with guards on both sides.
final class GuardedFloats {
  private static let margin = 64
  let count: Int
  private let memory: UnsafeMutablePointer<Float>

  init(_ values: [Float]) {
    count = values.count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: (count + 2 * Self.margin) * 4, alignment: 64)
    memory = raw.initializeMemory(
      as: Float.self, repeating: GuardedMaps.guardValue, count: count + 2 * Self.margin)
    (memory + Self.margin).update(from: values, count: count)
  }

  convenience init(_ values: [Double]) { self.init(values.map { Float($0) }) }

  deinit { memory.deallocate() }

  var start: UnsafeMutablePointer<Float> { memory + Self.margin }
  var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Checks the values, and that the guards stand.
  func expect(
    _ expected: [Double], tolerance: Double = 1e-5, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(expected.count == count, sourceLocation: location)
    let squares = zip(values, expected).reduce(0) {
      $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1)
    }
    let norm = expected.reduce(0) { $0 + $1 * $1 }
    #expect(
      squares.squareRoot() <= tolerance * norm.squareRoot() + 1e-12, sourceLocation: location)
    let guards = (0..<Self.margin).allSatisfy {
      memory[$0] == GuardedMaps.guardValue
        && memory[Self.margin + count + $0] == GuardedMaps.guardValue
    }
    #expect(guards, "floats written where none may be", sourceLocation: location)
  }
}

/// Sizes and numbers for one check of a kernel.
struct Trial: CustomStringConvertible {
  var generator: RandomGenerator
  let kernels: KernelTable
  let images: Int
  let inputs: Int
  let outputs: Int
  let height: Int
  let width: Int
  let description: String

  /// Sizes that are odd, tiny, and such that vectors are not full.
  init(_ instructionSet: InstructionSet, seed: Int) {
    generator = RandomGenerator(seed: UInt64(seed))
    kernels = instructionSet.kernels
    images = Int.random(in: 1...kernels.lanes, using: &generator)
    inputs = Int.random(in: 1...19, using: &generator)
    outputs = Int.random(in: 1...19, using: &generator)
    height = Int.random(in: 1...9, using: &generator)
    // Some wider than the stretches that kernels cut rows into.
    width = Int.random(in: 1...(seed % 5 == 0 ? 70 : 9), using: &generator)
    description =
      "\(instructionSet) \(seed): \(images) images, \(inputs) → \(outputs), \(height)×\(width)"
  }

  var lanes: Int { kernels.lanes }

  mutating func random(_ channels: Int, height: Int? = nil, width: Int? = nil) -> Images {
    Images(images, channels, height ?? self.height, width ?? self.width).map { _, _ in
      generator.nextNormal()
    }
  }

  mutating func numbers(_ count: Int, around center: Double = 0) -> [Double] {
    (0..<count).map { _ in center + 0.5 * generator.nextNormal() }
  }

  /// Some rows of the map, from an even one on.
  mutating func strip(height: Int? = nil, width: Int? = nil) -> Strip {
    let height = height ?? self.height
    let first = height < 3 ? 0 : 2 * Int.random(in: 0...(height - 1) / 2, using: &generator)
    let rows = Int.random(in: 1...max(height - first, 1), using: &generator)
    return Strip(firstRow: first, rows: rows, height: height, width: width ?? self.width)
  }

  static let instructionSets = InstructionSet.allCases.filter(\.isAvailable)
  static let seeds = 1...25
}
