import Networks

extension Architecture {
  /// Checks the options that describe the network and puts them together.
  init(_ options: RunOptions) throws(Failure) {
    let family: Family
    switch options.architecture {
    case .densenet: family = .densenet(try DenseNetStructure(options))
    case .resnet: family = .resnet(depth: try Self.residualDepth(options))
    case .plain: family = .plain(depth: try Self.residualDepth(options))
    case .densenet121: family = try Self.imagenet(121, options)
    case .densenet169: family = try Self.imagenet(169, options)
    case .densenet201: family = try Self.imagenet(201, options)
    case .densenet161: family = try Self.imagenet(161, options)
    }
    self.init(
      family, normalization: options.normalization, activation: options.activation,
      dropout: options.dropout)
  }

  private static func imagenet(_ depth: Int, _ options: RunOptions) throws(Failure) -> Family {
    try refuse(options.denseOptions + [("--depth", options.depth != nil)], options)
    guard let structure = DenseNetStructure(imagenetDepth: depth) else {
      throw .usage("--architecture densenet\(depth): expected 121, 169, 201 or 161")
    }
    return .densenet(structure)
  }

  private static func residualDepth(_ options: RunOptions) throws(Failure) -> Int {
    try refuse(options.denseOptions, options)
    let depth = options.depth ?? 20
    try check("--depth", depth, in: 1...9998)
    guard depth >= 8 && (depth - 2) % 6 == 0 else {
      let lower = max((depth - 2) / 6 * 6 + 2, 8)
      let nearest = depth < 8 ? "is 8" : "are \(lower) and \(lower + 6)"
      throw .usage("--depth \(depth): expected 6n + 2, the nearest \(nearest)")
    }
    return depth
  }

  /// Refuses options that the architecture has no use for.
  private static func refuse(
    _ given: [(name: String, isGiven: Bool)], _ options: RunOptions
  ) throws(Failure) {
    guard let option = given.first(where: \.isGiven) else { return }
    throw .usage(
      "\(option.name): --architecture \(options.architecture.rawValue) has a shape of its own, "
        + "expected it with --architecture densenet only")
  }
}

extension RunOptions {
  /// The options that shape a DenseNet, and whether they were given.
  fileprivate var denseOptions: [(name: String, isGiven: Bool)] {
    [
      ("--growth-rate", growthRate != nil), ("--blocks", blocks != nil),
      ("--bottleneck", bottleneck != nil), ("--compression", compression != nil),
      ("--initial-channels", initialChannels != nil), ("--stem", stem != nil),
    ]
  }
}

extension DenseNetStructure {
  fileprivate init(_ options: RunOptions) throws(Failure) {
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
    _ options: RunOptions, hasBottleneck: Bool
  ) throws(Failure) -> [Int] {
    if let blocks = options.blocks?.layers {
      guard options.depth == nil else {
        throw .usage("--depth and --blocks: expected one of the two")
      }
      guard 1...8 ~= blocks.count, blocks.allSatisfy({ 1...1000 ~= $0 }) else {
        throw .usage(
          "--blocks \(blocks.map(String.init).joined(separator: ",")): "
            + "expected 1…8 blocks of 1…1000 layers each")
      }
      return blocks
    }
    guard let depth = options.depth else { return [3, 3, 3] }
    try check("--depth", depth, in: 1...6004)
    switch Depth.layersPerBlock(depth: depth, hasBottleneck: hasBottleneck) {
    case .fits(let layers): return [layers, layers, layers]
    case .nearest(let depths):
      throw .usage(
        "--depth \(depth): expected \(hasBottleneck ? "6n + 4" : "3n + 4"), the nearest "
          + "\(depths.count == 1 ? "is" : "are") \(depths.map(String.init).joined(separator: " and "))"
      )
    }
  }
}
