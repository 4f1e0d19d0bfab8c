import Foundation
import Networks

/// A run between two steps as a `.safetensors` file: the network's weights under torchvision's names, and
/// what is needed to build the network again and to go on to the bit. Files that other programs wrote
/// have the weights alone.
public struct Checkpoint: Sendable, Equatable {
  /// Where the weights come from.
  public struct Origin: Sendable, Equatable {
    /// The network.
    public var configuration: NetworkConfiguration
    /// The data set that it was trained on, as the run was told.
    public var dataset: String
    /// Updates before it.
    public var step: Int

    /// Describes an origin.
    public init(configuration: NetworkConfiguration, dataset: String, step: Int) {
      self.configuration = configuration
      self.dataset = dataset
      self.step = step
    }
  }

  /// The file, for errors.
  public var path: String
  /// Where the weights come from; `nil` where the file does not say it.
  public var origin: Origin?
  /// Weights and running statistics, by torchvision's names.
  public var tensors: [String: Tensor]
  /// Momenta, by the names of their parameters; empty where the file has none.
  var momenta: [String: Tensor] = [:]
  /// The rest of what a run goes on from; `nil` where the file holds weights alone.
  var record: CheckpointRecord?

  /// The settings of the run that wrote the file, with the interventions that were still to come; `nil`
  /// where it cannot be gone on with.
  public var settings: RunSettings? { record?.remainingSettings }

  /// The format's name, as the file's metadata have it.
  static let format = "densenet-explorer-checkpoint/3"
  /// The same of files without a checksum.
  private static let uncheckedFormat = "densenet-explorer-checkpoint/2"
  /// The same of files with weights alone.
  static let weightsFormat = "densenet-explorer-checkpoint/1"
  /// What stands before a parameter's name for its momentum.
  private static let momentum = "optimizer.momentum."

  // MARK: Writing

  /// The content of a file.
  ///
  /// - Parameter position: where the log stands, if the run can go on there.
  static func content(
    _ state: TrainingState, of settings: RunSettings, at position: LogPosition? = nil
  ) -> Data {
    var tensors = state.network.tensors
    for (name, tensor) in state.network.momenta { tensors[momentum + name] = tensor }
    let file = SafetensorsFile(
      metadata: Origin(
        configuration: state.configuration, dataset: settings.dataset, step: state.step
      ).metadata.merging([
        "format": format, "run": json(CheckpointRecord(state, settings, position)),
      ]) { $1 }, tensors: tensors)
    return Checksum.adding(to: file)
  }

