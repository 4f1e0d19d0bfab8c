extension Network {
  /// The gradient of the filter of a map in use has at least this part of its layer's mean.
  private static var leastGradientPart: Double { 0.01 }
  /// A consumer of a map in use has at least this part of its mean |γ·w| for it.
  private static var leastReadingPart: Double { 0.1 }

  /// How many of some maps of a DenseNet's layers are in use, after a `backward`: a map that learns
  /// and is read.
  ///
  /// - The gradient of the filter that makes it has a norm over 0 and of at least 1 % of the mean over
  ///   the filters of its layer. A map that is born dead has none.
  /// - Some consumer's mean |γ·w| over it is at least 10 % of that consumer's average, which is
  ///   `BlockReuse.mapUse` ≥ 0.1. Right after its birth every consumer has 0 for it.
  ///
  /// - Parameter maps: outputs of the convolution that makes the maps of a dense layer, by its name.
  public func mapsInUse(among maps: [String: Range<Int>]) -> Int {
    let uses = reuse().map(\.mapUse)
    return layers.reduce(0) { count, layer in
      let shape = layer.shape
      guard let maps = maps[shape.name], let block = shape.block, uses.indices.contains(block - 1)
      else { return count }
      let norms = filterGradientNorms(of: layer.filters)
      let mean = norms.reduce(0, +) / Double(max(norms.count, 1))
      return count
        + maps.count { map in
          guard norms.indices.contains(map) else { return false }
          let learns = norms[map] > 0 && norms[map] >= Self.leastGradientPart * mean
          return learns && uses[block - 1][shape.first + map] >= Self.leastReadingPart
        }
    }
  }

  /// ‖∂loss/∂weights‖₂ of each filter.
  private func filterGradientNorms(of filters: Parameter) -> [Double] {
    let length = filters.shape.dropFirst().reduce(1, *)
    return (0..<filters.shape[0]).map { filter in
      (filter * length..<(filter + 1) * length).reduce(0) { sum, index in
        let value = Double(filters.gradient[index])
        return sum + value * value
      }.squareRoot()
    }
  }
}

extension NetworkConfiguration {
  /// The maps that dense layers of a DenseNet make and did not make in another one: outputs of the
  /// convolutions that make them, by name. New maps stand behind a layer's old ones.
  public func denseMaps(newSince old: NetworkConfiguration) -> [String: Range<Int>] {
    let (old, new) = (old.denseMaps, denseMaps)
    return new.reduce(into: [:]) { maps, layer in
      let before = old[layer.key] ?? 0
      if layer.value > before { maps[layer.key] = before..<layer.value }
    }
  }

  /// Maps that each dense layer makes, by the name of the convolution that makes them.
  public var denseMaps: [String: Int] {
    guard architecture.denseNet != nil else { return [:] }
    let makers = plan.layers.filter { layer in
      layer.block.map { layer.target == .block($0 - 1) } ?? false
    }
    return Dictionary(makers.map { ($0.name, $0.outputs) }) { first, _ in first }
  }
}
