import KernelArguments

/// Lays a strip of maps into a panel, normalised and rectified on the way, zeros around it.
@inline(never)
public func readPanel(_ work: PanelReading) {
  let source = UnsafeRawPointer(work.source.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  for channel in 0..<work.channels {
    let from = source + channel * work.source.channelStride
    let to = panel + channel * work.panel.channelStride
    for row in 0..<work.strip.rows + 2 * work.border {
      let sourceRow = work.strip.firstRow + row - work.border
      let out = to + row * work.panel.rowStride
      guard sourceRow >= 0 && sourceRow < work.strip.height else {
        clear(out, count: work.strip.width + 2 * work.border)
        continue
      }
      let x = from + sourceRow * work.source.rowStride
      if work.border == 1 {
        out[0] = Vector()
        out[work.strip.width + 1] = Vector()
      }
      let inner = out + work.border
      if let (scale, shift) = work.normalization {
        let a = Vector(repeating: scale[channel])
        let b = Vector(repeating: shift[channel])
        for column in 0..<work.strip.width {
          inner[column] = rectified(x[column] * a + b)
        }
      } else {
        for column in 0..<work.strip.width { inner[column] = x[column] }
      }
    }
  }
}

/// The same with 2×2 average pooling: a transition pools before its 1×1 convolution, since both
/// are linear and a quarter of the work remains. `work.strip` counts pooled rows and columns.
@inline(never)
public func readPooledPanel(_ work: PanelReading) {
  guard let (scale, shift) = work.normalization else { return }
  let source = UnsafeRawPointer(work.source.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let quarter = Vector(repeating: 0.25)
  for channel in 0..<work.channels {
    let a = Vector(repeating: scale[channel])
    let b = Vector(repeating: shift[channel])
    for row in 0..<work.strip.rows {
      let upper =
        source + channel * work.source.channelStride
        + 2 * (work.strip.firstRow + row) * work.source.rowStride
      let lower = upper + work.source.rowStride
      let out = panel + channel * work.panel.channelStride + row * work.panel.rowStride
      for column in 0..<work.strip.width {
        let left = rectified(upper[2 * column] * a + b) + rectified(lower[2 * column] * a + b)
        let right =
          rectified(upper[2 * column + 1] * a + b) + rectified(lower[2 * column + 1] * a + b)
        out[column] = (left + right) * quarter
      }
    }
  }
}

/// The mean of each normalised and rectified map, one pixel a channel, for the classifier.
@inline(never)
public func readAverage(_ work: PanelReading) {
  guard let (scale, shift) = work.normalization else { return }
  let source = UnsafeRawPointer(work.source.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let pixels = work.strip.height * work.strip.width
  for channel in 0..<work.channels {
    let a = Vector(repeating: scale[channel])
    let b = Vector(repeating: shift[channel])
    let x = source + channel * work.source.channelStride
    var sum = Vector()
    for pixel in 0..<pixels { sum += rectified(x[pixel] * a + b) }
    panel[channel * work.panel.channelStride] = sum / Vector(repeating: Float(pixels))
  }
}

/// Lays the gradient of a strip of maps into a panel, the batch norms' correction included.
@inline(never)
public func readGradient(_ work: GradientReading) {
  let gradient = UnsafeRawPointer(work.gradient.start).assumingMemoryBound(to: Vector.self)
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let live = liveMask(work.liveLanes)
  for channel in 0..<work.channels {
    let offset = Vector(repeating: work.offset[channel])
    let slope = Vector(repeating: work.slope[channel])
    let mean = Vector(repeating: work.mean[channel])
    for row in 0..<work.strip.rows + 2 * work.border {
      let sourceRow = work.strip.firstRow + row - work.border
      let out = panel + channel * work.panel.channelStride + row * work.panel.rowStride
      guard sourceRow >= 0 && sourceRow < work.strip.height else {
        clear(out, count: work.strip.width + 2 * work.border)
        continue
      }
      let g = gradient + channel * work.gradient.channelStride + sourceRow * work.gradient.rowStride
      let x = values + channel * work.values.channelStride + sourceRow * work.values.rowStride
      if work.border == 1 {
        out[0] = Vector()
        out[work.strip.width + 1] = Vector()
      }
      let inner = out + work.border
      for column in 0..<work.strip.width {
        inner[column] = (g[column] + offset + slope * (x[column] - mean)) * live
      }
    }
  }
}

@inline(__always)
private func rectified(_ x: Vector) -> Vector {
  x.replacing(with: 0, where: x .< 0)
}

@inline(__always)
private func clear(_ place: UnsafeMutablePointer<Vector>, count: Int) {
  for index in 0..<count { place[index] = Vector() }
}

/// One in the lanes that hold images, zero in the others.
@inline(__always)
private func liveMask(_ lanes: Int) -> Vector {
  var mask = Vector()
  for lane in 0..<min(lanes, Vector.scalarCount) { mask[lane] = 1 }
  return mask
}
