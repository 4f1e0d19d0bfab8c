import Foundation

/// PyTorch's numbers for a network, which the engine is held against: one batch, the weights before
/// training, the first step's results and gradients, the weights after some steps.
public struct ReferenceFile: Sendable {
  /// The format's name, as the file's metadata have it.
  public static let format = "densenet-explorer-reference/1"

  /// Everything that the file holds, by name.
  public var tensors: [String: Tensor]
  /// The network.
  public let configuration: NetworkConfiguration
  /// How its weights are updated.
  public let optimizer: SGD
  /// Updates on the same batch.
  public let steps: Int
  /// Worst relative error that PyTorch itself makes in float32.
  public let float32Error: Double

  private struct Optimizer: Decodable {
    let learningRate: Double
    let momentum: Double
    let nesterov: Bool
    let weightDecay: Double
    let steps: Int
  }

  /// Reads a file's content; nothing in it is trusted.
  public init(_ data: Data) throws(SafetensorsFile.Malformed) {
    let file = try SafetensorsFile(data)
    func malformed(_ text: String) -> SafetensorsFile.Malformed { SafetensorsFile.Malformed(text) }
    func text(_ key: String) throws(SafetensorsFile.Malformed) -> String {
      guard let text = file.metadata[key] else {
        throw malformed("the metadata lack \(key): expected a file of \(Self.format)")
      }
      return text
    }
    guard try text("format") == Self.format else {
      throw malformed("format \(quoted(try text("format"))): expected \(Self.format)")
    }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    func decode<Value: Decodable>(
      _ key: String, as type: Value.Type
    ) throws(SafetensorsFile.Malformed) -> Value {
      let text = try text(key)
      do {
        return try decoder.decode(type, from: Data(text.utf8))
      } catch {
        throw malformed("\(key) \(quoted(text)): expected what \(Self.format) says")
      }
    }
    guard let classes = Int(try text("classes")),
      let error = Double(try text("pytorch_float32_error")), 0..<1 ~= error
    else {
      throw malformed(
        "classes or pytorch_float32_error: expected a whole number, and an error from 0 to below 1")
    }
    guard let input = file.tensors["input"], input.shape.count == 4, input.shape[0] >= 1 else {
      throw malformed("input: expected a tensor [images, channels, rows, columns]")
    }
    configuration = NetworkConfiguration(
      try decode("architecture", as: Architecture.self),
      input: ImageShape(
        channels: input.shape[1], height: input.shape[2], width: input.shape[3]),
      classes: classes)
    if let objection = configuration.objection { throw malformed(objection) }
    guard let target = file.tensors["target"], target.shape == [input.shape[0]],
      target.values.allSatisfy({ $0 >= 0 && $0 < Float(classes) && $0 == $0.rounded() })
    else {
      throw malformed("target: expected a class in 0…\(classes - 1) for each image")
    }
    let optimizer = try decode("optimizer", as: Optimizer.self)
    guard 0...1_000_000 ~= optimizer.steps else {
      throw malformed("\(optimizer.steps) steps: expected 0…1000000")
    }
    self.optimizer = SGD(
      learningRate: optimizer.learningRate, momentum: optimizer.momentum,
      isNesterov: optimizer.nesterov, weightDecay: optimizer.weightDecay)
    steps = optimizer.steps
    float32Error = error
    tensors = file.tensors
  }

  /// Images of the batch.
  public var batchSize: Int { tensors["target"]?.values.count ?? 0 }

  /// The largest relative error that passes.
  public var bound: Double { max(2e-5, 5 * float32Error) }

  /// Does what the file's maker did, and compares.
  ///
  /// - Returns: the error of every tensor that either side has, the worst first: ‖ours − theirs‖₂ /
  ///   ‖theirs‖₂, or the absolute error where all of theirs are below 1e-8. What only one side has,
  ///   or has in another shape, is infinitely wrong.
  public func errors(
    _ instructionSet: InstructionSet, threads: Int
  ) throws(StateMismatch) -> [(tensor: String, error: Double)] {
    var initial: [String: Tensor] = [:]
    for (name, tensor) in tensors where name.hasPrefix("initial.") {
      initial[String(name.dropFirst("initial.".count))] = tensor
    }
    let network = Network(
      configuration, state: try configuration.state(initial), batchCapacity: batchSize,
      instructionSet: instructionSet, threads: threads)
    network.load(
      images: tensors["input"]?.values ?? [],
      labels: (tensors["target"]?.values ?? []).map { Int($0) })
    var ours: [String: Tensor] = [:]
    func logits() -> Tensor {
      Tensor(
        shape: [batchSize, configuration.classes], values: network.logits().flatMap(\.self))
    }
    for step in 0..<max(steps, 1) {
      let outcome = network.forward(.training)
      network.backward()
      if step == 0 {
        // PyTorch's is a scalar; files may have it as a tensor of one value.
        let shape = tensors["train.loss"].flatMap { $0.values.count == 1 ? $0.shape : nil }
        ours["train.loss"] = Tensor(shape: shape ?? [], values: [Float(outcome.loss)])
        ours["train.logits"] = logits()
        for (name, tensor) in network.gradients() { ours["train.gradient.\(name)"] = tensor }
      }
      if step < steps { network.update(optimizer) }
    }
    for (name, tensor) in network.state().tensors { ours["updated.\(name)"] = tensor }
    _ = network.forward(.evaluation)
    ours["eval.logits"] = logits()
    let expected = tensors.filter {
      !$0.key.hasPrefix("initial.") && $0.key != "input" && $0.key != "target"
        && !$0.key.hasSuffix(".num_batches_tracked")
    }
    return Set(ours.keys).union(expected.keys).map { name in
      (name, Self.error(ours[name], expected[name]))
    }.sorted { ($1.error, $0.tensor) < ($0.error, $1.tensor) }
  }

  private static func error(_ ours: Tensor?, _ theirs: Tensor?) -> Double {
    guard let ours, let theirs, ours.shape == theirs.shape else { return .infinity }
    var (difference, norm) = (0.0, 0.0)
    for (our, their) in zip(ours.values, theirs.values) {
      let delta = Double(our) - Double(their)
      difference += delta * delta
      norm += Double(their) * Double(their)
    }
    let isTiny = theirs.values.allSatisfy { abs($0) < 1e-8 }
    let error = isTiny ? difference.squareRoot() : (difference / norm).squareRoot()
    return error.isNaN ? .infinity : error
  }
}
