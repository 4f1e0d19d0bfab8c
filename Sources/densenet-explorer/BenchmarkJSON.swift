import Channel
import Foundation
import Training

extension BenchmarkReport {
  private struct JSON: Encodable {
    struct Kernel: Encodable {
      let layer, kernel, pass: String
      let calls: Int
      let seconds, share: Double
      /// `nil` for a kernel that only moves numbers.
      let gflopsPerSecond, shareOfPeak: Double?
    }
    struct Layer: Encodable {
      let layer: String
      let operations, executedOperations, bytes, leastSeconds: Double
    }
    let network: String
    let inputShape: [Int]
    let batchSize: Int
    let threads: Int
    let instructionSet: String
    let imagesPerSecond, imagesPerSecondBest: Double
    let evaluationImagesPerSecond, evaluationImagesPerSecondBest: Double
    let steps: Int
    let gflopsPerSecond, peakGflopsPerSecond, shareOfPeak, peakGigabytesPerSecond: Double
    let leastSecondsPerStep: Double
    let peakMemoryBytes: Int
    let kernels: [Kernel]
    let layers: [Layer]
  }

  /// One JSON object. Of a kernel: seconds of a step over all threads, and their share of these
  /// threads' time. Of a layer: operations and bytes of a step.
  func jsonLine() throws -> String {
    let images = Double(settings.batchSize)
    let input = configuration.input
    let json = JSON(
      network: configuration.name, inputShape: [input.channels, input.height, input.width],
      batchSize: settings.batchSize, threads: settings.threads,
      instructionSet: settings.instructionSet.rawValue, imagesPerSecond: imagesPerSecond,
      imagesPerSecondBest: bestImagesPerSecond,
      evaluationImagesPerSecond: evaluationImagesPerSecond,
      evaluationImagesPerSecondBest: bestEvaluationImagesPerSecond, steps: steps,
      gflopsPerSecond: operationsPerSecond / 1e9,
      peakGflopsPerSecond: peak.operationsPerSecond / 1e9,
      shareOfPeak: shareOfPeak,
      peakGigabytesPerSecond: peak.bytesPerSecond / 1e9,
      leastSecondsPerStep: leastStepSeconds, peakMemoryBytes: peakMemory,
      kernels: kernels.map { work, cost in
        let rate = cost.operations == 0 ? nil : cost.operations / cost.seconds
        return .init(
          layer: work.layer, kernel: work.kernel, pass: work.part.rawValue, calls: cost.calls,
          seconds: cost.seconds, share: cost.seconds / profiledSeconds,
          gflopsPerSecond: rate.map { $0 / 1e9 },
          shareOfPeak: rate.map { _ in shareOfPeak(cost) })
      },
      layers: layers.map {
        .init(
          layer: $0.layer, operations: $0.operations * images,
          executedOperations: $0.executedOperations * images, bytes: $0.bytes * images,
          leastSeconds: leastSeconds($0))
      })
    return try JSONLine.text(of: json)
  }
}
