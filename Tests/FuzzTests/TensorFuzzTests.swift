import Foundation
import Testing

@testable import Networks
@testable import Training

/// Files of tensors: any program's, PyTorch's reference files, a run's checkpoints.
struct TensorFuzzTests {
  /// Of a network that is made of a file, so that a case takes no time.
  private static let mostMemory = 16 << 20

  @Test func safetensors() throws {
    let file = [UInt8](
      SafetensorsFile(
        metadata: ["format": "pt"],
        tensors: [
          "a": Tensor(shape: [2, 3], values: [1, 2, 3, 4, 5, 6]),
          "b": Tensor(shape: [], values: [7]),
          "c": Tensor(shape: [0, 4], values: []),
        ]
      ).data)
    try Fuzzing("safetensors", cases: 300, mebibytes: 128).run { dice, _ in
      let bytes = Data(TensorFile.altered(file, [file], &dice))
      var unread = bytes[...]
      _ = SafetensorsFile.metadata { count in
        defer { unread = unread.dropFirst(count) }
        return unread.prefix(count)
      }
      do throws(SafetensorsFile.Malformed) {
        let read = try SafetensorsFile(bytes)
        // What was read can be written, and is the same again.
        let again = try SafetensorsFile(read.data)
        precondition(again.tensors.keys == read.tensors.keys && again.metadata == read.metadata)
        return .accepted
      } catch {
        return .refused(error.description)
      }
    }
  }

  @Test func reference() throws {
    let folder = "Tests/NetworksTests/Reference/"
    let files = try ["densenet-c", "densenet-sigmoid"].map {
      try DatasetFiles.shipped(folder + $0 + ".safetensors")
    }
    try Fuzzing("reference", cases: 100, mebibytes: 192).run { dice, _ in
      let bytes = Data(TensorFile.altered(dice.pick(files), files, &dice))
      do {
        let file = try ReferenceFile(bytes)
        let required = file.configuration.memoryRequired(
          batchCapacity: file.batchSize, instructionSet: .best, threads: 1)
        guard required <= Self.mostMemory, file.steps <= 3 else { return .accepted }
        // A share of them: each takes as long as three steps.
        if dice.isOne(of: 4) { _ = try file.errors(.best, threads: 1) }
        return .accepted
      } catch {
        return .refused("\(error)")
      }
    }
  }

  @Test func checkpoint() throws {
    let files = try RealRun.alone.get()
    let checkpoints = files.checkpoints.compactMap { files[$0] }
    let sandbox = try Sandbox()
    let path = sandbox("step-5.safetensors")
    try Fuzzing("checkpoint", cases: 200, mebibytes: 256).run { dice, number in
      try sandbox.write(
        TensorFile.altered(dice.pick(checkpoints), checkpoints, &dice), to: "step-5.safetensors")
      defer { sandbox.expectNothingOutside(number) }
      _ = Checkpoint.position(inFile: path)
      do {
        let checkpoint = try Checkpoint(contentsOf: path)
        guard let configuration = checkpoint.origin?.configuration else { return .accepted }
        let required = configuration.memoryRequired(
          batchCapacity: 2, instructionSet: .best, threads: 1)
        let state = try checkpoint.state(of: configuration)
        let run = try? checkpoint.trainingState()
        guard required <= Self.mostMemory else { return .accepted }
        let network = Network(
          configuration, state: state, cuts: run?.cuts ?? [], batchCapacity: 2,
          instructionSet: .best, threads: 1)
        let input = configuration.input
        network.load(
          images: Array(repeating: 0.5, count: 2 * input.channels * input.pixels), labels: [0, 0])
        _ = network.forward(.evaluation)
        if let run {
          _ = Checkpoint.content(run, of: try #require(checkpoint.settings))
        }
        return .accepted
      } catch let error as RunError {
        return .refused(error.description)
      }
    }
  }
}
