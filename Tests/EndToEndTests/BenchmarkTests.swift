import Foundation
import Testing

/// `benchmark`, as scripts use it. How fast it is, no test asks.
@Suite(.serialized, .onOwnThreads)
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
}