  fileprivate static func json(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: (try? encoder.encode(value)) ?? Data(), as: UTF8.self)
  }

  // MARK: Reading

  /// Reads a file, or the newest checkpoint of a run's folder. Nothing in it is trusted.
  public init(contentsOf path: String) throws(RunError) {
    let file: SafetensorsFile
    let path = try Self.file(at: path)
    self.path = path
    let content = try InputFile.content(path)
    do {
      file = try SafetensorsFile(content)
      try Checksum.check(content, file.metadata, isRequired: file.metadata["format"] == Self.format)
      origin = try Self.origin(file.metadata)
      if let origin { record = try Self.record(file.metadata, origin) }
    } catch {
      throw RunError(.data, "\(path): \(error)")
    }
    tensors = [:]
    for (name, tensor) in file.tensors {
      if name.hasPrefix(Self.momentum) {
        momenta[String(name.dropFirst(Self.momentum.count))] = tensor
      } else {
        tensors[name] = tensor
      }
    }
  }

  /// The network's state; an error that says which tensor is missing, surplus or of a wrong shape.
  func state(
    of configuration: NetworkConfiguration
  ) throws(RunError) -> NetworkState {
    do {
      let state = try configuration.state(tensors)
      try check(state)
      return state
    } catch let error as StateMismatch {
      var message = "\(path) does not fit \(configuration.name): \(error)"
      if let origin {
        let name = origin.configuration.name
        if name != configuration.name { message += "; the file holds \(name)" }
      } else {
        message += "; the file names no network, options such as --depth do"
      }
      throw RunError(.data, message)
    } catch {
      throw RunError(.data, "\(path): \(error)")
    }
  }

  /// The run as it was; an error that says what is missing or cannot be.
  func trainingState() throws(RunError) -> TrainingState {
    guard let origin, let record else {
      throw RunError(.data, "\(path) holds weights alone: expected a checkpoint of a run")
    }
    var network = try state(of: origin.configuration)
    for (name, zeros) in network.momenta {
      guard let tensor = momenta[name], tensor.shape == zeros.shape,
        tensor.values.allSatisfy(\.isFinite)
      else {
        throw RunError(
          .data, "\(path): \(Self.momentum)\(name): expected finite numbers of shape \(zeros.shape)"
        )
      }
      network.momenta[name] = tensor
    }
    do {
      return try record.state(network, origin)
    } catch {
      throw RunError(.data, "\(path): \(error)")
    }
  }

  /// Refuses numbers that no network can compute with.
  private func check(_ state: NetworkState) throws(SafetensorsFile.Malformed) {
    for (name, tensor) in state.tensors.sorted(by: { $0.key < $1.key }) {
      if let value = tensor.values.first(where: { !$0.isFinite }) {
        throw SafetensorsFile.Malformed("\(name) holds \(value): expected finite numbers")
      }
      if name.hasSuffix(".running_var"), let value = tensor.values.first(where: { $0 < 0 }) {
        throw SafetensorsFile.Malformed("\(name) holds \(value): expected 0 or more")
      }
    }
  }

  /// What a run goes on from; `nil` of a file with weights alone.
  private static func record(
    _ metadata: [String: String], _ origin: Origin
  ) throws(SafetensorsFile.Malformed) -> CheckpointRecord? {
    if metadata["format"] == weightsFormat { return nil }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let text = metadata["run"],
      let record = try? decoder.decode(CheckpointRecord.self, from: Data(text.utf8))
    else {
      throw SafetensorsFile.Malformed(
        "the metadata: expected what a run goes on from in 'run' of \(Self.format)")
    }
    if let objection = record.objection { throw SafetensorsFile.Malformed(objection) }
    return record
  }

  /// The checkpoint's own path where a run's folder is named, or a fork's.
  private static func file(at path: String) throws(RunError) -> String {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue
    else { return path }
    guard let newest = RunFolder.newestCheckpoint(in: URL(fileURLWithPath: path)) else {
      throw RunError(
        .missing, "\(path): expected a run's folder with a checkpoint in \(RunFolder.checkpoints)/")
    }
    return newest
  }

  /// What a file's metadata say; `nil` where this program did not write it.
  private static func origin(
    _ metadata: [String: String]
  ) throws(SafetensorsFile.Malformed) -> Origin? {
    guard let format = metadata["format"], format.hasPrefix("densenet-explorer-") else {
      return nil
    }
    guard format != ReferenceFile.format else {
      throw SafetensorsFile.Malformed(
        "a reference file, which verify reads: expected a checkpoint")
    }
    guard [Self.format, Self.uncheckedFormat, Self.weightsFormat].contains(format) else {
      throw SafetensorsFile.Malformed(
        "format \(format.prefix(40)): expected \(Self.format), this program may be older than the file"
      )
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let input = (metadata["input"] ?? "").split(separator: ",").compactMap { Int($0) }
    guard let text = metadata["architecture"],
      let architecture = try? decoder.decode(Architecture.self, from: Data(text.utf8)),
      input.count == 3, let classes = metadata["classes"].flatMap({ Int($0) }),
      let step = metadata["step"].flatMap({ Int($0) }), 0...1_000_000_000 ~= step,
      let dataset = metadata["dataset"]
    else {
      throw SafetensorsFile.Malformed(
        "the metadata: expected architecture, input, classes, step and dataset of \(Self.format)")
    }
    let configuration = NetworkConfiguration(
      architecture, input: ImageShape(channels: input[0], height: input[1], width: input[2]),
      classes: classes)
    if let objection = configuration.objection { throw SafetensorsFile.Malformed(objection) }
    return Origin(configuration: configuration, dataset: dataset, step: step)
  }
}

extension Checkpoint.Origin {
  /// What a file says of its weights, whatever else it holds.
  var metadata: [String: String] {
    let input = configuration.input
    return [
      "architecture": Checkpoint.json(configuration.architecture),
      "input": "\(input.channels),\(input.height),\(input.width)",
      "classes": "\(configuration.classes)", "dataset": dataset, "step": "\(step)",
    ]
  }
}
