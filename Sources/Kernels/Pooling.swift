import KernelArguments

/// The largest of each 3×3 pixels, two apart; what lies beyond the map never wins, and what is not
/// a number always does (as in PyTorch), so that it does not vanish.
@inline(never)
public func poolMaxima(_ work: MaxPooling) {
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  let output = UnsafeMutableRawPointer(work.output.start).assumingMemoryBound(to: Vector.self)
  for channel in 0..<work.channels {
    let x = values + channel * work.values.channelStride
    let y = output + channel * work.output.channelStride
    for row in 0..<(work.height + 1) / 2 {
      for column in 0..<(work.width + 1) / 2 {
        y[row * work.output.rowStride + column] = maximum(work, x, row, column)
      }
    }
  }
}

/// Each maximum's gradient goes to the pixel that was the largest, to the first of several
/// (as PyTorch does).
@inline(never)
public func scatterMaxima(_ work: MaxPoolingGradient) {
  let pooling = work.pooling
  let values = UnsafeRawPointer(pooling.values.start).assumingMemoryBound(to: Vector.self)
  let incoming = UnsafeRawPointer(pooling.output.start).assumingMemoryBound(to: Vector.self)
  let gradients = UnsafeMutableRawPointer(work.gradient.start).assumingMemoryBound(to: Vector.self)
  for channel in 0..<pooling.channels {
    let x = values + channel * pooling.values.channelStride
    let dy = incoming + channel * pooling.output.channelStride
    let dx = gradients + channel * work.gradient.channelStride
    for row in 0..<pooling.height {
      for column in 0..<pooling.width { dx[row * work.gradient.rowStride + column] = Vector() }
    }
    for row in 0..<(pooling.height + 1) / 2 {
      for column in 0..<(pooling.width + 1) / 2 {
        let largest = maximum(pooling, x, row, column)
        var left = dy[row * pooling.output.rowStride + column]
        for r in window(row, of: pooling.height) {
          for c in window(column, of: pooling.width) {
            let value = x[r * pooling.values.rowStride + c]
            let isLargest = (value .== largest) .| (value .!= value)
            dx[r * work.gradient.rowStride + c] += Vector().replacing(with: left, where: isLargest)
            left.replace(with: 0, where: isLargest)
          }
        }
      }
    }
  }
}

/// Pixels of the map under a window of three.
@inline(__always)
private func window(_ index: Int, of count: Int) -> Range<Int> {
  max(2 * index - 1, 0)..<min(2 * index + 2, count)
}

@inline(__always)
private func maximum(
  _ work: MaxPooling, _ x: UnsafePointer<Vector>, _ row: Int, _ column: Int
) -> Vector {
  var largest = x[2 * row * work.values.rowStride + 2 * column]
  for r in window(row, of: work.height) {
    for c in window(column, of: work.width) {
      let value = x[r * work.values.rowStride + c]
      largest.replace(with: value, where: (value .> largest) .| (value .!= value))
    }
  }
  return largest
}
