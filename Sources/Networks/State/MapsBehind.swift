extension NetworkConfiguration {
  /// The channels that norms read whose values are others once connections of a DenseNet are cut: the
  /// outputs of those who read them, and of everything behind.
  public func maps(behind connections: Set<DenseConnection>) -> FreshMaps {
    var behind = FreshMaps()
    guard let structure = architecture.denseNet else { return behind }
    let readers = structure.channels(of: connections)
    var changed: [NetworkPlan.Place: Set<Int>] = [:]
    for operation in plan.operations {
      var readsChanged = false
      for reading in operation.readings {
        let channels = (0..<reading.channels).filter {
          changed[reading.place]?.contains($0) ?? false
        }
        guard !channels.isEmpty else { continue }
        readsChanged = true
        if let norm = reading.norm { behind.channels[norm] = channels }
      }
      // Pooling stands before all connections.
      guard case .convolution(let layer) = operation else { continue }
      if readsChanged || readers[layer.name] != nil {
        changed[layer.target, default: []].formUnion(layer.first..<layer.first + layer.outputs)
      }
    }
    return behind
  }
}
