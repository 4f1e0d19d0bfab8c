import Foundation
import Testing

/// The subcommands that show and prove networks, as a script uses them.
@Suite(.serialized, .onOwnThreads)
struct NetworkCommandTests {
  private static let references = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("NetworksTests/Reference")

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func run(_ arguments: String, in folder: URL? = nil) throws -> Program.Result {
    try Program.run(
      Program.path, arguments.split(separator: " ").map(String.init), in: folder)
  }

  private func reference(_ name: String) -> String {
    Self.references.appendingPathComponent("\(name).safetensors").path
  }

  @Test func verifyPassesOnPyTorchsNumbers() throws {
    let files = ["densenet-bc", "resnet", "plain-no-norm"]
    for set in ["baseline", "auto"] {
      let result = try run(
        "verify --instruction-set \(set) " + files.map(reference).joined(separator: " "))
      #expect(result.exitCode == 0 && result.errors.isEmpty)
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 3)
      #expect(
        lines.allSatisfy {
          $0.contains(
            /: [a-z0-9_.]+ [0-9.e-]+, PyTorch's float32 [0-9.e-]+, bound [0-9.e-]+: pass$/)
        }, "\(result.output)")
    }
    let all = try run("verify --all-tensors \(reference("densenet-c"))")
    #expect(all.output.contains("  eval.logits\n") || all.output.contains(" eval.logits\n"))
    #expect(all.output.split(separator: "\n").count == 56)
  }

  /// One file with a wrong number, one that is cut short, one that is not there: a line for each, and
  /// the others are verified all the same.
  @Test func verifyFailsOnWhatIsWrong() throws {
    try withFolder { folder in
      let good = try Data(contentsOf: URL(fileURLWithPath: reference("densenet-c")))
      var wrong = good
      // A byte of the exponent of the last number but one.
      wrong[wrong.count - 5] ^= 0x02
      try wrong.write(to: folder.appendingPathComponent("wrong.safetensors"))
      try good.prefix(good.count / 2).write(to: folder.appendingPathComponent("cut.safetensors"))
      try Data("hello".utf8).write(to: folder.appendingPathComponent("text.safetensors"))
      let result = try run(
        "verify wrong.safetensors cut.safetensors text.safetensors none.safetensors "
          + reference("densenet-c"), in: folder)
      #expect(result.exitCode == 1)
      let lines = result.output.split(separator: "\n")
      #expect(lines.count == 2)
      #expect(lines.first?.hasPrefix("wrong.safetensors: ") == true)
      #expect(lines.first?.hasSuffix(": fail") == true && lines.last?.hasSuffix(": pass") == true)
      let errors = result.errors.split(separator: "\n")
      #expect(errors.count == 3)
      for (line, text) in zip(
        errors,
        [
          "cut.safetensors: \"", "text.safetensors: 5 bytes: expected at least 8",
          "none.safetensors: cannot be opened: No such file or directory",
        ])
      {
        #expect(line.hasPrefix("densenet-explorer: \(text)"), "\(line)")
      }
      #expect(try run("verify wrong.safetensors", in: folder).exitCode == 1)
      #expect(try run("verify cut.safetensors none.safetensors", in: folder).exitCode == 65)
    }
  }

  @Test(arguments: [
    ("--architecture densenet121 --input-shape 3,224,224", "DenseNet-121", "7,978,856"),
    ("--architecture densenet161 --input-shape 3,224,224", "DenseNet-161", "28,681,000"),
    ("--architecture resnet --depth 20 --input-shape 3,32,32", "ResNet-20", "272,474"),
    ("--architecture plain --depth 20 --input-shape 3,32,32", "plain-20", "269,722"),
    ("--depth 40 -k 12 --input-shape 3,32,32", "DenseNet-BC (40, k=12)", "176,122"),
    ("--dataset digits", "DenseNet-BC (22, k=8)", "32,318"),
  ])
  func summaryShowsTheNetwork(options: String, name: String, parameters: String) throws {
    let result = try run("summary " + options)
    #expect(result.exitCode == 0 && result.errors.isEmpty)
    let lines = result.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("\(name), images of ") == true)
    #expect(lines.contains { $0.hasPrefix("total ") && $0.contains(" \(parameters) ") })
    #expect(lines.last?.hasPrefix("A training step takes ") == true)
  }

  @Test(arguments: [
    "--blocks 2,1 -k 3 --compression 0.4 --dropout 0.2",
    "--no-bottleneck --depth 7 --compression 1",
    "--architecture resnet --depth 8 --activation tanh",
    "--architecture plain --blocks 2,2 --normalization none --initialization uniform",
    "--blocks 2,1 --stem imagenet --normalization none --activation sigmoid",
  ])
  func everyNetworkTrainsAndIsEvaluated(options: String) throws {
    try withFolder { folder in
      let trained = try run(
        "train --dataset digits --steps 12 --learning-rate 0.01 --run-directory run --at 5:checkpoint "
          + options, in: folder)
      #expect(trained.exitCode == 0, "\(trained.errors)")
      let log = try Log(folder.appendingPathComponent("run/run.jsonl"))
      #expect(log.steps.count == 12)
      #expect(log.steps.allSatisfy { $0.gradientNorms.allSatisfy { $0.isFinite } })
      let evaluated = try run("evaluate run", in: folder)
      let accuracy = try #require(log.evaluations.last).accuracy
      #expect(
        evaluated.output.contains(String(format: "test accuracy %.2f %%", 100 * accuracy)),
        "\(evaluated.output)\(evaluated.errors)")
      let checkpoint = "run/checkpoints/step-5.safetensors"
      let anew = try run(
        "train --dataset digits --steps 1 --weights \(checkpoint) --run-directory again", in: folder
      )
      #expect(anew.exitCode == 0, "\(anew.errors)")
      let resumed = try run("train --resume \(checkpoint) --run-directory rest", in: folder)
      #expect(resumed.exitCode == 0, "\(resumed.errors)")
      let rest = try Log(folder.appendingPathComponent("rest/run.jsonl"))
      #expect(rest.steps.map(\.loss) == Array(log.steps.map(\.loss).dropFirst(5)))
      let decided = try run("train --resume \(checkpoint) --seed 2", in: folder)
      #expect(
        decided.exitCode == 64 && decided.errors.contains("--seed: the checkpoint decides it"))
      let ended = try run("train --resume run --run-directory no", in: folder)
      #expect(
        ended.exitCode == 64
          && ended.errors.contains("is at step 12, where this run ends: expected"))
      let other = try run("evaluate run -k 17", in: folder)
      #expect(other.exitCode == 65)
      #expect(other.errors.contains("step-12.safetensors does not fit DenseNet-BC (22, k=17): "))
    }
  }

  /// Without a person the run fails, unless it is told to go on; a finite checkpoint is there.
  @Test func numbersThatAreNotFinite() throws {
    try withFolder { folder in
      let run = "train --dataset digits --steps 40 --learning-rate 1000 --weight-decay 1 "
      let failed = try self.run(run + "--run-directory failed", in: folder)
      #expect(failed.exitCode == 1)
      #expect(failed.errors.contains(" is not finite; the step was left out"))
      #expect(failed.errors.contains("--continue-after-warnings goes on without such updates"))
      let log = try Log(folder.appendingPathComponent("failed/run.jsonl"))
      #expect(log.last?.reason == "failed")
      #expect(try self.run("evaluate failed --json", in: folder).output.contains("\"loss\":"))
      let goesOn = try self.run(
        run + "--continue-after-warnings --run-directory on", in: folder)
      #expect(goesOn.exitCode == 0)
      #expect(try Log(folder.appendingPathComponent("on/run.jsonl")).last?.step == 40)
    }
  }
}
