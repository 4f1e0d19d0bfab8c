import Foundation
import Testing

/// Floats for a kernel with guards on both sides and in every gap: what is read or written where it
/// must not be is noticed.
final class GuardedFloats {
  /// What a kernel does with the floats.
  enum Purpose {
    case input, output

    /// A kernel that reads NaN beside its input spoils every result that this gets into. Where it
    /// writes, a finite number stands, since NaN would hide what is added to it.
    var guardValue: Float {
      switch self {
      case .input: .nan
      case .output: 1234.5
      }
    }

    /// Floats behind the last one that may be touched: of an input the vector behind an odd last
    /// column that `Product` allows to read, of an output enough to see what went astray.
    fileprivate var margin: Int {
      switch self {
      case .input: 16
      case .output: 1024
      }
    }
  }

  let count: Int
  private let label: String
  private let memory: GuardedMemory
  private let original: [Float]
  /// Where `values` had gaps.
  private let gaps: [Int]
  /// Where the first float is in `memory`.
  private let first: Int

  /// - Parameter values: `nil` in gaps.
  /// - Parameter label: said of a failure.
  init(_ values: [Float?], _ purpose: Purpose, label: String) {
    count = values.count
    self.label = label
    memory = GuardedMemory(least: 1024 + count + purpose.margin)
    first = memory.count - purpose.margin - count
    let guardValue = purpose.guardValue
    var all = [Float](repeating: guardValue, count: memory.count)
    for index in values.indices { all[first + index] = values[index] ?? guardValue }
    original = all
    gaps = values.indices.filter { values[$0] == nil }
    memory.floats.update(from: original, count: original.count)
  }

  var start: UnsafeMutablePointer<Float> { memory.floats + first }
  var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// Compares the floats, taken as one vector, with what is expected.
  ///
  /// - Parameter expected: `nil` where nothing may have been written. What is not a number must be
  ///   none in its very place.
  func expect(
    _ expected: [Double?], tolerance: Double = 1e-5, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(expected.count == count, "\(label)", sourceLocation: location)
    var squares = 0.0
    var norm = 0.0
    var others = Array(UnsafeBufferPointer(start: memory.floats, count: memory.count))
    for (index, value) in expected.enumerated() {
      guard let value else { continue }
      others[first + index] = original[first + index]
      guard !value.isNaN || !start[index].isNaN else { continue }
      let difference = Double(start[index]) - value
      squares += difference * difference
      norm += value * value
    }
    let isClose = squares.squareRoot() <= tolerance * norm.squareRoot() + 1e-12
    #expect(
      isClose, "\(label): relative error \((squares / max(norm, 1e-300)).squareRoot())",
      sourceLocation: location)
    // Bit by bit, since NaN does not equal itself.
    let isUntouched = memcmp(others, original, original.count * 4) == 0
    #expect(isUntouched, "\(label): floats written where none may be", sourceLocation: location)
  }

  /// Checks that nothing was written around the floats and in their gaps.
  func expectSurroundingsUntouched(_ location: SourceLocation = #_sourceLocation) {
    var others = original
    others.replaceSubrange(first..<first + count, with: values)
    for gap in gaps { others[first + gap] = original[first + gap] }
    let isUntouched = memcmp(memory.floats, others, others.count * 4) == 0
    #expect(isUntouched, "\(label): floats written where none may be", sourceLocation: location)
  }

  /// Checks that nothing was written.
  func expectUntouched(_ location: SourceLocation = #_sourceLocation) {
    let isUntouched = memcmp(memory.floats, original, original.count * 4) == 0
    #expect(isUntouched, "\(label): floats written where none may be", sourceLocation: location)
  }
}
