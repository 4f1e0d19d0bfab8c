import Foundation

/// Floats on the heap, zero at first, aligned for every vector and filled up to a multiple of 16.
package final class FloatBuffer {
  /// From `calloc`: the system provides pages that are zero only when they are first used, so that
  /// a buffer takes no more memory than has been touched.
  private let memory: UnsafeMutableRawPointer
  /// The first float.
  package let start: UnsafeMutablePointer<Float>
  /// Floats that were asked for.
  package let count: Int
  /// Floats that are there.
  package let paddedCount: Int

  package init(count: Int) {
    self.count = count
    paddedCount = FloatBuffer.padded(count)
    let floats = max(paddedCount, 16)
    let alignment = 64
    guard let memory = calloc(floats * MemoryLayout<Float>.stride + alignment, 1) else {
      fatalError("no memory for \(floats) floats")
    }
    self.memory = memory
    start = memory.alignedUp(toMultipleOf: alignment).bindMemory(to: Float.self, capacity: floats)
  }

  package convenience init(_ values: [Float]) {
    self.init(count: values.count)
    start.update(from: values, count: values.count)
  }

  deinit { free(memory) }

  /// `count` rounded up to whole vectors of the widest kind.
  package static func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  package subscript(index: Int) -> Float {
    get { start[index] }
    set { start[index] = newValue }
  }

  package func fill(_ value: Float) { start.update(repeating: value, count: max(paddedCount, 16)) }

  /// Combines the floats without the filling, the first one first.
  func reduce<Result>(_ initial: Result, _ combine: (Result, Float) -> Result) -> Result {
    UnsafeBufferPointer(start: start, count: count).reduce(initial, combine)
  }

  /// The floats without the filling.
  package var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
}
