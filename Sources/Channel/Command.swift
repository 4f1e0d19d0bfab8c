/// What a viewer, or a script, asks of a run. Commands are carried out between two steps, in the
/// order they were sent, and each is answered by `RunEvent.commandApplied` or `.commandRejected`.
public enum Command: Sendable, Equatable {
  /// Stop before the next step and wait.
  case pause
  /// Go on after a pause.
  case resume
  /// Carry out so many steps, then pause.
  case step(count: Int)
  /// Give a knob a new value in the network with this index.
  case set(Knob, value: Double, network: Int = 0)
  /// Take back the last change that was applied by `set`.
  case undo
  /// Write the network's weights into the run's folder.
  case checkpoint
  /// Evaluate on the test part now, also in a pause.
  case evaluate
  /// End the run; its log says `stopped`.
  case stop
}

extension Command: Codable {
  private enum Name: String, Codable {
    case pause, resume, step, set, undo, checkpoint, evaluate, stop
  }

  private enum CodingKeys: String, CodingKey {
    case command, count, knob, value, network
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
        network: try container.decodeIfPresent(Int.self, forKey: .network) ?? 0)
    case .undo: self = .undo
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
    case .set(let knob, let value, let network):
      try container.encode(Name.set, forKey: .command)
      try container.encode(knob, forKey: .knob)
      try container.encode(Figure(wrappedValue: value), forKey: .value)
      try container.encode(network, forKey: .network)
    case .undo: try container.encode(Name.undo, forKey: .command)
    case .checkpoint: try container.encode(Name.checkpoint, forKey: .command)
    case .evaluate: try container.encode(Name.evaluate, forKey: .command)
    case .stop: try container.encode(Name.stop, forKey: .command)
    }
  }
}
