import Channel
import Networks
import Samples
import Training

/// The networks that options ask to compare.
enum Contestants {
  /// The kinds that are compared unless others are asked for.
  private static let kinds: [ArchitectureChoice] = [.densenet, .resnet, .plain]

  /// Checks every option and makes each network's settings.
  ///
  /// - Parameters:
  ///   - options: what all networks share, where they don't say otherwise.
  ///   - depth: in place of the options' one.
  static func of(
    _ options: RunOptions, _ comparison: ComparisonOptions, depth: Int? = nil
  ) throws(Failure) -> [Contestant] {
    for (name, value) in [("--resume", options.resume), ("--weights", options.weights)]
    where value != nil {
      throw .usage("\(name): networks that are compared begin anew; expected no such option")
    }
    if options.network.architecture != nil {
      throw .usage("--architecture: expected --network for each network that is compared")
    }
    if let depth = options.network.depth, !(Depths.range ~= depth) {
      throw .usage(
        "--depth \(depth): expected \(Depths.range.lowerBound)…\(Depths.range.upperBound)")
    }
    let texts = comparison.networks.isEmpty ? kinds.map(\.rawValue) : comparison.networks
    guard Comparison.counts ~= texts.count else {
      throw .usage(
        "\(texts.count) times --network: expected at most \(Comparison.counts.upperBound)")
    }
    var specifications: [NetworkSpecification] = []
    for text in texts { specifications.append(try NetworkSpecification(text)) }
    return try make(specifications, options, match: comparison.match, depth: depth)
  }

  /// - Parameter match: what networks that don't say it themselves have in common with the first.
  static func make(
    _ specifications: [NetworkSpecification], _ options: RunOptions, match: Match,
    depth: Int? = nil
  ) throws(Failure) -> [Contestant] {
    var contestants: [Contestant] = []
    for specification in specifications {
      let kind = specification.kind.rawValue
      let taken = Set(contestants.map(\.name))
      let names = [kind] + (2...9).map { "\(kind)-\($0)" }
      let name = specification.name ?? names.first { !taken.contains($0) } ?? kind
      if let objection = Contestant.objection(to: name, besides: taken) {
        throw .usage(harmless(objection))
      }
      if name == PictureFolder.name {
        throw .usage("network '\(name)': expected another name, for saved pictures have that one")
      }
      var settings: RunSettings
      do {
        settings = try RunSettings(
          specification.options(completedBy: options, depth: depth), weights: nil)
      } catch {
        throw Failure("network '\(name)': \(error.message)", code: error.code)
      }
      settings.label = name
      contestants.append(Contestant(name: name, settings: settings))
    }
    if match != .depth { try widen(&contestants, specifications, match) }
    return contestants
  }

  /// Makes networks as wide as it takes to have as much of something as the first, unless they say
  /// themselves how wide they are.
  private static func widen(
    _ contestants: inout [Contestant], _ specifications: [NetworkSpecification], _ match: Match
  ) throws(Failure) {
    guard let settings = contestants.first?.settings else { return }
    let dataset: Dataset
    do {
      dataset = try Dataset(settings)
    } catch {
      throw Failure(error)
    }
    let first = NetworkConfiguration(settings.network, dataset: dataset)
    if let objection = first.objection { throw .usage(objection) }
    for index in contestants.indices.dropFirst() where !specifications[index].saysWidth {
      let own = NetworkConfiguration(contestants[index].settings.network, dataset: dataset)
      if let objection = own.objection {
        throw .usage("network '\(contestants[index].name)': \(objection)")
      }
      contestants[index].settings.network = own.widened(to: first, by: match).architecture
    }
  }
}

extension NetworkSpecification {
  /// Whether the network's own options say how wide it is, or its kind does.
  fileprivate var saysWidth: Bool {
    let network = options.network
    return network.growthRate != nil || network.initialChannels != nil
      || kind.imagenetDepth != nil
  }

  /// The run's options with the network's own in their place; those of the run that this kind of network
  /// has no use for are left out, and its depth is the nearest that this kind has.
  fileprivate func options(completedBy run: RunOptions, depth: Int?) -> RunOptions {
    var all = run
    let own = options.training
    all.training.initialization = own.initialization ?? run.training.initialization
    all.training.learningRate = own.learningRate ?? run.training.learningRate
    all.training.momentum = own.momentum ?? run.training.momentum
    all.training.nesterov = own.nesterov ?? run.training.nesterov
    all.training.weightDecay = own.weightDecay ?? run.training.weightDecay
    all.network = options.network.completed(by: run.network, for: kind, depth: depth)
    all.schedule = options.schedule ?? run.schedule
    all.removeMapsBy = options.removeMapsBy ?? run.removeMapsBy
    all.at =
      run.at.filter { kind.isDense || !$0.command.concernsDenseBlocks } + options.at
    return all
  }
}

extension ArchitectureChoice {
  /// Whether it has dense blocks.
  fileprivate var isDense: Bool { self == .densenet || imagenetDepth != nil }
}

extension NetworkOptions {
  /// These options, and a run's where these say nothing.
  fileprivate func completed(
    by run: NetworkOptions, for kind: ArchitectureChoice, depth: Int?
  ) -> NetworkOptions {
    var all = self
    all.normalization = normalization ?? run.normalization
    all.activation = activation ?? run.activation
    all.dropout = dropout ?? run.dropout
    guard kind.imagenetDepth == nil else { return all }
    if kind == .densenet {
      all.growthRate = growthRate ?? run.growthRate
      all.bottleneck = bottleneck ?? run.bottleneck
      all.compression = compression ?? run.compression
      all.stem = stem ?? run.stem
    }
    all.initialChannels = initialChannels ?? run.initialChannels
    if self.depth != nil || blocks != nil { return all }
    if run.blocks != nil && depth == nil {
      all.blocks = run.blocks
      return all
    }
    let (period, rest) = kind == .densenet ? (all.bottleneck ?? true ? 6 : 3, 4) : (6, 2)
    all.depth = Depth.nearest(depth ?? run.depth ?? 22, period: period, rest: rest)
    return all
  }
}
