/// Reads the lines of a step that say what runs: options, networks, commands.
enum NetworkLines {
  /// Options that a lesson decides about itself, that reach beyond it, or that are whoever's who takes it.
  private static let refusedOptions = [
    "--run-directory", "--resume", "--weights", "--plan", "--epochs", "--steps",
    "--continue-after-warnings", "--architecture", "--threads", "--instruction-set", "--help",
  ]
  /// Their short forms, behind which a value may stand at once.
  private static let refusedLetters = ["-e", "-t", "-h"]

  static func networks(
    _ block: KeyedBlock, scope: inout LessonScope
  ) throws(LessonError) -> [LessonNetwork] {
    var networks: [LessonNetwork] = []
    for entry in block.all("network") {
      guard networks.count < Lesson.mostNetworks else {
        throw entry.error("at most \(Lesson.mostNetworks) networks")
      }
      guard let (name, text) = entry.definition else {
        throw entry.error("NAME = KIND option=value …")
      }
      guard isName(name) else { throw entry.error(nameExpectation) }
      if networks.contains(where: { $0.name == name }) {
        throw entry.error("another name, this comparison has a network \(name)")
      }
      let words = text.split { $0 == " " || $0 == "\t" }
      guard let kind = words.first, isLabel(kind) else {
        throw entry.error("a kind of network, such as densenet, behind the =")
      }
      for word in words.dropFirst() {
        let parts = word.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, isLabel(parts[0]) else {
          throw entry.error("option=value in place of \(quoted(String(word)))")
        }
      }
      networks.append(LessonNetwork(name: name, specification: words.joined(separator: " ")))
    }
    if !networks.isEmpty {
      scope.running = networks.map(\.name)
      scope.networks.formUnion(scope.running)
    }
    return networks
  }

  static func options(_ block: KeyedBlock, beginsRun: Bool) throws(LessonError) -> String? {
    guard let entry = block["options"] else { return nil }
    guard beginsRun else { throw entry.error("a network: line beside it, options are a new run's") }
    guard entry.value.hasPrefix("-") else {
      throw entry.error("options such as --learning-rate 0.01")
    }
    for word in entry.value.split(whereSeparator: { $0 == " " || $0 == "\t" }) {
      let name = word.prefix { $0 != "=" }
      let letter = refusedLetters.first(where: name.hasPrefix)
      if let refused = refusedOptions.first(where: { $0 == name }) ?? letter {
        throw entry.error("no \(refused), a lesson's runs have none")
      }
    }
    return entry.value
  }

  static func commands(
    _ block: KeyedBlock, scope: LessonScope
  ) throws(LessonError) -> [LessonCommand] {
    var commands: [LessonCommand] = []
    for entry in block.all("do") {
      let parts = entry.value.split(separator: ":", maxSplits: 1).map { trimmed($0) }
      guard entry.value.contains(":") else {
        commands.append(LessonCommand(network: nil, text: entry.value))
        continue
      }
      guard parts.count == 2, !parts[1].isEmpty, scope.running.contains(parts[0]) else {
        throw entry.error(
          "a command, or \(listed(scope.running)), a colon and a command")
      }
      commands.append(LessonCommand(network: parts[0], text: parts[1]))
    }
    return commands
  }

  /// Whether it is made of lower-case letters, digits, `-` and `_`, a letter first.
  private static func isLabel(_ text: Substring) -> Bool {
    let scalars = text.unicodeScalars
    return scalars.first.map { ("a"..."z").contains($0) } ?? false
      && scalars.allSatisfy { $0.isLetter || $0.isDigit || $0 == "-" }
  }
}
