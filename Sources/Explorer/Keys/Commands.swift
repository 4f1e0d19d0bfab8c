import Screen

// The command line: everything that keys do, by name, and commands that take words.
extension ExplorerState {
  /// A key while the command line is open.
  mutating func type(_ key: Key, on line: CommandLine) -> [Effect] {
    var line = line
    switch key {
    case .character(let character): line.append(character)
    case .backspace:
      guard line.removeLast() else {
        overlay = .none
        return []
      }
    case .control("u"): line.replace(with: "")
    case .control("w"): line.removeLastWord()
    case .tab: line.complete(completions(of: line.typed))
    case .backTab: line.complete(completions(of: line.typed), forward: false)
    case .up: line.recall(typedLines, older: true)
    case .down: line.recall(typedLines, older: false)
    case .enter:
      overlay = .none
      return carryOut(line.text)
    case .escape, .control("c"):
      overlay = .none
      return []
    default: break
    }
    overlay = .commandLine(line)
    return []
  }

  /// Does what a line says, or says what is wrong with it.
  mutating func carryOut(_ line: String) -> [Effect] {
    let line = line.trimming(while: { $0 == " " })
    if line.isEmpty { return [] }
    typedLines = typedLines.filter { $0 != line }.suffix(99) + [String(line)]
    let name = String(line.prefix { $0 != " " })
    let words = line.dropFirst(name.count).trimming(while: { $0 == " " })
    do throws(CommandError) {
      return try perform(name, String(words))
    } catch {
      session.message = error.sentence
      return []
    }
  }

  private mutating func perform(
    _ name: String, _ words: String
  ) throws(CommandError) -> [Effect] {
    let takesWords = TextCommand.table.first { $0.name == name }
    if let takesWords {
      let fits = takesWords.arguments.isEmpty == words.isEmpty || name == "filter"
      if fits { return try takesWords.action(&self, words) }
    }
    if words.isEmpty {
      if let binding = KeyBinding.screen.first(where: { $0.help.command == name }) {
        return binding.action(&self)
      }
      // The focused pane's own meaning, or that of the first pane that has one.
      for index in [focus] + panes.indices
      where panes[index].perform(command: name, &session) {
        openWantedCommandLine()
        return []
      }
    } else if commandNames.contains(name) {
      throw CommandError(sentence: "\(name) '\(words)': expected no words behind it")
    }
    if let takesWords {
      throw CommandError(sentence: "\(name): expected \(name) \(takesWords.arguments)")
    }
    throw CommandError(sentence: "'\(name)' is no command; Tab lists them")
  }

  /// What the command that is being typed takes and does; `nil` before its name is whole.
  func hint(for line: CommandLine) -> String? {
    guard let space = line.text.firstIndex(of: " ") else { return nil }
    return TextCommand.table.first { $0.name == line.text[..<space] && !$0.arguments.isEmpty }
      .map { "\($0.name) \($0.arguments): \($0.text)" }
  }

  /// Names of all commands, in alphabetic order.
  var commandNames: [String] {
    let names =
      TextCommand.table.map(\.name) + KeyBinding.screen.map(\.help.command)
      + panes.flatMap { $0.bindingHelp.map(\.command) }
    return Set(names).sorted()
  }

  /// Whole lines that begin as a person typed.
  func completions(of typed: String) -> [String] {
    guard let space = typed.firstIndex(of: " ") else {
      return commandNames.filter { $0.hasPrefix(typed) }.map { name in
        TextCommand.table.contains { $0.name == name && !$0.arguments.isEmpty } ? name + " " : name
      }
    }
    let name = typed[..<space]
    let words = typed[typed.index(after: space)...]
    return (TextCommand.table.first { $0.name == name }?.completions(self) ?? [])
      .filter { $0.hasPrefix(words) }.map { "\(name) \($0)" }
  }
}

extension StringProtocol {
  /// Without characters at both ends that a condition holds for.
  fileprivate func trimming(while isSurplus: (Character) -> Bool) -> SubSequence {
    drop(while: isSurplus).trimmingSuffix(while: isSurplus)
  }

  /// Without characters at the end that a condition holds for.
  func trimmingSuffix(while isSurplus: (Character) -> Bool) -> SubSequence {
    guard let last = lastIndex(where: { !isSurplus($0) }) else { return self[endIndex...] }
    return self[...last]
  }
}
