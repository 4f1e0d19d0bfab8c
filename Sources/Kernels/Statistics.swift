import KernelArguments

/// Mean of each map over one group of images, and the sum of squared differences from it: two
/// passes, the second in the nearest cache, since the difference of large sums loses digits.
@inline(never)
public func measureMaps(_ work: MapStatistics) {
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  let live = liveMask(work.liveLanes)
  let count = Float(work.pixels * work.liveLanes)
  for channel in 0..<work.channels {
    let x = values + channel * work.values.channelStride
    var sum = Vector()
    for pixel in 0..<work.pixels { sum += x[pixel] }
    let mean = (sum * live).sum() / count
    let center = Vector(repeating: mean)
    var squares = Vector()
    for pixel in 0..<work.pixels {
      let difference = x[pixel] - center
      squares += difference * difference
    }
    work.moments[2 * channel] = mean
    work.moments[2 * channel + 1] = (squares * live).sum()
  }
}

/// Sum of the squares of `count` floats, aligned and filled up with zeros to a multiple of 16.
@inline(never)
public func sumOfSquares(_ values: UnsafePointer<Float>, count: Int) -> Float {
  let x = UnsafeRawPointer(values).assumingMemoryBound(to: Vector.self)
  var sum = Vector()
  for index in 0..<count / Vector.scalarCount { sum += x[index] * x[index] }
  return sum.sum()
}

/// `sum[i] = Σ_p parts[p · stride + i]`, always in the order of the parts; `count` and `stride` are
/// multiples of 16.
@inline(never)
public func addParts(
  _ parts: UnsafePointer<Float>, parts number: Int, stride: Int, count: Int,
  sum: UnsafeMutablePointer<Float>
) {
  let from = UnsafeRawPointer(parts).assumingMemoryBound(to: Vector.self)
  let to = UnsafeMutableRawPointer(sum).assumingMemoryBound(to: Vector.self)
  let step = stride / Vector.scalarCount
  for index in 0..<count / Vector.scalarCount {
    var total = Vector()
    for part in 0..<number { total += from[part * step + index] }
    to[index] = total
  }
}
