import KernelArguments

/// A function that is applied to every value of maps.
public typealias Activation = KernelArguments.Activation

/// What stands before each activation.
public enum Normalization: String, Sendable, Codable, CaseIterable {
  /// Batch normalisation; convolutions then have no bias.
  case batch
  /// Nothing; convolutions then have a bias.
  case none
}

/// A network's layers and how they are connected, apart from what goes in and comes out.
public struct Architecture: Sendable, Equatable {
  /// How layers are connected.
  public enum Family: Sendable, Equatable {
    /// Each layer of a block reads all earlier ones (Huang et al. 2017).
    case densenet(DenseNetStructure)
    /// Shortcuts around every two convolutions, with projections where the shape changes (He et al.
    /// 2015).
    case resnet(ResidualStructure)
    /// The same without shortcuts.
    case plain(ResidualStructure)
  }

  /// How layers are connected.
  public var family: Family
  /// What stands before each activation.
  public var normalization: Normalization
  /// What follows each norm.
  public var activation: Activation
  /// Share of a convolution's outputs that training sets to zero, in [0, 1); the stem's,
  /// projections' and the classifier's are left alone. A transition pools before it convolves, so
  /// its mask lies on pooled maps.
  public var dropout: Double

  /// Describes an architecture.
  public init(
    _ family: Family, normalization: Normalization = .batch, activation: Activation = .relu,
    dropout: Double = 0
  ) {
    self.family = family
    self.normalization = normalization
    self.activation = activation
    self.dropout = dropout
  }

  /// The name in papers, for example `DenseNet-BC (22, k=8)`, `DenseNet-121` or `ResNet-20`.
  public var name: String {
    switch family {
    case .densenet(let structure): structure.name
    case .resnet(let structure): "ResNet-\(structure.depth)\(structure.nameSuffix)"
    case .plain(let structure): "plain-\(structure.depth)\(structure.nameSuffix)"
    }
  }

  /// Convolutions and the classifier, projections aside, as papers count.
  public var depth: Int {
    switch family {
    case .densenet(let structure): structure.depth
    case .resnet(let structure), .plain(let structure): structure.depth
    }
  }

  /// `densenet`, `resnet` or `plain`.
  public var familyName: String {
    switch family {
    case .densenet: "densenet"
    case .resnet: "resnet"
    case .plain: "plain"
    }
  }

  /// The structure of a DenseNet; `nil` of any other network, where setting it does nothing.
  public var denseNet: DenseNetStructure? {
    get {
      switch family {
      case .densenet(let structure): structure
      case .resnet, .plain: nil
      }
    }
    set {
      if denseNet != nil, let newValue { family = .densenet(newValue) }
    }
  }

  /// What forbids this architecture on whatever images, in one line.
  var objection: String? {
    guard dropout >= 0 && dropout < 1 else {
      return "dropout \(dropout): expected 0 or more and less than 1"
    }
    switch family {
    case .densenet(let structure): return structure.objection
    case .resnet(let structure), .plain(let structure): return structure.objection
    }
  }
}

/// As a run's settings and reference files keep it: one flat object with `family`.
extension Architecture: Codable {
  private enum CodingKeys: String, CodingKey {
    case family, normalization, activation, dropout
  }

  /// Reads an architecture; norm, activation and dropout have defaults.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let name = try values.decode(String.self, forKey: .family)
    switch name {
    case "densenet": family = .densenet(try DenseNetStructure(from: decoder))
    case "resnet": family = .resnet(try ResidualStructure(from: decoder))
    case "plain": family = .plain(try ResidualStructure(from: decoder))
    default:
      throw DecodingError.dataCorruptedError(
        forKey: .family, in: values,
        debugDescription: "family \"\(name)\": expected densenet, resnet or plain")
    }
    normalization =
      try values.decodeIfPresent(Normalization.self, forKey: .normalization) ?? .batch
    activation = try values.decodeIfPresent(Activation.self, forKey: .activation) ?? .relu
    dropout = try values.decodeIfPresent(Double.self, forKey: .dropout) ?? 0
  }

  /// Writes an architecture.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(familyName, forKey: .family)
    switch family {
    case .densenet(let structure): try structure.encode(to: encoder)
    case .resnet(let structure), .plain(let structure): try structure.encode(to: encoder)
    }
    try values.encode(normalization, forKey: .normalization)
    try values.encode(activation, forKey: .activation)
    try values.encode(dropout, forKey: .dropout)
  }
}
