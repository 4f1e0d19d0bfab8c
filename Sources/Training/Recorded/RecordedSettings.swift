import Channel
import Foundation

/// What a run was told, as a list of names and values: `optimizer.learning_rate` is 0.1.
public struct RecordedSettings: Sendable, Equatable {
  /// The value of a setting.
  public enum Value: Sendable, Equatable {
    case text(String)
    case number(Double)
    case flag(Bool)

    /// The value as a person writes it.
    public var text: String {
      switch self {
      case .text(let text): text
      case .number(let number):
        Int(exactly: number).map(String.init) ?? String(format: "%.6g", number)
      case .flag(let isOn): isOn ? "yes" : "no"
      }
    }
  }

  /// Values by name; what was not set is not there.
  public private(set) var values: [String: Value] = [:]

  /// Longer files are no settings.
  static let longestFile = 4 << 20

  /// The settings in a run's folder; empty where they cannot be read.
  public init(folder: URL) {
    let file = folder.appendingPathComponent(RecordedRun.settingsName).path
    guard let content = try? InputFile.content(file, atMost: Self.longestFile),
      let json = try? JSONDecoder().decode(JSONValue.self, from: content)
    else { return }
    add(json, "")
    addScript(content)
  }

  /// The settings that a log alone tells.
  public init(_ started: RunStarted, network index: Int) {
    let optimizer = started.optimizer
    values = [
      "dataset": .text(started.dataset.name), "seed": .number(Double(started.seed)),
      "batch_size": .number(Double(started.batchSize)),
      "optimizer.learning_rate": .number(optimizer.learningRate),
      "optimizer.momentum": .number(optimizer.momentum),
      "optimizer.weight_decay": .number(optimizer.weightDecay),
      "optimizer.is_nesterov": .flag(optimizer.nesterov), "schedule": .text(optimizer.schedule),
      "duration.steps": .number(Double(optimizer.steps)),
    ]
    guard started.networks.indices.contains(index) else { return }
    values["network"] = .text(started.networks[index].name)
  }

  /// A script as it is written on the command line.
  private mutating func addScript(_ content: Data) {
    struct Script: Decodable {
      let interventions: [Intervention]?
      let reactions: [Reaction]?
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let script = try? decoder.decode(Script.self, from: content) else { return }
    let lines = (script.interventions ?? []).map { "\($0.step):\($0.command.text ?? "…")" }
    if !lines.isEmpty { values["interventions"] = .text(lines.joined(separator: " ")) }
    let reactions = (script.reactions ?? []).map { "\($0.condition):\($0.command.text ?? "…")" }
    if !reactions.isEmpty { values["reactions"] = .text(reactions.joined(separator: " ")) }
  }

  private mutating func add(_ json: JSONValue, _ name: String) {
    switch json {
    case .object(let fields):
      for (key, value) in fields { add(value, name.isEmpty ? key : "\(name).\(key)") }
    case .array(let items):
      if items.isEmpty { return }
      values[name] = .text(items.map(\.text).joined(separator: ","))
    case .text(let text): values[name] = .text(text)
    case .number(let number): values[name] = .number(number)
    case .flag(let flag): values[name] = .flag(flag)
    case .nothing: break
    }
  }
}

/// JSON of any form.
private enum JSONValue: Decodable {
  case object([String: JSONValue])
  case array([JSONValue])
  case text(String)
  case number(Double)
  case flag(Bool)
  case nothing

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .nothing
    } else if let flag = try? value.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .text(text)
    } else if let items = try? value.decode([JSONValue].self) {
      self = .array(items)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  /// The value in one line, fields in the order of their names.
  var text: String {
    switch self {
    case .object(let fields):
      fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.text)" }.joined(separator: " ")
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .text(let text): text
    case .number(let number): RecordedSettings.Value.number(number).text
    case .flag(let flag): RecordedSettings.Value.flag(flag).text
    case .nothing: "–"
    }
  }
}
