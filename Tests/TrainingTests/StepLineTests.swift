import Channel
import Foundation
import Networks
import Testing

@testable import Training

/// A step that is read without a decoder is what the decoder reads.
struct StepLineTests {
  private static let decoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }()

  private func decoded(_ line: [UInt8]) -> RunEvent? {
    try? Self.decoder.decode(RunEvent.self, from: Data(line))
  }

  private static func metrics(_ generator: inout some RandomNumberGenerator) -> StepMetrics {
    func number() -> Double {
      let size = Double.random(in: -40...12, using: &generator)
      return Bool.random(using: &generator) ? Double(Float(pow(10, size))) : pow(10, size)
    }
    func figures() -> [Double] {
      (0..<Int.random(in: 0...40, using: &generator)).map {
        $0 % 9 == 7 ? .nan : $0 % 11 == 5 ? 0 : number()
      }
    }
    return StepMetrics(
      step: Int.random(in: 0...1_000_000_000, using: &generator),
      epoch: Int.random(in: 1...99, using: &generator),
      network: Int.random(in: 0...7, using: &generator),
      loss: Bool.random(using: &generator) ? number() : .infinity, accuracy: number(),
      learningRate: number(), gradientNorms: figures(), updateRatios: figures(),
      weightNorms: figures(), seconds: number(), imagesPerSecond: number(),
      fork: Bool.random(using: &generator)
        ? nil : "wider-\(Int.random(in: 1...9, using: &generator))")
  }

  @Test func everyStepThatIsWrittenIsRead() throws {
    var generator = RandomGenerator(seed: 1)
    for _ in 0..<300 {
      let line = Array(try RunEvent.step(Self.metrics(&generator)).jsonLine().utf8)
      let step = try #require(StepMetrics(line: line[...]))
      #expect(RunEvent.step(step) == decoded(line))
    }
  }

  /// Whatever else a line says, it is read as a decoder would, or left to it.
  @Test func alteredLinesAreReadAsByADecoder() throws {
    var generator = RandomGenerator(seed: 2)
    let parts = [
      "0", "-", "+", ".", "e", "E9", "1e999", "00", "null", "\"", ",", "{", "}", "[", "]", ":", " ",
      "\\u0041", "\"step\":5,", "\"event\":\"step\"", "true", "9223372036854775808", "\u{1B}", "é",
    ].map { Array($0.utf8) }
    var (read, refused) = (0, 0)
    for _ in 0..<3000 {
      var metrics = Self.metrics(&generator)
      metrics.gradientNorms = Array(metrics.gradientNorms.prefix(3))
      (metrics.updateRatios, metrics.weightNorms) = ([], [])
      var line = Array(try RunEvent.step(metrics).jsonLine().utf8)
      let place = Int.random(in: 0..<line.count, using: &generator)
      let length = Int.random(in: 0...min(3, line.count - place), using: &generator)
      line.replaceSubrange(
        place..<place + length, with: parts.randomElement(using: &generator) ?? [])
      if let step = StepMetrics(line: line[...]) {
        read += 1
        #expect(RunEvent.step(step) == decoded(line), "\(String(decoding: line, as: UTF8.self))")
      } else {
        refused += 1
      }
    }
    #expect(read > 100 && refused > 1000)
  }
}
