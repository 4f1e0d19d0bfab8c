import Foundation
import Networks
import Testing

/// Where the tests' files are.
func referenceURL(_ name: String) throws -> URL {
  try #require(
    Bundle.module.url(forResource: name, withExtension: "safetensors", subdirectory: "Reference"))
}

/// The engine against PyTorch, tensor by tensor.
struct ReferenceTests {
  static let names = [
    "densenet", "densenet-b", "densenet-c", "densenet-bc", "densenet-imagenet", "densenet-no-norm",
    "densenet-sigmoid", "densenet-large", "resnet", "resnet-tanh-no-norm", "plain", "plain-no-norm",
  ]

  private func file(_ name: String) throws -> ReferenceFile {
    try ReferenceFile(Data(contentsOf: referenceURL(name)))
  }

  @Test(arguments: names, InstructionSet.available)
  func agreesWithPyTorch(name: String, instructionSet: InstructionSet) throws {
    let file = try file(name)
    // PyTorch itself is off by this much in float32: a file whose bound says nothing proves nothing.
    #expect(file.bound < 2e-4)
    for threads in [1, 2] {
      let errors = try file.errors(instructionSet, threads: threads)
      // Parameters have a gradient and a value after the update, statistics the latter, and there
      // are two kinds of logits and the loss.
      let parameters = file.tensors.keys.filter { $0.hasPrefix("train.gradient.") }.count
      let updated = file.tensors.keys.filter { $0.hasPrefix("updated.") }.count
      #expect(parameters > 10 && errors.count == parameters + updated + 3)
      for (tensor, error) in errors { #expect(error <= file.bound, "\(tensor)") }
    }
  }

  /// The comparison notices one wrong tensor of any kind.
  @Test(arguments: [
    "train.loss", "eval.logits", "train.gradient.features.transition1.conv.weight",
    "updated.features.norm5.running_var", "updated.classifier.bias",
  ])
  func aWrongTensorIsNoticed(tensor: String) throws {
    var file = try file("densenet-bc")
    file.tensors[tensor]?.values[0] *= 1.01
    let wrong = try file.errors(.best, threads: 1).filter { $0.error > file.bound }
    #expect(wrong.map(\.tensor) == [tensor])
  }

  /// Sums over large maps are as good as PyTorch's own, which it takes in double precision.
  @Test(arguments: InstructionSet.available)
  func longSumsKeepTheirDigits(instructionSet: InstructionSet) throws {
    let file = try file("densenet-large")
    let worst = try file.errors(instructionSet, threads: 1)[0]
    #expect(worst.error < 2 * file.float32Error, "\(worst)")
  }

  /// As many numbers in another shape are another tensor.
  @Test func aTransposedTensorIsNoticed() throws {
    var file = try file("densenet-bc")
    let name = "updated.features.transition1.conv.weight"
    file.tensors[name]?.shape.reverse()
    let worst = try file.errors(.best, threads: 1)[0]
    #expect(worst.tensor == name && worst.error == .infinity)
  }

  /// A file cannot talk the bound away.
  @Test(arguments: ["inf", "nan", "1e300", "-1", "many"])
  func anErrorThatIsNoErrorIsRefused(text: String) throws {
    var file = try SafetensorsFile(Data(contentsOf: referenceURL("densenet-c")))
    file.metadata["pytorch_float32_error"] = text
    file.tensors["target"]?.shape = [5]
    let data = file.data
    let error = #expect(throws: SafetensorsFile.Malformed.self) { try ReferenceFile(data) }
    #expect(error?.description.contains("pytorch_float32_error") == true)
  }

  @Test(arguments: ["updated.features.norm5.weight", "train.logits"])
  func aMissingTensorIsNoticed(tensor: String) throws {
    var file = try file("densenet-c")
    file.tensors[tensor] = nil
    let worst = try file.errors(.best, threads: 1)[0]
    #expect(worst.tensor == tensor && worst.error == .infinity)
  }

  @Test func aSurplusTensorIsNoticed() throws {
    var file = try file("densenet-c")
    file.tensors["updated.features.norm6.weight"] = Tensor(shape: [1], values: [0])
    let worst = try file.errors(.best, threads: 1)[0]
    #expect(worst.tensor == "updated.features.norm6.weight" && worst.error == .infinity)
  }

  @Test func initialTensorsThatDoNotFitAreRefused() throws {
    var file = try file("resnet")
    file.tensors["initial.layer2.0.downsample.1.weight"] = nil
    let broken = file
    let mismatch = #expect(throws: StateMismatch.self) {
      _ = try broken.errors(.best, threads: 1)
    }
    #expect(
      mismatch?.description
        == "layer2.0.downsample.1.weight is missing: expected a tensor of shape [32]")
  }
}
