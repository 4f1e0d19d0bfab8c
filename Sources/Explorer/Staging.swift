import Channel

/// Changes that wait to be applied, in the order in which they will be.
struct Staging: Sendable, Equatable {
  private(set) var commands: [Command] = []

  var isEmpty: Bool { commands.isEmpty }

  /// The value that is staged of a knob, of the whole network.
  subscript(knob: Knob) -> Double? {
    for case .set(knob, let value, _, nil) in commands { return value }
    return nil
  }

  /// Those that are not a knob's of the whole network.
  var ofNetwork: [Command] {
    commands.filter { if case .set(_, _, _, nil) = $0 { false } else { true } }
  }

  /// Adds a change, in the place of one of the same knob. Layers may be added several times.
  mutating func add(_ command: Command) {
    if let index = commands.firstIndex(where: { $0.isReplaced(by: command) }) {
      commands[index] = command
    } else {
      commands.append(command)
    }
  }

  /// Takes a knob's change away.
  mutating func remove(_ knob: Knob) {
    commands.removeAll { if case .set(knob, _, _, nil) = $0 { true } else { false } }
  }

  /// Takes the newest such change away.
  mutating func remove(_ command: Command) {
    if let index = commands.lastIndex(of: command) { commands.remove(at: index) }
  }
}

extension Command {
  /// Whether another command makes this one meaningless.
  fileprivate func isReplaced(by other: Command) -> Bool {
    switch (self, other) {
    case (.set(let knob, _, _, let block), .set(let otherKnob, _, _, let otherBlock)):
      knob == otherKnob && block == otherBlock
    case (.addLayer, _), (.removeLayer, _): false
    default: self == other
    }
  }
}

extension Command {
  /// What is proposed, in words.
  var proposal: String {
    switch self {
    case .addLayer(let block): "a layer more in block \(block)"
    case .removeLayer(let block): "block \(block) without its last layer"
    case .freeze(let part): "\(part) frozen"
    case .thaw(let part): "\(part) thawed"
    default: word
    }
  }
}

extension ChangePreview {
  /// The figures with what they would be, in a row.
  var sentence: String { figures.map { "\($0.name) \($0.text)" }.joined(separator: ", ") }

  /// What a network costs, each with what it would be where that differs.
  var figures: [(name: String, text: String)] {
    func text<Value: Equatable>(
      _ now: Value, _ after: Value, _ words: (Value) -> String
    ) -> String {
      words(now) == words(after) ? words(now) : "\(words(now)) → \(words(after))"
    }
    var figures = [
      ("parameters", text(now.parameters, after.parameters) { countText($0) }),
      ("multiply-adds", text(now.multiplyAdds, after.multiplyAdds) { countText($0) }),
      ("memory", text(now.memory, after.memory) { byteText(Double($0)) }),
    ]
    if now.cuts != after.cuts {
      figures.append(("connections cut", text(now.cuts, after.cuts) { "\($0)" }))
    }
    if let seconds = now.secondsPerStep, let later = after.secondsPerStep {
      let isSame = abs(later - seconds) < 0.005 * seconds
      let about = isSame ? "" : " → about \(millisecondText(later))"
      figures.append(("a step", millisecondText(seconds) + about))
    }
    return figures
  }

  private func millisecondText(_ seconds: Double) -> String {
    seconds < 0.9995 ? "\(compact(seconds * 1000)) ms" : "\(compact(seconds)) s"
  }
}

extension Session {
  /// What is staged beside knobs, and what all of it costs, a line each.
  var stagedLines: [String] {
    guard !staged.isEmpty else { return [] }
    return staged.ofNetwork.map { "\($0.proposal) staged" }
      + (preview?.figures.map { "\($0.name) \($0.text)" } ?? [])
  }
}
