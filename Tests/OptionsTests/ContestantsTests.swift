import ArgumentParser
import Channel
import Networks
import Testing
import Training

@testable import densenet_explorer

/// What `--network` and the options beside it make of networks that are compared.
struct ContestantsTests {
  private static let none = "--dataset digits"
  private static let some =
    "--dataset digits --depth 9 --growth-rate 5 --compression 0.7 --learning-rate 0.05 "
    + "--weight-decay 0.01 --activation tanh --schedule cosine --at 3:growth_rate=9 "
    + "--at 4:learning_rate=0.5"
  private static let comparison = Result { try ComparisonOptions.parse([]) }

  /// The networks that a comparison would train.
  private func contestants(
    _ networks: [String], _ options: RunOptions? = nil, match: Match = .depth, depth: Int? = nil
  ) throws -> [Contestant] {
    try Contestants.make(
      networks.map(Parsed.network), options ?? Parsed.run(Self.none), match: match, depth: depth)
  }

  private func names(_ contestants: [Contestant]) -> [String] {
    contestants.map(\.settings.network.name)
  }

  @Test func withoutAWordThereAreThree() throws {
    let contestants = try Contestants.of(Parsed.run(Self.none), Self.comparison.get())
    #expect(contestants.map(\.name) == ["densenet", "resnet", "plain"])
    #expect(names(contestants) == ["DenseNet-BC (22, k=8)", "ResNet-20", "plain-20"])
    #expect(contestants.map(\.settings.label) == contestants.map(\.name))
    let first = contestants[0].settings
    for other in contestants.map(\.settings) {
      #expect(other.dataset == "digits" && other.seed == first.seed)
      #expect(other.optimizer == first.optimizer && other.duration == first.duration)
    }
  }

  @Test(arguments: ["deep=plain depth=8", "deep = plain depth=8", "deep= plain\tdepth=8"])
  func aNameIsWrittenInSeveralWays(text: String) throws {
    let network = try Parsed.network(text)
    #expect(network.name == "deep" && network.kind == .plain)
    #expect(network.options.network.depth == 8)
  }

  @Test func networksOfOneKindAreTold() throws {
    let contestants = try contestants(["plain", "resnet", "plain", "x = plain", "plain"])
    #expect(contestants.map(\.name) == ["plain", "resnet", "plain-2", "x", "plain-3"])
  }

