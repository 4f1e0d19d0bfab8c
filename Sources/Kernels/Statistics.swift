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

/// The least and the greatest value of each map over one group of images. What is not a number is
/// passed over; where nothing else is there, they are +∞ and −∞.
@inline(never)
public func measureExtremes(_ work: MapExtremes) {
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  for channel in 0..<work.channels {
    let x = values + channel * work.values.channelStride
    var least = Vector(repeating: .infinity)
    var greatest = -least
    for pixel in 0..<work.pixels {
      let value = x[pixel]
      least = least.replacing(with: value, where: value .< least)
      greatest = greatest.replacing(with: value, where: value .> greatest)
    }
    var extremes: (least: Float, greatest: Float) = (.infinity, -.infinity)
    for lane in 0..<min(work.liveLanes, Vector.scalarCount) {
      if least[lane] < extremes.least { extremes.least = least[lane] }
      if greatest[lane] > extremes.greatest { extremes.greatest = greatest[lane] }
    }
    work.extremes[2 * channel] = extremes.least
    work.extremes[2 * channel + 1] = extremes.greatest
  }
}

/// Sum of the absolute values of each map's gradient, the batch norms' correction included.
@inline(never)
public func measureGradients(_ work: GradientMagnitude) {
  let gradient = UnsafeRawPointer(work.gradient.start).assumingMemoryBound(to: Vector.self)
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  let live = liveMask(work.liveLanes)
  for channel in 0..<work.channels {
    let g = gradient + channel * work.gradient.channelStride
    let x = values + channel * work.values.channelStride
    let offset = Vector(repeating: work.offset[channel])
    let slope = Vector(repeating: work.slope[channel])
    let mean = Vector(repeating: work.mean[channel])
    let total = sum(count: work.pixels) { pixel in
      let value = g[pixel] + offset + slope * (x[pixel] - mean)
      return value.replacing(with: -value, where: value .< 0)
    }
    work.sums[channel] = (total * live).sum()
  }
}

/// Sum of what a function makes of `count` vectors. Sums of stretches, then of these: one long sum
/// would lose digits.
@inline(__always)
func sum(
  _ values: UnsafePointer<Vector>, count: Int, of term: (Vector) -> Vector
) -> Vector {
  sum(count: count) { term(values[$0]) }
}

/// The same of what a function makes of `0 ..< count`.
@inline(__always)
private func sum(count: Int, of term: (_ index: Int) -> Vector) -> Vector {
  var total = Vector()
  for start in stride(from: 0, to: count, by: 64) {
    var part = Vector()
    for index in start..<min(start + 64, count) { part += term(index) }
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
