import KernelArguments

/// Hands the gradient of a strip back through ReLU and batch norm to the maps that were read.
///
/// What a batch norm's own statistics owe, `−mean(g) − x̂ · mean(g · x̂)` (Ioffe and Szegedy 2015),
/// needs sums over the whole batch, so only the sums are taken here; the producer of the maps adds
/// the correction when it reads its gradient.
@inline(never)
public func scatterGradient(_ work: GradientScattering) {
  scatter(work) { incoming, channel, row, column in
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
  scatter(work) { incoming, channel, row, column in
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
  scatter(work) { incoming, channel, _, _ in
    incoming[channel * work.incoming.channelStride] * part
  }
}

@inline(__always)
private func scatter(
  _ work: GradientScattering,
  incomingAt: (UnsafePointer<Vector>, _ channel: Int, _ row: Int, _ column: Int) -> Vector
) {
  let incoming = UnsafeRawPointer(work.incoming.start).assumingMemoryBound(to: Vector.self)
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  let gradients = UnsafeMutableRawPointer(work.gradient.start).assumingMemoryBound(to: Vector.self)
  let sums = UnsafeMutableRawPointer(work.sums).assumingMemoryBound(to: Vector.self)
  for channel in 0..<work.channels {
    let scale = Vector(repeating: work.scale[channel])
    let shift = Vector(repeating: work.shift[channel])
    let mean = Vector(repeating: work.mean[channel])
    let inverseDeviation = Vector(repeating: work.inverseDeviation[channel])
    var sum = Vector()
    var product = Vector()
    for row in 0..<work.strip.rows {
      let mapRow = work.strip.firstRow + row
      let x = values + channel * work.values.channelStride + mapRow * work.values.rowStride
      let out = gradients + channel * work.gradient.channelStride + mapRow * work.gradient.rowStride
      for column in 0..<work.strip.width {
        let value = x[column]
        let isDead = value * scale + shift .<= 0
        let g = incomingAt(incoming, channel, row, column).replacing(with: 0, where: isDead)
        sum += g
        product += g * (value - mean) * inverseDeviation
        out[column] = work.overwrites ? g * scale : out[column] + g * scale
      }
    }
    sums[2 * channel] += sum
    sums[2 * channel + 1] += product
  }
}
