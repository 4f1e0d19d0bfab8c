import Foundation
import Networks

/// A file of PyTorch's numbers; `Reference/README.md` describes it.
struct ReferenceFile {
  /// Tensors by name; integers as floats.
  var tensors: [String: Tensor]
  let configuration: DenseNetConfiguration
  let optimizer: SGD
  let steps: Int
  /// Worst relative error of PyTorch's own float32.
  let float32Error: Double

  private struct Header: Decodable {
    let dtype: String
    let shape: [Int]
    let dataOffsets: [Int]
  }

  private struct Metadata: Decodable {
    let architecture: String
    let classes: String
    let optimizer: String
    let pytorchFloat32Error: String
  }

  private struct Architecture: Decodable {
    let blocks: [Int]
    let growthRate: Int
    let bottleneck: Bool
    let compression: Double
    let initialChannels: Int
  }

  private struct Optimizer: Decodable {
    let learningRate: Double
    let momentum: Double
    let nesterov: Bool
    let weightDecay: Double
    let steps: Int
  }

  private enum Entry: Decodable {
    case tensor(Header)
    case metadata(Metadata)

    init(from decoder: any Decoder) throws {
      self =
        if let header = try? Header(from: decoder) {
          .tensor(header)
        } else {
          .metadata(try Metadata(from: decoder))
        }
    }
  }

  struct Malformed: Error {}

  /// Reads one of the files in `Reference` by its name.
  init(named name: String) throws {
    guard
      let url = Bundle.module.url(
        forResource: name, withExtension: "safetensors", subdirectory: "Reference")
    else { throw Malformed() }
    let data = try Data(contentsOf: url)
    let length = Int(data.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self).littleEndian })
    let decoder = JSONDecoder()
    // Tensors' names must stay as they are: only the dictionaries inside are converted.
    decoder.keyDecodingStrategy = .custom { path in
      let name = path.last?.stringValue ?? ""
      return Key(path.count == 1 ? name : Self.camelCase(name))
    }
    let entries = try decoder.decode([String: Entry].self, from: data[8..<8 + length])
    guard case .metadata(let metadata)? = entries["__metadata__"] else { throw Malformed() }
    tensors = [:]
    for case (let name, .tensor(let header)) in entries {
      let start = 8 + length
      let bytes = data[start + header.dataOffsets[0]..<start + header.dataOffsets[1]]
      tensors[name] = Tensor(
        shape: header.shape, values: Self.values(bytes, isInteger: header.dtype == "I64"))
    }
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let architecture = try decoder.decode(
      Architecture.self, from: Data(metadata.architecture.utf8))
    let optimizer = try decoder.decode(Optimizer.self, from: Data(metadata.optimizer.utf8))
    guard let shape = tensors["input"]?.shape, let classes = Int(metadata.classes),
      let error = Double(metadata.pytorchFloat32Error)
    else { throw Malformed() }
    configuration = DenseNetConfiguration(
      blocks: architecture.blocks, growthRate: architecture.growthRate,
      hasBottleneck: architecture.bottleneck, compression: architecture.compression,
      initialChannels: architecture.initialChannels,
      input: ImageShape(channels: shape[1], height: shape[2], width: shape[3]), classes: classes)
    self.optimizer = SGD(
      learningRate: optimizer.learningRate, momentum: optimizer.momentum,
      isNesterov: optimizer.nesterov, weightDecay: optimizer.weightDecay)
    steps = optimizer.steps
    float32Error = error
  }

  /// The relative error of every tensor that the file has a value for, by name, when the engine does
  /// the same. A tensor that only one side has counts as infinitely wrong.
  func errors(_ instructionSet: InstructionSet, threads: Int) -> [String: Double] {
    let labels = (tensors["target"]?.values ?? []).map { Int($0) }
    var state = NetworkState(parameters: [:], momenta: [:], statistics: [:])
    for (name, tensor) in tensors where name.hasPrefix("initial.") {
      let name = String(name.dropFirst("initial.".count))
      if name.contains(".running_") {
        state.statistics[name] = tensor
      } else {
        state.parameters[name] = tensor
        state.momenta[name] = Tensor(shape: tensor.shape, repeating: 0)
      }
    }
    let network = DenseNet(
      configuration, state: state, batchCapacity: labels.count, instructionSet: instructionSet,
      threads: threads)
    network.load(images: tensors["input"]?.values ?? [], labels: labels)
    var ours: [String: [Float]] = [:]
    for step in 0..<steps {
      let outcome = network.forward(.training)
      network.backward()
      if step == 0 {
        ours["train.loss"] = [Float(outcome.loss)]
        ours["train.logits"] = network.logits().flatMap(\.self)
        for (name, tensor) in network.gradients() { ours["train.gradient.\(name)"] = tensor.values }
      }
      network.update(optimizer)
    }
    let end = network.state()
    for (name, tensor) in end.parameters { ours["updated.\(name)"] = tensor.values }
    for (name, tensor) in end.statistics { ours["updated.\(name)"] = tensor.values }
    _ = network.forward(.evaluation)
    ours["eval.logits"] = network.logits().flatMap(\.self)
    let expected = tensors.filter {
      !$0.key.hasPrefix("initial.") && $0.key != "input" && $0.key != "target"
    }
    return Dictionary(
      uniqueKeysWithValues: Set(ours.keys).union(expected.keys).map { name in
        (name, relativeError(ours[name] ?? [], expected[name]?.values ?? [.nan]))
      })
  }

  private struct Key: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "_")
    return words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined()
  }

  private static func values(_ bytes: Data, isInteger: Bool) -> [Float] {
    bytes.withUnsafeBytes { bytes in
      isInteger
        ? (0..<bytes.count / 8).map {
          Float(bytes.loadUnaligned(fromByteOffset: 8 * $0, as: Int64.self))
        }
        : (0..<bytes.count / 4).map {
          bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
        }
    }
  }
}
