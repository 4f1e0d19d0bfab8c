import Networks
import Testing

/// The engine against PyTorch, tensor by tensor.
struct ReferenceTests {
  static let names = ["densenet", "densenet-b", "densenet-c", "densenet-bc"]

  @Test(arguments: names, InstructionSet.allCases.filter(\.isAvailable))
  func agreesWithPyTorch(name: String, instructionSet: InstructionSet) throws {
    let file = try ReferenceFile(named: name)
    let bound = max(1e-4, 5 * file.float32Error)
    for threads in [1, 2] {
      let errors = file.errors(instructionSet, threads: threads)
      // Parameters have a gradient and a value after the update, statistics the latter, and there
      // are two kinds of logits and the loss.
      let parameters = file.tensors.keys.filter { $0.hasPrefix("train.gradient.") }.count
      let updated = file.tensors.keys.filter { $0.hasPrefix("updated.") }.count
      #expect(parameters > 10 && errors.count == parameters + updated + 3)
      for (tensor, error) in errors { #expect(error <= bound, "\(tensor)") }
    }
  }

  /// The comparison notices one wrong tensor of any kind.
  @Test(arguments: [
    "train.loss", "eval.logits", "train.gradient.features.transition1.conv.weight",
    "updated.features.norm5.running_var", "updated.classifier.bias",
  ])
  func aWrongTensorIsNoticed(tensor: String) throws {
    var file = try ReferenceFile(named: "densenet-bc")
    file.tensors[tensor]?.values[0] *= 1.01
    let wrong = file.errors(.best, threads: 1).filter { $0.value > 1e-4 }
    #expect(Array(wrong.keys) == [tensor])
  }

  @Test func aMissingTensorIsNoticed() throws {
    var file = try ReferenceFile(named: "densenet-c")
    file.tensors["updated.features.norm5.weight"] = nil
    let wrong = file.errors(.best, threads: 1).filter { !($0.value <= 1e-4) }
    #expect(Array(wrong.keys) == ["updated.features.norm5.weight"])
  }
}
