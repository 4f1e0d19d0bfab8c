/// What networks have in common that are compared.
public enum Match: String, Sendable, CaseIterable {
  /// Convolutions and the classifier, as papers count them.
  case depth
  /// Trained values, as nearly as the width allows.
  case parameters
  /// Multiplications with an addition in the forward pass of one image.
  case operations
}

extension Architecture {
  /// Feature maps that say how wide the network is: a DenseNet's growth rate, which its stem follows where
  /// that is the paper's 2k; else the maps of the first stage.
  public var width: Int {
    get {
      switch family {
      case .densenet(let structure): structure.growthRates.first ?? 1
      case .resnet(let structure), .plain(let structure): structure.initialChannels
      }
    }
    set {
      switch family {
      case .densenet(var structure):
        if structure.initialChannels == 2 * width { structure.initialChannels = 2 * newValue }
        structure.growthRates = structure.growthRates.map { _ in newValue }
        family = .densenet(structure)
      case .resnet(var structure):
        structure.initialChannels = newValue
        family = .resnet(structure)
      case .plain(var structure):
        structure.initialChannels = newValue
        family = .plain(structure)
      }
    }
  }
}

extension NetworkConfiguration {
  /// What a match compares; `Double`, for wide networks are beyond an `Int`.
  public func amount(_ match: Match) -> Double {
    switch match {
    case .depth: Double(architecture.depth)
    case .parameters: summary.reduce(0) { $0 + Double($1.parameters) }
    case .operations: summary.reduce(0) { $0 + Double($1.multiplyAdds) }
    }
  }

  /// The same network as wide as it must be to come nearest to another.
  ///
  /// - Parameter match: parameters or operations; a depth does not follow from the width.
  public func widened(to other: NetworkConfiguration, by match: Match) -> NetworkConfiguration {
    guard match != .depth else { return self }
    let wanted = other.amount(match)
    func amount(_ width: Int) -> Double { self.width(width).amount(match) }
    // Both grow with the width: the narrowest that reaches what is wanted, or the one before it.
    var (low, high) = (1, 256)
    while low < high {
      let middle = (low + high) / 2
      if amount(middle) < wanted { low = middle + 1 } else { high = middle }
    }
    let isNearer = low > 1 && wanted - amount(low - 1) < abs(amount(low) - wanted)
    return width(isNearer ? low - 1 : low)
  }

  private func width(_ width: Int) -> NetworkConfiguration {
    var configuration = self
    configuration.architecture.width = width
    return configuration
  }
}
