import KernelArguments

/// Adds shortcut and residual, applies the activation, and measures both.
@inline(never)
public func addResidual(_ work: ResidualAddition) {
  switch work.activation {
  case nil: addResidual(work) { $0 }
  case .relu: addResidual(work) { $0.replacing(with: 0, where: $0 .< 0) }
  case .tanh: addResidual(work, activation: hyperbolicTangent)
  case .sigmoid: addResidual(work, activation: logistic)
  }
}

@inline(__always)
private func addResidual(_ work: ResidualAddition, activation: (Vector) -> Vector) {
  let residual = UnsafeRawPointer(work.residual.start).assumingMemoryBound(to: Vector.self)
  let shortcut = UnsafeRawPointer(work.shortcut.start).assumingMemoryBound(to: Vector.self)
  let output = UnsafeMutableRawPointer(work.output.start).assumingMemoryBound(to: Vector.self)
  let live = liveMask(work.liveLanes)
  var (residualEnergy, shortcutEnergy): (Float, Float) = (0, 0)
  for channel in 0..<work.channels {
    let f = residual + channel * work.residual.channelStride
    let s = shortcut + channel * work.shortcut.channelStride
    let y = output + channel * work.output.channelStride
    let (a, b) = scaleAndShift(work.residualNormalization, channel)
    let (c, d) = scaleAndShift(work.shortcutNormalization, channel)
    var residualSquares = Vector()
    var shortcutSquares = Vector()
    for pixel in 0..<work.pixels {
      let first = f[pixel] * a + b
      let second = s[pixel] * c + d
      residualSquares += first * first
      shortcutSquares += second * second
      y[pixel] = activation(first + second)
    }
    residualEnergy += (residualSquares * live).sum()
    shortcutEnergy += (shortcutSquares * live).sum()
  }
  work.energies[0] = residualEnergy
  work.energies[1] = shortcutEnergy
}
