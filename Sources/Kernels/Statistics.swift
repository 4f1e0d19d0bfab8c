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
    let mean = (sum(x, count: work.pixels) { $0 } * live).sum() / count
    let center = Vector(repeating: mean)
    let squares = sum(x, count: work.pixels) { ($0 - center) * ($0 - center) }
    work.moments[2 * channel] = mean
    work.moments[2 * channel + 1] = (squares * live).sum()
  }
}

/// Sum of what a function makes of `count` vectors. Sums of stretches, then of these: one long sum
/// would lose digits.
@inline(__always)
func sum(
  _ values: UnsafePointer<Vector>, count: Int, of term: (Vector) -> Vector
) -> Vector {
  var total = Vector()
  for start in stride(from: 0, to: count, by: 64) {
    var part = Vector()
    for index in start..<min(start + 64, count) { part += term(values[index]) }
    total += part
  }
  return total
}

/// Sum of the squares of `count` floats, aligned and filled up with zeros to a multiple of 16.
@inline(never)
public func sumOfSquares(_ values: UnsafePointer<Float>, count: Int) -> Float {
  let x = UnsafeRawPointer(values).assumingMemoryBound(to: Vector.self)
  return sum(x, count: count / Vector.scalarCount) { $0 * $0 }.sum()
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
