import Foundation
import Testing

/// `benchmark`, as scripts use it. How fast it is, no test asks.
@Suite(.serialized)
struct BenchmarkTests {
  private func run(_ arguments: String) throws -> Program.Result {
    try Program.run(Program.path, ["benchmark"] + arguments.split(separator: " ").map(String.init))
  }

  private static let small = "--blocks 1,1 --growth-rate 4 --batch-size 9 --seconds 0.1"

  @Test func oneObject() throws {
    let result = try run("\(Self.small) --input-shape 2,12,9 --threads 2 --json")
    #expect(result.exitCode == 0 && result.errors.isEmpty)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    func number(_ name: String) -> Double { object[name] as? Double ?? -1 }
    for name in [
      "images_per_second", "evaluation_images_per_second", "evaluation_images_per_second_best",
      "gflops_per_second",
      "peak_gflops_per_second", "peak_gigabytes_per_second", "least_seconds_per_step",
    ] {
      #expect(number(name) > 0, "\(name)")
    }
    #expect(number("images_per_second_best") >= number("images_per_second"))
    #expect(number("peak_memory_bytes") > 0x1p20)
    #expect(number("threads") == 2 && number("batch_size") == 9)
    #expect(object["input_shape"] as? [Int] == [2, 12, 9])
    #expect(["baseline", "avx2", "avx512"].contains(object["instruction_set"] as? String))
    let share = number("gflops_per_second") / number("peak_gflops_per_second")
    #expect(abs(number("share_of_peak") - share) < 1e-9)
    let kernels = try #require(object["kernels"] as? [[String: Any]])
    #expect(Set(kernels.compactMap { $0["pass"] as? String }) == ["forward", "backward"])
    for kernel in kernels {
      #expect(kernel["seconds"] as? Double ?? -1 >= 0 && kernel["calls"] as? Int ?? 0 > 0)
      let computes = (kernel["kernel"] as? String)?.hasPrefix("product") == true
      #expect((kernel["gflops_per_second"] is Double) == computes)
    }
    let layers = try #require(object["layers"] as? [[String: Any]])
    let operations = layers.compactMap { $0["operations"] as? Double }.reduce(0, +)
    let rate = operations / 9 * number("images_per_second") / 1e9
    #expect(abs(rate - number("gflops_per_second")) < 1e-6 * rate)
  }

  @Test func tables() throws {
    let result = try run("\(Self.small) --dataset digits --train-samples 20")
    #expect(result.exitCode == 0 && result.errors.isEmpty)
    for text in [
      "DenseNet-BC", "images of 1×8×8, batches of 9", "images/s (median of", "of the peak of",
      "MiB at most", "GFLOP/s and share of the peak per thread", "other kernels", "transition",
      "least", "measured",
    ] {
      #expect(result.output.contains(text), "\(text)")
    }
  }

  /// Options of a whole run have no meaning where steps are timed.
  @Test func helpOffersNoMoreThanItTakes() throws {
    let help = try run("--help").output
    for option in ["--seconds", "--input-shape", "--batch-size", "--depth", "--threads"] {
      #expect(help.contains(option), "\(option)")
    }
    for option in [
      "--epochs", "--steps", "--at", "--resume", "--run-directory", "--evaluate-every",
      "--continue-after-warnings", "--schedule",
    ] {
      #expect(!help.contains(option), "\(option)")
    }
  }

  @Test(arguments: [
    ("--seconds 0", 64, "--seconds 0.0: expected 0.1…3600"),
    ("--seconds nan", 64, "--seconds nan: expected 0.1…3600"),
    ("--seconds -1", 64, "--seconds -1.0: expected 0.1…3600"),
    ("--steps 3", 64, "Unknown option '--steps'"),
    ("--run-directory x", 64, "Unknown option '--run-directory'"),
    ("--classes 3", 64, "--classes 3: expected it beside --input-shape only"),
    ("--input-shape 1,4,4 --dataset digits", 64, "--dataset digits: images have --input-shape"),
    ("--input-shape 1,4,4 --train-samples 9", 64, "--train-samples 9: expected it with a data set"),
    ("--input-shape 3,0,5", 64, "'3,0,5' is invalid for '--input-shape"),
    ("--input-shape 3,0,5", 64, "1…65536 each"),
    ("--input-shape 1,1,1 --blocks 1,1", 64, "expected at most 1 block or larger images"),
    ("--input-shape 3,4,4 --architecture densenet121", 64, "4×4"),
    ("--input-shape 64,60000,60000", 1, "GiB of memory"),
    ("--dataset nowhere", 66, "nowhere"),
  ])
  func wrongUse(arguments: String, code: Int32, message: String) throws {
    try run(arguments).expectRefusal(message, exitCode: code)
  }
}
