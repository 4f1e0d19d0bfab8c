import Networks
import Training

extension Architecture {
  /// Checks the options that describe the network and puts them together.
  init(_ options: NetworkOptions) throws(Failure) {
    let choice = options.architecture ?? .densenet
    let family: Family
    switch choice {
    case .densenet: family = .densenet(try DenseNetStructure(options))
    case .resnet: family = .resnet(try ResidualStructure(options))
    case .plain: family = .plain(try ResidualStructure(options))
    case .densenet121, .densenet169, .densenet201, .densenet161:
      try options.refuse(ownShape + ["--depth", "--blocks", "--initial-channels"])
      guard let depth = choice.imagenetDepth,
        let structure = DenseNetStructure(imagenetDepth: depth)
      else { throw .usage("--architecture \(choice.rawValue): expected 121, 169, 201 or 161") }
      family = .densenet(structure)
    }
    self.init(
      family, normalization: options.normalization ?? .batch,
      activation: options.activation ?? .relu, dropout: options.dropout ?? 0)
  }
}

extension Architecture {
  /// The network that options describe, or where there are none, the one that a file says it holds.
  init(_ options: NetworkOptions, resuming checkpoint: Checkpoint?) throws(Failure) {
    // Dropout is no shape: it may differ from the file's.
    if options.given.allSatisfy({ $0 == "--dropout" }), let origin = checkpoint?.origin {
      self = origin.configuration.architecture
      dropout = options.dropout ?? dropout
    } else {
      try self.init(options)
    }
  }
}

/// Options that only a DenseNet of one's own has a use for.
private let ownShape = ["--growth-rate", "--bottleneck", "--compression", "--stem"]

extension NetworkOptions {
  /// Refuses options that the architecture has no use for.
  fileprivate func refuse(_ names: [String]) throws(Failure) {
    guard let name = given.first(where: names.contains) else { return }
    throw .usage(
      "\(name): --architecture \(architecture?.rawValue ?? "") has a shape of its own, "
        + "expected it with --architecture densenet only")
  }

  /// The numbers of `--blocks`, checked.
  fileprivate func blockSizes() throws(Failure) -> [Int]? {
    guard let blocks = blocks?.layers else { return nil }
    guard depth == nil else { throw .usage("--depth and --blocks: expected one of the two") }
    guard 1...8 ~= blocks.count, blocks.allSatisfy({ 1...1000 ~= $0 }) else {
      throw .usage(
        "--blocks \(blocks.map(String.init).joined(separator: ",")): "
          + "expected 1…8 blocks of 1…1000 layers each")
    }
    return blocks
  }
}

extension DenseNetStructure {
  fileprivate init(_ options: NetworkOptions) throws(Failure) {
    let growthRate = options.growthRate ?? 8
    let compression = options.compression ?? 0.5
    let hasBottleneck = options.bottleneck ?? true
    guard compression > 0 && compression <= 1 else {
      throw .usage("--compression \(compression): expected a number over 0, at most 1")
    }
    try check("--initial-channels", options.initialChannels ?? 1, in: 1...4096)
    let isBC = hasBottleneck && compression < 1
    self.init(
      blocks: try Self.blocks(options, hasBottleneck: hasBottleneck), growthRate: growthRate,
      hasBottleneck: hasBottleneck, compression: compression,
      initialChannels: options.initialChannels ?? (isBC ? 2 * growthRate : 16),
      stem: options.stem ?? .small)
  }

  private static func blocks(
    _ options: NetworkOptions, hasBottleneck: Bool
  ) throws(Failure) -> [Int] {
    if let blocks = try options.blockSizes() { return blocks }
    guard let depth = options.depth else { return [3, 3, 3] }
    try check("--depth", depth, in: 1...6004)
    let layers = try Depth.blockSize(
      depth: depth, period: hasBottleneck ? 6 : 3, rest: 4,
      formula: hasBottleneck ? "6n + 4" : "3n + 4")
    return [layers, layers, layers]
  }
}

extension ResidualStructure {
  fileprivate init(_ options: NetworkOptions) throws(Failure) {
    try options.refuse(ownShape)
    try check("--initial-channels", options.initialChannels ?? 1, in: 1...4096)
    let initialChannels = options.initialChannels ?? 16
    if let blocks = try options.blockSizes() {
      self.init(blocks: blocks, initialChannels: initialChannels)
      return
    }
    let depth = options.depth ?? 20
    try check("--depth", depth, in: 1...6002)
    let size = try Depth.blockSize(depth: depth, period: 6, rest: 2, formula: "6n + 2")
    self.init(blocks: [size, size, size], initialChannels: initialChannels)
  }
}
