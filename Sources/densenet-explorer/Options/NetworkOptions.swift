import ArgumentParser
import Networks

/// What the network looks like. None has a value unless it was given, so that a file that knows its
/// own network can be told from options that ask for another.
struct NetworkOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Kind of network; a number is that of torchvision's DenseNet for images of 224×224. "
        + "(default: densenet)"))
  var architecture: ArchitectureChoice?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Convolutions and classifier of a network with three blocks: a DenseNet's 3n + 4, with "
        + "bottlenecks 6n + 4, a resnet's or plain network's 6n + 2. "
        + "(default: 22, without bottlenecks 13; resnet and plain 20)", valueName: "layers"))
  var depth: Int?

  @Option(
    name: [.customShort("k"), .long], parsing: .unconditional,
    help: ArgumentHelp(
      "Feature maps that each dense layer of a DenseNet adds, a whole number in 1…256. (default: 8)",
      valueName: "maps"))
  var growthRate: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Instead of a depth: dense layers of each block, or residual blocks of each stage, for "
        + "example 3,3,3.", valueName: "layers,…"))
  var blocks: Blocks?

  @Flag(
    inversion: .prefixedNo,
    help: "A 1×1 convolution to 4k maps before each dense layer's 3×3 convolution. (default: yes)")
  var bottleneck: Bool?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Share of the maps that a transition keeps, up to 1. (default: 0.5)", valueName: "share"))
  var compression: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Feature maps of the first convolution. "
        + "(default: 2k with bottlenecks and compression, else 16)", valueName: "maps"))
  var initialChannels: Int?

  @Option(
    help: ArgumentHelp(
      "What stands before the first block: a 3×3 convolution, or a 7×7 one and max pooling, which "
        + "reduce images to a quarter. (default: small)"))
  var stem: Stem?

  @Option(
    help: ArgumentHelp(
      "Batch normalization, or none; convolutions have a bias then. "
        + "(default: batch)"))
  var normalization: Normalization?

  @Option(help: ArgumentHelp("Function behind each norm. (default: relu)"))
  var activation: Activation?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Share of the outputs of each convolution but the first that training sets to 0, from 0 to "
        + "below 1. (default: 0)", valueName: "share"))
  var dropout: Double?

  /// The options that were given.
  var given: [String] {
    [
      ("--architecture", architecture != nil), ("--depth", depth != nil),
      ("--growth-rate", growthRate != nil), ("--blocks", blocks != nil),
      ("--bottleneck", bottleneck != nil), ("--compression", compression != nil),
      ("--initial-channels", initialChannels != nil), ("--stem", stem != nil),
      ("--normalization", normalization != nil), ("--activation", activation != nil),
      ("--dropout", dropout != nil),
    ].filter(\.1).map(\.0)
  }
}
