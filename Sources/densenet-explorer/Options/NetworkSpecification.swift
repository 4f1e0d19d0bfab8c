import ArgumentParser
import Training

/// A network as `--network` and lessons write it: `plain depth=56 normalization=none`, with a name of its
/// own `deep = plain depth=56`.
struct NetworkSpecification {
  /// The name that it was given; `nil` for its kind's.
  let name: String?
  let kind: ArchitectureChoice
  /// Its own options.
  let options: RunOptions

  /// Options that one network may have alone: they leave data, order and length of the run as they are.
  private static let ownOptions = [
    "initialization", "learning-rate", "momentum", "nesterov", "weight-decay", "schedule", "at",
    "remove-maps-by", "depth", "growth-rate", "blocks", "bottleneck", "compression",
    "initial-channels", "stem", "normalization", "activation", "dropout",
  ]

  /// Reads what a person wrote.
  init(_ text: String) throws(Failure) {
    let shown = "'\(harmless(String(text.prefix(80))))'"
    // `deep=plain`, `deep = plain` and `deep= plain` are the same.
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    var name: String?
    if words.count > 1, words[1].hasPrefix("=") {
      name = words.removeFirst()
      words[0].removeFirst()
      if words[0].isEmpty { words.removeFirst() }
    } else if let first = words.first, let sign = first.firstIndex(of: "=") {
      name = String(first[..<sign])
      words[0] = String(first[first.index(after: sign)...])
      if words[0].isEmpty { words.removeFirst() }
    }
    guard let kind = words.first.flatMap(ArchitectureChoice.init) else {
      let kinds = ArchitectureChoice.allCases.map(\.rawValue).joined(separator: ", ")
      throw .usage("network \(shown): expected a kind first, one of \(kinds)")
    }
    var arguments = ["--architecture", kind.rawValue]
    for word in words.dropFirst() {
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let option = String(parts[0]).replacing("_", with: "-")
      guard parts.count == 2, Self.ownOptions.contains(option) || option == "k" else {
        throw .usage(
          "network \(shown): '\(harmless(word))': expected option=value, the option one of "
            + Self.ownOptions.joined(separator: ", "))
      }
      switch (option, parts[1]) {
      case ("bottleneck", "yes"), ("nesterov", "yes"): arguments.append("--\(option)")
      case ("bottleneck", "no"), ("nesterov", "no"): arguments.append("--no-\(option)")
      case ("bottleneck", _), ("nesterov", _):
        throw .usage(
          "network \(shown): \(option) '\(harmless(String(parts[1])))': expected yes or no")
      default: arguments += ["--\(option == "k" ? "growth-rate" : option)", String(parts[1])]
      }
    }
    do {
      options = try RunOptions.parse(arguments)
    } catch {
      throw .usage("network \(shown): \(RunOptions.message(for: error))")
    }
    self.name = name
    self.kind = kind
  }
}
