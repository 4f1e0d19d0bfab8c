import KernelArguments

/// Trained values with their gradient and momentum.
final class Parameter {
  /// torchvision's name.
  let name: String
  let shape: [Int]
  let values: FloatBuffer
  let gradient: FloatBuffer
  let momentum: FloatBuffer
  /// Changes with the values.
  private(set) var version = 0
  /// ‖last update‖₂ / ‖values before it‖₂.
  private(set) var updateRatio = 0.0
  /// ‖values‖₂ and the version that it was taken of.
  private var measured: (norm: Double, version: Int)?

  init(_ name: String, state: NetworkState) {
    self.name = name
    let tensor = state.parameters[name] ?? Tensor(shape: [0], values: [])
    shape = tensor.shape
    values = FloatBuffer(tensor.values)
    gradient = FloatBuffer(count: values.count)
    momentum =
      state.momenta[name].map { FloatBuffer($0.values) } ?? FloatBuffer(count: values.count)
  }

  var count: Int { values.count }

  func update(_ optimizer: SGD, _ kernels: KernelTable) {
    let norm = norm(kernels)
    version += 1
    let squares = kernels.updateParameter(
      ParameterUpdate(
        values: values.start, gradient: gradient.start, momentum: momentum.start,
        count: values.paddedCount, learningRate: Float(optimizer.learningRate),
        momentumFactor: Float(optimizer.momentum), isNesterov: optimizer.isNesterov,
        weightDecay: Float(optimizer.weightDecay)))
    let update =
      Self.isExact(squares) ? Double(squares).squareRoot() : normOfLastUpdate(optimizer)
    updateRatio = norm > 0 ? update / norm : 0
  }

  /// torchvision's name of the module that it belongs to.
  var module: String { String(name[..<(name.lastIndex(of: ".") ?? name.endIndex)]) }

  /// A step that leaves the values as they are.
  func stay() { updateRatio = 0 }

  func gradientNorm(_ kernels: KernelTable) -> Double { norm(of: gradient, kernels) }

  /// ‖values‖₂, taken once of each version.
  func norm(_ kernels: KernelTable) -> Double {
    if let measured, measured.version == version { return measured.norm }
    let norm = norm(of: values, kernels)
    measured = (norm, version)
    return norm
  }

  /// ‖buffer‖₂. Gradients that vanish, 1e-24 in a deep plain network, have squares that `Float` does
  /// not hold; the rare sum outside of its range is taken again in double precision.
  private func norm(of buffer: FloatBuffer, _ kernels: KernelTable) -> Double {
    let squares = kernels.sumOfSquares(buffer.start, buffer.paddedCount)
    if Self.isExact(squares) { return Double(squares).squareRoot() }
    return buffer.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }

  /// Whether a sum of squares lost nothing to the limits of `Float`.
  private static func isExact(_ squares: Float) -> Bool { squares > 1e-25 && squares < 1e38 }

  /// ‖last update‖₂ in double precision, from what it left behind. It was so small, or so large,
  /// that the values before and after it make no difference to the weight decay, or are not finite.
  private func normOfLastUpdate(_ optimizer: SGD) -> Double {
    var squares = 0.0
    for index in 0..<count {
      let velocity = Double(momentum[index])
      let direction = Double(gradient[index]) + optimizer.weightDecay * Double(values[index])
      let update =
        optimizer.learningRate
        * (optimizer.isNesterov ? direction + optimizer.momentum * velocity : velocity)
      squares += update * update
    }
    return squares.squareRoot()
  }
}
