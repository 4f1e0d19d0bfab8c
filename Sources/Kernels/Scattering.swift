import CInstructions
import KernelArguments

/// Hands the gradient of a strip back through activation and batch norm to the maps that were read.
///
///     for each channel
///       for each row
///         for each pixel                   3 loads, 1 store, 2 sums; the next channel's values and
///                                          gradient are on their way
///
/// What a batch norm's own statistics owe, `−mean(g) − x̂ · mean(g · x̂)` (Ioffe and Szegedy 2015),
/// needs sums over the whole batch, so only the sums are taken here; the producer of the maps adds
/// the correction when it reads its gradient.
@inline(never)
public func scatterGradient(_ work: GradientScattering) {
  scatterThroughActivation(work) { incoming, channel, row, column in
    incoming[channel * work.incoming.channelStride + row * work.incoming.rowStride + column]
  }
}

/// The same where 2×2 pixels were averaged: each gets a quarter; an odd last row or column, which
/// pooling drops, gets nothing.
@inline(never)
public func scatterPooledGradient(_ work: GradientScattering) {
  let rows = work.strip.height / 2
  let columns = work.strip.width / 2
  let quarter = Vector(repeating: 0.25)
  scatterThroughActivation(work) { incoming, channel, row, column in
    let pooledRow = (row + work.strip.firstRow) / 2
    guard pooledRow < rows && column / 2 < columns else { return Vector() }
    return incoming[
      channel * work.incoming.channelStride + row / 2 * work.incoming.rowStride + column / 2]
      * quarter
  }
}

/// The same where the whole map was averaged: each pixel gets an equal part.
@inline(never)
public func scatterAverageGradient(_ work: GradientScattering) {
  let part = Vector(repeating: 1 / Float(work.strip.height * work.strip.width))
  scatterThroughActivation(work) { incoming, channel, _, _ in
    incoming[channel * work.incoming.channelStride] * part
  }
}

/// Gradient at a pixel of what was read.
private typealias Incoming = (
  UnsafePointer<Vector>, _ channel: Int, _ row: Int, _ column: Int
) -> Vector

@inline(__always)
private func scatterThroughActivation(_ work: GradientScattering, _ incoming: Incoming) {
  switch work.activation {
  case nil: scatter(work, incoming) { g, _ in g }
  case .relu: scatter(work, incoming) { g, x in g.replacing(with: 0, where: x .<= 0) }
  case .tanh:
    scatter(work, incoming) { g, x in
      let y = hyperbolicTangent(x)
      return g * (1 - y * y)
    }
  case .sigmoid:
    scatter(work, incoming) { g, x in
      let y = logistic(x)
      return g * (y * (1 - y))
    }
  }
}

@inline(__always)
private func scatter(
  _ work: GradientScattering, _ incomingAt: Incoming,
  backThroughActivation: (_ gradient: Vector, _ input: Vector) -> Vector
) {
  let incoming = UnsafeRawPointer(work.incoming.start).assumingMemoryBound(to: Vector.self)
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  let gradients = UnsafeMutableRawPointer(work.gradient.start).assumingMemoryBound(to: Vector.self)
  let sums = UnsafeMutableRawPointer(work.sums).assumingMemoryBound(to: Vector.self)
  for channel in 0..<work.channels {
    var scale = Vector(repeating: 1)
    var shift = Vector()
    var mean = Vector()
    var inverseDeviation = Vector()
    if let normalization = work.normalization {
      scale = Vector(repeating: normalization.scale[channel])
      shift = Vector(repeating: normalization.shift[channel])
      mean = Vector(repeating: normalization.mean[channel])
      inverseDeviation = Vector(repeating: normalization.inverseDeviation[channel])
    }
    var sum = Vector()
    var product = Vector()
    for row in 0..<work.strip.rows {
      let mapRow = work.strip.firstRow + row
      let x = values + channel * work.values.channelStride + mapRow * work.values.rowStride
      let out = gradients + channel * work.gradient.channelStride + mapRow * work.gradient.rowStride
      // Sums of a row, then of the rows: one long sum would lose digits.
      var rowSum = Vector()
      var rowProduct = Vector()
      let nextX = x + work.values.channelStride
      let nextOut = out + work.gradient.channelStride
      for column in 0..<work.strip.width {
        if column % 2 == 0 {
          prefetchPair(nextX + column)
          prefetchPair(nextOut + column)
        }
        let value = x[column]
        let g = backThroughActivation(
          incomingAt(incoming, channel, row, column), value * scale + shift)
        rowSum += g
        rowProduct += g * (value - mean)
        out[column] = work.overwrites ? g * scale : out[column] + g * scale
      }
      sum += rowSum
      product += rowProduct
    }
    guard work.normalization != nil else { continue }
    sums[2 * channel] += sum
    sums[2 * channel + 1] += product * inverseDeviation
  }
}
