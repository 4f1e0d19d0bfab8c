import Networks
import Testing

/// How wide a network must be to have as much of something as another.
struct MatchTests {
  private static let digits = ImageShape(channels: 1, height: 8, width: 8)

  /// DenseNet-BC (22, 8), with which others are compared unless one says otherwise.
  private static let first = configuration(
    .denseNet(blocks: [3, 3, 3], growthRate: 8, initialChannels: 16))

  private static func configuration(
    _ architecture: Architecture, input: ImageShape = digits
  ) -> NetworkConfiguration {
    NetworkConfiguration(architecture, input: input, classes: 10)
  }

  private static let others: [String: Architecture] = [
    "ResNet-20": Architecture(.resnet(ResidualStructure(blocks: [3, 3, 3]))),
    "plain-20": Architecture(.plain(ResidualStructure(blocks: [3, 3, 3]))),
    "plain-8 without norms": Architecture(
      .plain(ResidualStructure(blocks: [1, 1, 1])), normalization: .none),
    "DenseNet-BC (22)": .denseNet(blocks: [3, 3, 3], growthRate: 4, initialChannels: 8),
    "DenseNet-BC (40)": .denseNet(blocks: [6, 6, 6], growthRate: 12, initialChannels: 24),
    "DenseNet (13)": .denseNet(
      blocks: [3, 3, 3], growthRate: 12, hasBottleneck: false, compression: 1, initialChannels: 16),
    "DenseNet-C": .denseNet(
      blocks: [2, 2], growthRate: 5, hasBottleneck: false, compression: 0.3, initialChannels: 7),
  ]

  private func expectNearest(
    _ network: NetworkConfiguration, to other: NetworkConfiguration, _ match: Match,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    func distance(_ configuration: NetworkConfiguration) -> Double {
      abs(configuration.amount(match) - other.amount(match))
    }
    let widened = network.widened(to: other, by: match)
    func ofWidth(_ width: Int) -> NetworkConfiguration {
      var tried = network
      tried.architecture.width = width
      return tried
    }
    let nearest = (1...64).map { distance(ofWidth($0)) }.min() ?? 0
    let width = widened.architecture.width
    #expect(
      width > 64 ? distance(widened) < nearest : distance(widened) == nearest,
      sourceLocation: sourceLocation)
    // The width is all that changes.
    #expect(widened == ofWidth(width), sourceLocation: sourceLocation)
    #expect(widened.objection == nil, sourceLocation: sourceLocation)
  }

  @Test(arguments: others.keys.sorted(), [Match.parameters, .operations])
  func theNearestWidthIsFound(name: String, match: Match) throws {
    let other = Self.configuration(try #require(Self.others[name]))
    expectNearest(other, to: Self.first, match)
    for target in Self.others.values { expectNearest(other, to: Self.configuration(target), match) }
    let colours = ImageShape(channels: 3, height: 32, width: 32)
    expectNearest(
      Self.configuration(other.architecture, input: colours),
      to: Self.configuration(Self.first.architecture, input: colours), match)
  }

  /// Whoever is compared with itself stays as it is.
  @Test(arguments: others.keys.sorted(), [Match.parameters, .operations])
  func theSameWidthIsFoundAgain(name: String, match: Match) throws {
    let other = Self.configuration(try #require(Self.others[name]))
    #expect(other.widened(to: other, by: match) == other)
    // From whatever width it begins, where the stem follows it.
    if name == "ResNet-20" {
      var wide = other
      wide.architecture.width = 50
      #expect(wide.widened(to: other, by: match) == other)
    }
  }

  @Test func amountsAreThoseOfTheSummary() {
    let first = Self.first
    #expect(first.amount(.depth) == 22)
    #expect(first.amount(.parameters) == Double(first.parameterCount))
    #expect(
      first.amount(.operations) == Double(first.summary.reduce(0) { $0 + $1.multiplyAdds }))
  }

  @Test func aDepthIsNoMatterOfWidth() {
    let plain = Self.configuration(Architecture(.plain(ResidualStructure(blocks: [1, 1, 1]))))
    #expect(plain.widened(to: Self.first, by: .depth) == plain)
  }

  /// The stem is twice as wide where it was, and stays as it is where it was not.
  @Test func theStemOfADenseNetFollows() throws {
    var narrow = Architecture.denseNet(growthRate: 4, initialChannels: 8)
    narrow.width = 10
    #expect(narrow.denseNet?.initialChannels == 20 && narrow.denseNet?.growthRates == [10, 10])
    var own = Architecture.denseNet(growthRate: 4, initialChannels: 16)
    own.width = 10
    #expect(own.denseNet?.initialChannels == 16 && own.width == 10)
  }

  /// What no width reaches ends at the narrowest or the widest.
  @Test func extremes() {
    let small = Self.configuration(.denseNet(blocks: [1], growthRate: 1, initialChannels: 2))
    let large = Self.configuration(
      .denseNet(blocks: [30, 30, 30], growthRate: 256, initialChannels: 512))
    for match in [Match.parameters, .operations] {
      let resnet = Self.configuration(Architecture(.resnet(ResidualStructure(blocks: [1, 1, 1]))))
      #expect(resnet.widened(to: small, by: match).architecture.width == 1)
      #expect(resnet.widened(to: large, by: match).architecture.width <= 256)
      #expect(small.widened(to: large, by: match).architecture.width == 256)
    }
  }
}
