extension RunEvent {
  /// The event as it would be if one network of a comparison had trained alone; `nil` where it is about
  /// another one.
  ///
  /// - Parameter index: of the network, into `RunStarted.networks`.
  public func alone(network index: Int) -> RunEvent? {
    if case .runStarted(var start) = self {
      guard start.networks.indices.contains(index) else { return nil }
      start.networks = [start.networks[index]]
      return .runStarted(start)
    }
    guard let network else { return self }
    guard network == index else { return nil }
    switch self {
    case .checkpoint(var written):
      // A comparison's paths begin with the network's folder.
      if written.network != nil, let slash = written.path.firstIndex(of: "/") {
        written.path = String(written.path[written.path.index(after: slash)...])
      }
      written.network = nil
      return .checkpoint(written)
    case .runEnded(var end):
      end.network = nil
      return .runEnded(end)
    default: return of(network: 0, in: "")
    }
  }
}
