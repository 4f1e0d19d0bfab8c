import KernelArguments

/// Updates a parameter as PyTorch's SGD does (dampening 0); returns ‖update‖².
///
///     d = gradient + weightDecay · value
///     momentum = momentumFactor · momentum + d
///     value −= learningRate · (Nesterov ? d + momentumFactor · momentum : momentum)
@inline(never)
public func updateParameter(_ work: ParameterUpdate) -> Float {
  let values = UnsafeMutableRawPointer(work.values).assumingMemoryBound(to: Vector.self)
  let gradient = UnsafeRawPointer(work.gradient).assumingMemoryBound(to: Vector.self)
  let momentum = UnsafeMutableRawPointer(work.momentum).assumingMemoryBound(to: Vector.self)
  var squares = Vector()
  for index in 0..<work.count / Vector.scalarCount {
    let d = gradient[index] + values[index] * work.weightDecay
    let m = momentum[index] * work.momentumFactor + d
    momentum[index] = m
    let update = (work.isNesterov ? d + m * work.momentumFactor : m) * work.learningRate
    values[index] -= update
    squares += update * update
  }
  return squares.sum()
}

/// Lays images `[image][channel][pixel]` into lanes, `[channel][pixel][lane]`; lanes beyond
/// `images` become zero. `values` counts the floats of one image.
@inline(never)
public func interleave(
  _ source: UnsafePointer<Float>, images: Int, values: Int, to target: UnsafeMutablePointer<Float>
) {
  let lanes = Vector.scalarCount
  for value in 0..<values {
    for lane in 0..<lanes {
      target[value * lanes + lane] = lane < images ? source[lane * values + value] : 0
    }
  }
}
