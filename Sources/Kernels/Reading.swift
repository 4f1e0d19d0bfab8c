import CInstructions
import KernelArguments

/// Lays a strip of maps into a panel, normalised and activated on the way, zeros around it.
///
///     for each channel
///       for each row
///         for each pixel                   1 load, 1 store; the next channel's is on its way
///
/// It waits for memory: in DenseNet-BC (100, 12) the 1×1 convolutions read 19 GB/s on two threads
/// where the memory gives 23.
@inline(never)
public func readPanel(_ work: PanelReading) {
  switch work.activation {
  case nil: readPanel(work) { $0 }
  case .relu: readPanel(work, activation: rectified)
  case .tanh: readPanel(work, activation: hyperbolicTangent)
  case .sigmoid: readPanel(work, activation: logistic)
  }
}

@inline(__always)
private func readPanel(_ work: PanelReading, activation: (Vector) -> Vector) {
  let source = UnsafeRawPointer(work.source.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  for channel in 0..<work.channels {
    let from = source + channel * work.source.channelStride
    let to = panel + channel * work.panel.channelStride
    let (a, b) = scaleAndShift(work.normalization, channel)
    for row in 0..<work.strip.rows {
      let sourceRow = work.strip.firstRow + row
      let out = to + row * work.panel.rowStride
      guard sourceRow >= 0 && sourceRow < work.strip.height else {
        clear(out, count: work.border + work.strip.width + work.trailing)
        continue
      }
      let x = from + sourceRow * work.source.rowStride
      clear(out, count: work.border)
      clear(out + work.border + work.strip.width, count: work.trailing)
      let inner = out + work.border
      let next = x + work.source.channelStride
      for column in 0..<work.strip.width {
        if column % 2 == 0 { prefetchPair(next + column) }
        inner[column] = activation(x[column] * a + b)
      }
    }
  }
}

/// The same with 2×2 average pooling: a transition pools before its 1×1 convolution, since both
/// are linear and a quarter of the work remains. `work.strip` counts pooled rows and columns.
@inline(never)
public func readPooledPanel(_ work: PanelReading) {
  switch work.activation {
  case nil: readPooledPanel(work) { $0 }
  case .relu: readPooledPanel(work, activation: rectified)
  case .tanh: readPooledPanel(work, activation: hyperbolicTangent)
  case .sigmoid: readPooledPanel(work, activation: logistic)
  }
}

@inline(__always)
private func readPooledPanel(_ work: PanelReading, activation: (Vector) -> Vector) {
  let source = UnsafeRawPointer(work.source.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let quarter = Vector(repeating: 0.25)
  for channel in 0..<work.channels {
    let (a, b) = scaleAndShift(work.normalization, channel)
    for row in 0..<work.strip.rows {
      let upper =
        source + channel * work.source.channelStride
        + 2 * (work.strip.firstRow + row) * work.source.rowStride
      let lower = upper + work.source.rowStride
      let out = panel + channel * work.panel.channelStride + row * work.panel.rowStride
      for column in 0..<work.strip.width {
        let left = activation(upper[2 * column] * a + b) + activation(lower[2 * column] * a + b)
        let right =
          activation(upper[2 * column + 1] * a + b) + activation(lower[2 * column + 1] * a + b)
        out[column] = (left + right) * quarter
      }
    }
  }
}

/// The mean of each normalised and activated map, one pixel a channel, for the classifier.
@inline(never)
public func readAverage(_ work: PanelReading) {
  switch work.activation {
  case nil: readAverage(work) { $0 }
  case .relu: readAverage(work, activation: rectified)
  case .tanh: readAverage(work, activation: hyperbolicTangent)
  case .sigmoid: readAverage(work, activation: logistic)
  }
}

@inline(__always)
private func readAverage(_ work: PanelReading, activation: (Vector) -> Vector) {
  let source = UnsafeRawPointer(work.source.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let pixels = work.strip.height * work.strip.width
  for channel in 0..<work.channels {
    let (a, b) = scaleAndShift(work.normalization, channel)
    let x = source + channel * work.source.channelStride
    let total = sum(x, count: pixels) { activation($0 * a + b) }
    panel[channel * work.panel.channelStride] = total / Vector(repeating: Float(pixels))
  }
}

/// Lays the gradient of a strip of maps into a panel, the batch norms' correction included; with a
/// stride, zeros lie between its pixels.
@inline(never)
public func readGradient(_ work: GradientReading) {
  switch work.activation {
  case nil: readGradient(work) { _ in Vector(repeating: 1) }
  // Of what the activation put out, y: 0 or 1, 1 − y², y · (1 − y).
  case .relu: readGradient(work) { Vector().replacing(with: 1, where: $0 .> 0) }
  case .tanh: readGradient(work) { 1 - $0 * $0 }
  case .sigmoid: readGradient(work) { $0 * (1 - $0) }
  }
}

@inline(__always)
private func readGradient(_ work: GradientReading, derivative: (Vector) -> Vector) {
  let gradient = UnsafeRawPointer(work.gradient.start).assumingMemoryBound(to: Vector.self)
  let values = UnsafeRawPointer(work.values.start).assumingMemoryBound(to: Vector.self)
  let panel = UnsafeMutableRawPointer(work.panel.start).assumingMemoryBound(to: Vector.self)
  let live = liveMask(work.liveLanes)
  for channel in 0..<work.channels {
    let offset = Vector(repeating: work.offset[channel])
    let slope = Vector(repeating: work.slope[channel])
    let mean = Vector(repeating: work.mean[channel])
    for row in 0..<work.strip.rows {
      let sourceRow = work.strip.firstRow + row
      let out = panel + channel * work.panel.channelStride + row * work.panel.rowStride
      guard sourceRow >= 0 && sourceRow < work.strip.height && sourceRow % work.stride == 0 else {
        clear(out, count: work.border + work.strip.width + work.trailing)
        continue
      }
      let place = sourceRow / work.stride
      let g = gradient + channel * work.gradient.channelStride + place * work.gradient.rowStride
      let x = values + channel * work.values.channelStride + place * work.values.rowStride
      let inner = out + work.border
      if work.stride == 1 {
        clear(out, count: work.border)
        clear(inner + work.strip.width, count: work.trailing)
        for column in 0..<work.strip.width {
          inner[column] =
            (g[column] + offset + slope * (x[column] - mean)) * derivative(x[column]) * live
        }
      } else {
        clear(out, count: work.border + work.strip.width + work.trailing)
        for column in 0..<(work.strip.width - 1) / work.stride + 1 {
          inner[column * work.stride] =
            (g[column] + offset + slope * (x[column] - mean)) * derivative(x[column]) * live
        }
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
