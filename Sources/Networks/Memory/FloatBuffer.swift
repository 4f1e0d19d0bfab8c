/// Floats on the heap, zero at first, aligned for every vector and filled up to a multiple of 16.
package final class FloatBuffer {
  /// The first float.
  package let start: UnsafeMutablePointer<Float>
  /// Floats that were asked for.
  package let count: Int
  /// Floats that are there.
  package let paddedCount: Int

  package init(count: Int) {
    self.count = count
    paddedCount = FloatBuffer.padded(count)
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(paddedCount, 16) * MemoryLayout<Float>.stride, alignment: 64)
    start = raw.initializeMemory(as: Float.self, repeating: 0, count: max(paddedCount, 16))
  }

  package convenience init(_ values: [Float]) {
    self.init(count: values.count)
    start.update(from: values, count: values.count)
  }

  deinit { start.deallocate() }

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