  @Test func optionsOfTheirOwnComeBeforeTheRuns() throws {
    let contestants = try contestants(
      [
        "densenet k=7 bottleneck=no learning_rate=0.3 weight-decay=0 schedule=step at=2:undo",
        "resnet depth=14 normalization=none initialization=uniform momentum=0.5 nesterov=no",
        "plain initial_channels=3 activation=sigmoid dropout=0.25",
      ], Parsed.run(Self.some))
    let settings = contestants.map(\.settings)
    // Depths are the nearest that fit, where a network has none of its own: 9 of 3n + 4 and of 6n + 2.
    #expect(
      names(contestants) == [
        "DenseNet-C (10, k=7)", "ResNet-14", "plain-8 (1,1,1, 3 wide)",
      ])
    #expect(settings.map(\.optimizer.learningRate) == [0.3, 0.05, 0.05])
    #expect(settings.map(\.optimizer.weightDecay) == [0, 0.01, 0.01])
    #expect(settings.map(\.optimizer.momentum) == [0.9, 0.5, 0.9])
    #expect(settings.map(\.optimizer.isNesterov) == [true, false, true])
    #expect(settings.map(\.schedule) == [.step, .cosine, .cosine])
    #expect(settings.map(\.network.activation) == [.tanh, .tanh, .sigmoid])
    #expect(settings.map(\.network.normalization) == [.batch, .none, .batch])
    #expect(settings.map(\.initialization) == [.he, .uniform, .he])
    #expect(settings.map(\.network.dropout) == [0, 0, 0.25])
    #expect(settings[0].network.denseNet?.compression == 0.7)
    // A network without dense blocks is told nothing about them.
    let commands = settings.map { $0.interventions.compactMap(\.command.text) }
    #expect(commands[0] == ["growth_rate=9", "learning_rate=0.5", "undo"])
    #expect(commands[1] == ["learning_rate=0.5"] && commands[2] == commands[1])
  }

  @Test(arguments: [
    (1, ["DenseNet-BC (10, k=8)", "ResNet-8", "plain-8"]),
    (13, ["DenseNet-BC (10, k=8)", "ResNet-14", "plain-14"]),
    (14, ["DenseNet-BC (16, k=8)", "ResNet-14", "plain-14"]),
    (56, ["DenseNet-BC (58, k=8)", "ResNet-56", "plain-56"]),
    (110, ["DenseNet-BC (112, k=8)", "ResNet-110", "plain-110"]),
  ])
  func depthsAreTheNearest(depth: Int, expected: [String]) throws {
    #expect(names(try contestants(["densenet", "resnet", "plain"], depth: depth)) == expected)
    // A network that has a depth of its own keeps it.
    let own = try contestants(["plain depth=8", "resnet blocks=2,1"], depth: depth)
    #expect(own.map(\.settings.network.depth) == [8, 8])
  }

  @Test(arguments: [Match.parameters, .operations])
  func networksAreMadeAsWideAsTheFirst(match: Match) throws {
    let contestants = try contestants(
      ["densenet", "resnet", "plain", "own = plain initial-channels=9", "k = densenet k=5"],
      match: match)
    let widths = contestants.map(\.settings.network.width)
    #expect(widths[0] == 8 && widths[3] == 9 && widths[4] == 5)
    #expect(widths[1] < 16 && widths[2] < 16 && widths[1] <= widths[2])
    #expect(contestants.map(\.settings.network.depth) == [22, 20, 20, 20, 22])
  }

  @Test func networksOfImageNetHaveOneWidth() throws {
    let networks = try contestants(["plain", "densenet121"], match: .parameters)
    #expect(networks[1].settings.network.name == "DenseNet-121")
  }

  // MARK: What is wrong

  private static let refusals: [(String, String)] = [
    ("vgg", "network 'vgg': expected a kind first, one of densenet, resnet,"),
    ("", "network '': expected a kind first"),
    ("deep =", "network 'deep =': expected a kind first"),
    ("a b=plain", "network 'a b=plain': expected a kind first"),
    (
      "plain depth",
      "network 'plain depth': 'depth': expected option=value, the option one of initialization,"
    ),
    ("plain seed=2", "'seed=2': expected option=value, the option one of"),
    ("plain steps=2", "'steps=2': expected option=value, the option one of"),
    ("plain batch-size=2", "'batch-size=2': expected option=value, the option one of"),
    (
      "densenet bottleneck=maybe",
      "network 'densenet bottleneck=maybe': bottleneck 'maybe': expected yes or no"
    ),
    ("plain nesterov=1", "nesterov '1': expected yes or no"),
    ("plain depth=many", "network 'plain depth=many': "),
    ("plain activation=sine", "network 'plain activation=sine': "),
    ("plain depth=9", "network 'plain-2': --depth 9: expected 6n + 2, the nearest are 8 and 14"),
    ("plain depth=8 blocks=1", "network 'plain-2': --depth and --blocks: expected one of the two"),
    ("resnet k=3", "network 'resnet': --growth-rate: --architecture resnet has a shape of its own"),
    ("densenet121 k=3", "network 'densenet121': --growth-rate: --architecture densenet121 has"),
    ("plain learning-rate=-1", "network 'plain-2': --learning-rate -1: expected a number over 0"),
    ("plain at=2:momentum=2", "network 'plain-2': --at 2: momentum 2: expected a number from 0"),
    ("a/b = plain", "network 'a/b': expected a name of its own of 1…40 letters, digits, - or _"),
    (" = plain", "network '': expected a name of its own"),
    ("pictures = plain", "network 'pictures': expected another name, for saved pictures have that"),
    (
      String(repeating: "x", count: 1000) + "= plain",
      "network '" + String(repeating: "x", count: 80) + "': expected a name of its own"
    ),
    ("a\u{1B}[2Jb = plain", "expected a name of its own"),
    ("plain = plain", "network 'plain': expected a name of its own"),
  ]

  @Test(arguments: refusals)
  func aNetworkThatIsNone(network: String, line: String) throws {
    let failure = try #require(throws: Failure.self) { try contestants(["plain", network]) }
    #expect(failure.code == .usage)
    #expect(failure.message.hasPrefix(line) || failure.message.contains(line), "\(failure.message)")
    #expect(!failure.message.contains { $0.isNewline || $0 == "\u{1B}" })
  }

  @Test func optionsThatAreForOneNetworkAlone() throws {
    for (option, change) in [
      ("--resume", { $0.resume = "run" }), ("--weights", { $0.weights = "run" }),
      ("--architecture", { $0.network.architecture = .plain }),
      ("--depth 0", { $0.network.depth = 0 }),
    ] as [(String, (inout RunOptions) -> Void)] {
      var options = try Parsed.run(Self.none)
      change(&options)
      let failure = try #require(throws: Failure.self) {
        try Contestants.of(options, Self.comparison.get())
      }
      #expect(failure.code == .usage && failure.message.hasPrefix("\(option): "))
    }
  }

  @Test func tooManyNetworks() throws {
    var comparison = try Self.comparison.get()
    comparison.networks = Array(repeating: "plain", count: 7)
    let failure = try #require(throws: Failure.self) {
      try Contestants.of(Parsed.run(Self.none), comparison)
    }
    #expect(failure.code == .usage && failure.message == "7 times --network: expected at most 6")
  }

  @Test func depthsAreNumbers() {
    #expect(Depths(argument: "8,20,110")?.depths == [8, 20, 110])
    for text in ["", "8,", "8,x", "8;9", " 8,9", "8.5,9"] { #expect(Depths(argument: text) == nil) }
  }

  @Test func whatCannotBeMatched() throws {
    let deep = try #require(throws: Failure.self) {
      try contestants(["plain", "densenet blocks=1,1,1,1,1"], match: .parameters)
    }
    #expect(deep.code == .usage)
    #expect(deep.message.hasPrefix("network 'densenet': 5 blocks: images of 8×8 are halved"))
    var options = try Parsed.run(Self.none)
    options.data.dataset = "nothing-there"
    let missing = try #require(throws: Failure.self) {
      try contestants(["plain", "resnet"], options, match: .operations)
    }
    #expect(missing.code == .missingFile)
    #expect(missing.message.hasPrefix("nothing-there: no such folder"))
  }
}
