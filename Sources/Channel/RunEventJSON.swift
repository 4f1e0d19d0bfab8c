import Foundation

extension RunEvent: Codable {
  private enum CodingKeys: String, CodingKey {
    case event
  }

  private enum Name: String, Codable {
    case runStarted = "run_started"
    case step
    case evaluation
    case reuse
    case shortcuts
    case layerStatistics = "layer_statistics"
    case networkChanged = "network_changed"
    case checkpoint
    case commandApplied = "command_applied"
    case changeEffect = "change_effect"
    case commandRejected = "command_rejected"
    case warning
    case runEnded = "run_ended"
  }

  /// Reads the form that `encode(to:)` writes; fields that it does not know are ignored.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    switch try container.decode(Name.self, forKey: .event) {
    case .runStarted: self = .runStarted(try RunStarted(from: decoder))
    case .step: self = .step(try StepMetrics(from: decoder))
    case .evaluation: self = .evaluation(try Evaluation(from: decoder))
    case .reuse: self = .reuse(try Reuse(from: decoder))
    case .shortcuts: self = .shortcuts(try Shortcuts(from: decoder))
    case .layerStatistics: self = .layerStatistics(try LayerStatistics(from: decoder))
    case .networkChanged: self = .networkChanged(try NetworkChanged(from: decoder))
    case .checkpoint: self = .checkpoint(try CheckpointWritten(from: decoder))
    case .commandApplied: self = .commandApplied(try CommandApplied(from: decoder))
    case .changeEffect: self = .changeEffect(try ChangeEffect(from: decoder))
    case .commandRejected: self = .commandRejected(try CommandRejected(from: decoder))
    case .warning: self = .warning(try RunWarning(from: decoder))
    case .runEnded: self = .runEnded(try RunEnded(from: decoder))
    }
  }

  /// Writes the event's fields and its name, `event`, into one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    func write(_ name: Name, _ fields: some Encodable) throws {
      try container.encode(name, forKey: .event)
      try fields.encode(to: encoder)
    }
    switch self {
    case .runStarted(let fields): try write(.runStarted, fields)
    case .step(let fields): try write(.step, fields)
    case .evaluation(let fields): try write(.evaluation, fields)
    case .reuse(let fields): try write(.reuse, fields)
    case .shortcuts(let fields): try write(.shortcuts, fields)
    case .layerStatistics(let fields): try write(.layerStatistics, fields)
    case .networkChanged(let fields): try write(.networkChanged, fields)
    case .checkpoint(let fields): try write(.checkpoint, fields)
    case .commandApplied(let fields): try write(.commandApplied, fields)
    case .changeEffect(let fields): try write(.changeEffect, fields)
    case .commandRejected(let fields): try write(.commandRejected, fields)
    case .warning(let fields): try write(.warning, fields)
    case .runEnded(let fields): try write(.runEnded, fields)
    }
  }

  /// The event as one line of a run's log, without the line's end: JSON with names in snake_case,
  /// sorted, so that two logs can be compared line by line.
  public func jsonLine() throws -> String {
    try JSONLine.text(of: self)
  }

  /// Reads one line of a run's log.
  public init(jsonLine line: String) throws {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    self = try decoder.decode(RunEvent.self, from: Data(line.utf8))
  }
}
