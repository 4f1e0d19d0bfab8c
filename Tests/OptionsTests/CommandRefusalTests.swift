import Foundation
import Testing

/// What subcommands besides `train` and `lesson` refuse.
@MainActor
struct CommandRefusalTests {
  @Test(arguments: [
    Refusal(["--network", "a\u{1B}[2Jb"], "network 'a [2Jb': expected a kind first, one of"),
    Refusal("--depths 8,8", "--depths 8,8: expected two or more depths in 1…6000, each once"),
    Refusal(
      "--depths 8,14 --blocks 1", "--depths: expected neither --depth nor --blocks beside it"),
    Refusal(
      "--depths 8,14 --batch-size 60000",
      "depth 8: network 'densenet': batch size 60000: expected at most"),
    Refusal(
      "--report report.pdf", "--report 'report.pdf': expected a name that ends in .html,"),
    Refusal(
      "--report no/where.html", exitCode: 74,
      "--report 'no/where.html': expected a file in a folder"),
  ])
  func comparisons(refusal: Refusal) {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    refusal.check(
      after: [
        "compare", "--dataset", "digits", "--headless", "--steps", "2", "--run-directory",
        folder.path,
      ])
    #expect(!FileManager.default.fileExists(atPath: folder.path))
  }

  @Test(arguments: [
    Refusal("--seconds 0", "--seconds 0.0: expected 0.1…3600"),
    Refusal("--seconds nan", "--seconds nan: expected 0.1…3600"),
    Refusal("--seconds -1", "--seconds -1.0: expected 0.1…3600"),
    Refusal("--steps 3", "Unknown option '--steps'"),
    Refusal("--run-directory x", "Unknown option '--run-directory'"),
    Refusal("--classes 3", "--classes 3: expected it beside --input-shape only"),
    Refusal(
      "--input-shape 1,4,4 --dataset digits", "--dataset digits: images have --input-shape"),
    Refusal(
      "--input-shape 1,4,4 --train-samples 9", "--train-samples 9: expected it with a data set"),
    Refusal("--input-shape 3,0,5", "'3,0,5' is invalid for '--input-shape"),
    Refusal("--input-shape 3,0,5", "1…65536 each"),
    Refusal("--input-shape 1,1,1 --blocks 1,1", "expected at most 1 block or larger images"),
    Refusal("--input-shape 3,4,4 --architecture densenet121", "4×4"),
    Refusal("--input-shape 64,60000,60000", exitCode: 1, "GiB of memory"),
    Refusal("--dataset nowhere", exitCode: 66, "nowhere"),
  ])
  func benchmarks(refusal: Refusal) { refusal.check(after: ["benchmark"]) }

  @Test(arguments: [
    Refusal("summary --input-shape 3,224", "'3,224' is invalid for '--input-shape <c,h,w>'"),
    Refusal("summary --classes 5", "--classes 5: expected it beside --input-shape only"),
    Refusal(
      "summary --architecture densenet121 --input-shape 1,28,28", "4 blocks: images of 28×28"),
    Refusal(
      "summary --architecture densenet121 -k 4", "--growth-rate: --architecture densenet121 has"),
    Refusal("evaluate . --batch-size 0", "--batch-size 0: expected a whole number"),
    Refusal("evaluate . --mistakes 1001", "--mistakes 1001: expected 0…1000"),
    Refusal("verify --instruction-set neon x", "'neon' is invalid for '--instruction-set"),
    Refusal("verify", "Missing expected argument '<file> ...'"),
    Refusal("datasets show digits --samples 1001", "--samples 1001: expected 0…1000"),
    Refusal("datasets show digits --height 1", "--height 1: expected 2…64"),
    Refusal(
      "datasets show nowhere", exitCode: 66,
      "nowhere: no such folder, expected a data set's folder or one of"),
    Refusal("datasets fetch imagenet", "'imagenet': expected one of fashion-mnist, digits, mnist"),
    Refusal("runs nothing", exitCode: 66, "nothing: no such folder, expected a folder of runs"),
  ])
  func others(refusal: Refusal) { refusal.check(after: []) }

  @Test func aReferenceFileIsNoCheckpoint() {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .appendingPathComponent("NetworksTests/Reference/resnet.safetensors")
    Refusal(
      ["evaluate", file.path], exitCode: 65,
      "resnet.safetensors: a reference file, which verify reads: expected a checkpoint"
    ).check(after: [])
  }
}
