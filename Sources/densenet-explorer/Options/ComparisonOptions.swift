import ArgumentParser
import Networks
import Training

/// What is compared, and what comes of it.
struct ComparisonOptions: ParsableArguments {
  @Option(
    name: .customLong("network"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A network: densenet, resnet, plain, densenet121, … and options of it alone, as they are called "
        + "here, for example \"plain depth=56 normalization=none\"; with a name of its own \"deep = plain "
        + "depth=56\". May be repeated, up to \(Comparison.counts.upperBound) times. "
        + "(default: densenet, resnet and plain)", valueName: "kind option=value …"))
  var networks: [String] = []

  @Option(
    help: ArgumentHelp(
      "What networks have in common: depth, the nearest that fits each kind; or besides parameters or "
        + "operations, for which all but the first are made as wide as they must be.",
      valueName: "what"))
  var match = Match.depth

  @Option(
    help: ArgumentHelp(
      "Compare at each of these depths, one after the other without a screen, and show what the "
        + "kinds learn at each: 8,20,32,56,110.", valueName: "depth,…"))
  var depths: Depths?

  @Option(
    help: ArgumentHelp(
      "Write charts, table, settings and the command that repeats it at the end, as one page (.html), as "
        + "Markdown with its charts beside it (.md), or as one picture (.svg).", valueName: "file"))
  var report: String?

  @Flag(help: "Without a screen: a progress line on standard error.")
  var headless = false

  @Flag(
    help: "Write the log to standard output, one JSON object per line; without a screen.")
  var json = false
}

extension Match: ExpressibleByArgument {}

/// `--depths`: `8,20,32`.
struct Depths: ExpressibleByArgument {
  /// Depths for which each kind has a nearest one.
  static let range = 1...6000

  let depths: [Int]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    depths = parts.compactMap { Int($0) }
    guard depths.count == parts.count else { return nil }
  }
}
