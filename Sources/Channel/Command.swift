/// What a viewer, or a script, asks of a run. Commands are carried out between two steps, in the
/// order they were sent, and each is answered by `RunEvent.commandApplied` or `.commandRejected`.
public enum Command: Sendable, Equatable {
  /// Stop before the next step and wait.
  case pause
  /// Go on after a pause.
  case resume
  /// Carry out so many steps, then pause.
  case step(count: Int)
  /// Give a knob a new value in the network with this index; the growth rate also of a single block,
  /// counted from 1.
  case set(Knob, value: Double, network: Int = 0, block: Int? = nil)
  /// Add a dense layer at the end of a block, counted from 1.
  case addLayer(block: Int)
  /// Take the last dense layer of a block away.
  case removeLayer(block: Int)
  /// Keep the weights of a part of the network as they are: `stem`, `block2`, `transition1`,
  /// `classifier` or a layer's name.
  case freeze(String)
  /// Let the weights of such a part learn again.
  case thaw(String)
  /// Set connections of dense blocks to 0 for good.
  case cut(ConnectionPattern)
  /// Cut every connection whose share of its consumer's weight is below so many percent, more than 0 and
  /// at most 100; see `Reuse.shares`.
  case cutBelow(percent: Double)
  /// Let connections that were cut learn again, from 0.
  case join(ConnectionPattern)
  /// Take the run back to where it was just before the last change: weights, optimiser, generators,
  /// position in the data, step.
  case undo
  /// Take the run to where it was when the last change was undone.
  case redo
  /// Begin again with the same initial weights and the same order of data, and with the knobs and the
  /// structure as they are now.
  case restart
  /// Go back to the time line's checkpoint at a step, or the last one before it, and follow another line
  /// from there, which gets a name.
  case fork(step: Int, name: String? = nil)
  /// Go to the newest step of a fork, or of `main`, the line that the run began with.
  case switchFork(String)
  /// Write the run as it is into its folder, to be gone on with.
  case checkpoint
  /// Evaluate on the test part now, also in a pause.
  case evaluate
  /// End the run; its log says `stopped`.
  case stop
}

extension Command {
  /// Whether it goes through the test part.
  public var evaluates: Bool {
    switch self {
    case .cutBelow, .evaluate: true
    default: false
    }
  }

  /// Whether it takes the run to another step.
  public var movesStep: Bool {
    switch self {
    case .undo, .redo, .restart, .fork, .switchFork: true
    default: false
    }
  }
}

extension Command {
  /// Whether it is about the layers and connections of dense blocks, which other networks have not.
  public var concernsDenseBlocks: Bool {
    switch self {
    case .set(.growthRate, _, _, _), .addLayer, .removeLayer, .cut, .cutBelow, .join: true
    default: false
    }
  }

  /// The same to another network of the run.
  func of(network: Int) -> Command {
    guard case .set(let knob, let value, _, let block) = self else { return self }
    return .set(knob, value: value, network: network, block: block)
  }
}

extension Command: Codable {
  private enum Name: String, Codable {
    case pause, resume, step, set, freeze, thaw, cut, join
    case addLayer = "add_layer"
    case removeLayer = "remove_layer"
    case cutBelow = "cut_below"
    case undo, redo, restart, fork
    case switchFork = "switch"
    case checkpoint, evaluate, stop
  }

  private enum CodingKeys: String, CodingKey {
    case command, count, knob, value, network, block, part, connections, step, name, percent
  }

  /// Reads the form that `encode(to:)` writes, for example
  /// `{"command":"set","knob":"growth_rate","value":12,"network":0}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Name.self, forKey: .command) {
    case .pause: self = .pause
    case .resume: self = .resume
    case .step: self = .step(count: try container.decodeIfPresent(Int.self, forKey: .count) ?? 1)
    case .set:
      self = .set(
        try container.decode(Knob.self, forKey: .knob),
        value: try container.decode(Figure.self, forKey: .value).wrappedValue,
        network: try container.decodeIfPresent(Int.self, forKey: .network) ?? 0,
        block: try container.decodeIfPresent(Int.self, forKey: .block))
    case .addLayer: self = .addLayer(block: try container.decode(Int.self, forKey: .block))
    case .removeLayer: self = .removeLayer(block: try container.decode(Int.self, forKey: .block))
    case .cut: self = .cut(try container.decode(ConnectionPattern.self, forKey: .connections))
    case .cutBelow:
      self = .cutBelow(
        percent: try container.decode(Figure.self, forKey: .percent).wrappedValue)
    case .join: self = .join(try container.decode(ConnectionPattern.self, forKey: .connections))
    case .freeze: self = .freeze(try container.decode(String.self, forKey: .part))
    case .thaw: self = .thaw(try container.decode(String.self, forKey: .part))
    case .undo: self = .undo
    case .redo: self = .redo
    case .restart: self = .restart
    case .fork:
      self = .fork(
        step: try container.decode(Int.self, forKey: .step),
        name: try container.decodeIfPresent(String.self, forKey: .name))
    case .switchFork: self = .switchFork(try container.decode(String.self, forKey: .name))
    case .checkpoint: self = .checkpoint
    case .evaluate: self = .evaluate
    case .stop: self = .stop
    }
  }

  /// Writes one object whose `command` names the case.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .pause: try container.encode(Name.pause, forKey: .command)
    case .resume: try container.encode(Name.resume, forKey: .command)
    case .step(let count):
      try container.encode(Name.step, forKey: .command)
      try container.encode(count, forKey: .count)
    case .set(let knob, let value, let network, let block):
      try container.encode(Name.set, forKey: .command)
      try container.encode(knob, forKey: .knob)
      try container.encode(Figure(wrappedValue: value), forKey: .value)
      try container.encode(network, forKey: .network)
      try container.encodeIfPresent(block, forKey: .block)
    case .addLayer(let block):
      try container.encode(Name.addLayer, forKey: .command)
      try container.encode(block, forKey: .block)
    case .removeLayer(let block):
      try container.encode(Name.removeLayer, forKey: .command)
      try container.encode(block, forKey: .block)
    case .cut(let connections):
      try container.encode(Name.cut, forKey: .command)
      try container.encode(connections, forKey: .connections)
    case .cutBelow(let percent):
      try container.encode(Name.cutBelow, forKey: .command)
      try container.encode(Figure(wrappedValue: percent), forKey: .percent)
    case .join(let connections):
      try container.encode(Name.join, forKey: .command)
      try container.encode(connections, forKey: .connections)
    case .freeze(let part):
      try container.encode(Name.freeze, forKey: .command)
      try container.encode(part, forKey: .part)
    case .thaw(let part):
      try container.encode(Name.thaw, forKey: .command)
      try container.encode(part, forKey: .part)
    case .undo: try container.encode(Name.undo, forKey: .command)
    case .redo: try container.encode(Name.redo, forKey: .command)
    case .restart: try container.encode(Name.restart, forKey: .command)
    case .fork(let step, let name):
      try container.encode(Name.fork, forKey: .command)
      try container.encode(step, forKey: .step)
      try container.encodeIfPresent(name, forKey: .name)
    case .switchFork(let name):
      try container.encode(Name.switchFork, forKey: .command)
      try container.encode(name, forKey: .name)
    case .checkpoint: try container.encode(Name.checkpoint, forKey: .command)
    case .evaluate: try container.encode(Name.evaluate, forKey: .command)
    case .stop: try container.encode(Name.stop, forKey: .command)
    }
  }
}
