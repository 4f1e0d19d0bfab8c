/// Commands as a person writes them: in `--at`, in a plan, at the command line.
extension Command {
  /// The commands that a person can write, one of each kind.
  public static let textForms = [
    "growth_rate=12", "block2/growth_rate=12", "add_layer=block2", "remove_layer=block2",
    "freeze=stem", "thaw=stem", "cut=block2/3->7", "cut_below=2.5", "join=block2/*->out", "undo",
    "redo", "restart", "fork=480", "fork=480/wider", "switch=main", "checkpoint", "evaluate",
    "stop",
  ]

  /// Reads what `text` writes; `nil` where it is none. Whether the values make sense is for the run to
  /// say.
  public init?(text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let (name, argument) = (String(parts[0]), parts.count > 1 ? String(parts[1]) : nil)
    switch (name, argument) {
    case ("undo", nil): self = .undo
    case ("redo", nil): self = .redo
    case ("restart", nil): self = .restart
    case ("checkpoint", nil): self = .checkpoint
    case ("evaluate", nil): self = .evaluate
    case ("stop", nil): self = .stop
    case ("add_layer", let argument?):
      guard let block = Self.block(argument) else { return nil }
      self = .addLayer(block: block)
    case ("remove_layer", let argument?):
      guard let block = Self.block(argument) else { return nil }
      self = .removeLayer(block: block)
    case ("cut", let text?):
      guard let connections = ConnectionPattern(text: text) else { return nil }
      self = .cut(connections)
    case ("cut_below", let text?):
      guard let percent = Double(text), percent.isFinite else { return nil }
      self = .cutBelow(percent: percent)
    case ("join", let text?):
      guard let connections = ConnectionPattern(text: text) else { return nil }
      self = .join(connections)
    case ("fork", let argument?):
      let parts = argument.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      guard let step = Int(parts[0]), parts.count == 1 || ForkName.isName(String(parts[1])) else {
        return nil
      }
      self = .fork(step: step, name: parts.count > 1 ? String(parts[1]) : nil)
    case ("switch", let name?) where ForkName.isName(name): self = .switchFork(name)
    case ("freeze", let part?) where !part.isEmpty: self = .freeze(part)
    case ("thaw", let part?) where !part.isEmpty: self = .thaw(part)
    case (_, let argument?):
      guard let (knob, block) = Self.knob(name), let value = Double(argument), value.isFinite else {
        return nil
      }
      self = .set(knob, value: value, block: block)
    case (_, nil): return nil
    }
  }

  /// The command as a person writes it; `nil` of those that only steer the run's clock.
  public var text: String? {
    switch self {
    case .set(let knob, let value, _, let block):
      "\(block.map { "block\($0)/" } ?? "")\(knob.rawValue)="
        // All digits, so that it is the same number again.
        + (knob.isInteger ? knob.text(value) : "\(value)")
    case .addLayer(let block): "add_layer=block\(block)"
    case .removeLayer(let block): "remove_layer=block\(block)"
    case .cut(let connections): "cut=\(connections.text)"
    case .cutBelow(let percent): "cut_below=\(percent)"
    case .join(let connections): "join=\(connections.text)"
    case .freeze(let part): "freeze=\(part)"
    case .thaw(let part): "thaw=\(part)"
    case .undo: "undo"
    case .redo: "redo"
    case .restart: "restart"
    case .fork(let step, let name): "fork=\(step)\(name.map { "/\($0)" } ?? "")"
    case .switchFork(let name): "switch=\(name)"
    case .checkpoint: "checkpoint"
    case .evaluate: "evaluate"
    case .stop: "stop"
    case .pause, .resume, .step: nil
    }
  }

  /// The number in `block2`.
  private static func block(_ text: String) -> Int? {
    text.hasPrefix("block") ? Int(text.dropFirst("block".count)) : nil
  }

  /// A knob's name, of a single block where `block2/` stands before it.
  public static func knob(_ text: String) -> (Knob, block: Int?)? {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let knob = Knob(rawValue: String(parts[parts.count - 1])) else { return nil }
    if parts.count == 1 { return (knob, nil) }
    guard let block = block(String(parts[0])) else { return nil }
    return (knob, block)
  }
}
