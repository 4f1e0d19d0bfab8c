import Channel
import Foundation
import Testing

@testable import Explorer

/// Who uses what in a dense block, on matrices small enough to reckon by hand.
struct ReuseStatisticsTests {
  private func block(
    _ matrix: [[Double?]], maps: [Int], scaled: [[Double?]]? = nil, mapUse: [Double]? = nil
  ) -> Reuse {
    Reuse(step: 0, block: 1, matrix: matrix, maps: maps, scaledMatrix: scaled, mapUse: mapUse)
  }

  /// Of the transition's weight 0.8 is on the input, 1.2 on layer 1 and 2.4 on layer 2.
  private let matrix: [[Double?]] = [[0.2, nil, nil], [0.1, 0.3, nil], [0.05, 0.1, 0.2]]

  @Test func sharesAreWeightsTimesMaps() throws {
    let statistics = ReuseStatistics(block(matrix, maps: [16, 12, 12]))
    #expect(!statistics.usesNormScale)
    #expect(statistics.shares[0, 0] == 1)
    #expect(statistics.shares[0, 1] == nil)
    #expect(try abs(#require(statistics.shares[2, 0]) - 0.8 / 4.4) < 1e-12)
    #expect(try abs(#require(statistics.shares[2, 2]) - 2.4 / 4.4) < 1e-12)
    #expect(abs(statistics.mapShare(of: 0, for: 1) - 16.0 / 28) < 1e-12)
    #expect(statistics.mainSource(of: 2)?.source == 2)
  }

  /// Normalised by the number of maps: a source draws that has half of the consumer's mean.
  @Test func aConsumerDrawsOnWhatHasHalfOfItsMeanWeight() {
    let statistics = ReuseStatistics(block(matrix, maps: [16, 12, 12]))
    // The transition's mean is 4.4 / 40 = 0.11, and the input's 0.05 less than half of it.
    #expect(!statistics.draws(consumer: 2, source: 0))
    #expect(statistics.draws(consumer: 2, source: 1))
    #expect(statistics.readers(of: 0) == (2, 3))
    #expect(statistics.readers(of: 1) == (2, 2))
    #expect(statistics.readers(of: 2) == (1, 1))
  }

  @Test func normsCountWhereThereAreAny() throws {
    let scaled: [[Double?]] = [[1, nil], [1, 0]]
    let statistics = ReuseStatistics(block([[1, nil], [1, 1]], maps: [4, 4], scaled: scaled))
    #expect(statistics.usesNormScale)
    #expect(statistics.readers(of: 1) == (0, 1))
    // All of its weight is on one half of the 8 maps.
    #expect(try abs(#require(statistics.evenness(of: 1)) - 2.0 / 3) < 1e-12)
  }

  @Test func evennessIsOneWhereAllSharesAreAlike() throws {
    let even = ReuseStatistics(block([[1, nil], [3, 3]], maps: [8, 4]))
    #expect(try abs(#require(even.evenness(of: 1)) - 1) < 1e-12)
    #expect(even.evenness(of: 0) == nil, "one source leaves no choice")
    #expect(even.evenness(of: 7) == nil)
    // Shares of a quarter and three quarters, one map each: 0.8113 bits of 1.
    let uneven = ReuseStatistics(block([[1, nil], [1, 3]], maps: [1, 1]))
    #expect(try abs(#require(uneven.evenness(of: 1)) - 0.811278) < 1e-6)
    #expect(uneven.meanEvenness == uneven.evenness(of: 1))
  }

  @Test func mapsAreCountedSourceBySource() {
    let use = [0.5, 0.009, 2, 0.01, .nan, 0.001]
    let statistics = ReuseStatistics(block([[1, nil], [1, 1]], maps: [2, 4], mapUse: use))
    #expect(statistics.mapUse.count == 5, "a map whose use is not finite is left out")
    #expect(statistics.unusedMaps == 2)
    #expect(
      statistics.leastUsedMaps(2) == [
        .init(source: 1, map: 4, use: 0.001), .init(source: 0, map: 2, use: 0.009),
      ])
  }

  /// Nothing that a block may hold traps, and unknown numbers count for nothing.
  @Test(arguments: [
    Reuse(step: 0, block: 1, matrix: [], maps: []),
    Reuse(step: 0, block: 1, matrix: [[]], maps: [3], mapUse: [1, 2, 3, 4, 5]),
    Reuse(step: 0, block: 1, matrix: [[0, nil], [0, 0]], maps: [3, 3]),
    Reuse(step: 0, block: 1, matrix: [[.nan], [.infinity, 1]], maps: [3, 3]),
    Reuse(step: 0, block: 1, matrix: [[1, 1, 1], [1]], maps: [0, -4], mapUse: []),
  ])
  func oddBlocks(block: Reuse) {
    let statistics = ReuseStatistics(block)
    for consumer in -1...3 {
      for source in -1...3 { #expect(!statistics.draws(consumer: consumer, source: source)) }
      #expect(statistics.evenness(of: consumer) == nil)
    }
    #expect(statistics.meanEvenness == nil)
    let report = ReuseReport(
      block, statistics, cursor: ReuseCursor(consumer: 2, source: 5), isLastBlock: true,
      layers: [])
    #expect(report.heading == "Block 1, by mean |w|")
    #expect(!report.parts.contains([]))
  }

  @Test func theReportSaysItInWords() {
    let block = block(matrix, maps: [16, 12, 12], scaled: matrix, mapUse: [0.002, 1, 1, 1])
    func layer(_ name: String, _ block: Int?, _ maps: Int) -> LayerDescription {
      LayerDescription(
        name: name, kind: "convolution", block: block, outputShape: [maps, 8, 8], parameters: 1)
    }
    let report = ReuseReport(
      block, ReuseStatistics(block), cursor: ReuseCursor(consumer: 2, source: 1),
      isLastBlock: false,
      layers: [layer("features.conv0", nil, 16), layer("conv2", 1, 12), layer("conv", nil, 20)])
    #expect(report.heading == "Block 1, by mean |γ·w|")
    #expect(
      Array(report.parts) == [
        ["layer 1: 2 of 2 later layers draw on it"],
        ["entropy of use, 1 if even: transition 0.958", "mean of the block 0.958"],
        ["unused, below 1 % of average use: 1 of 4 maps, 25.0 %"],
        [
          "least used (average 100 %): map 1 of input: 0.2 %", "map 2 of input: 100.0 %",
          "map 3 of input: 100.0 %", "map 4 of input: 100.0 %",
        ],
        [
          "transition: 20 maps of the block's 40 maps", "54.5 % of its weight on layer 2",
          "which has 30.0 % of the maps",
        ],
        ["later layers that draw on: in: 2/3", "1: 2/2", "2: 1/1"],
        ["entropy of use by layer: 2: 0.958", "out: 0.958"],
      ])
  }
}
