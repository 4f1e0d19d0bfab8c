import KernelArguments
import Networks
import Oracle
import Testing

struct DropoutTests {
  private func masked(
    _ x: Images, _ strips: [Strip], firstImage: Int, _ dropout: Dropout, _ trial: inout Trial
  ) -> GuardedMaps {
    let maps = trial.output(x)
    for strip in strips {
      trial.kernels.maskDropout(
        DropoutMasking(
          maps: maps.view(fromRow: strip.firstRow), channels: x.channels,
          pixels: x.height * x.width, firstPixel: strip.firstRow * x.width, rows: strip.rows,
          columns: x.width, firstImage: firstImage, key: dropout.key, rate: dropout.rate))
    }
    return maps
  }

  @Test(arguments: Trial.instructionSets)
  func masks(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let dropout = Dropout(
        key: UInt32.random(in: 0...UInt32.max, using: &trial.generator),
        rate: [0, 0.2, 0.5, 0.9].randomElement(using: &trial.generator) ?? 0)
      let firstImage = trial.lanes * Int.random(in: 0...20, using: &trial.generator)
      let x = trial.random(trial.inputs)
      let strip = trial.strip()
      let rows = strip.firstRow..<strip.firstRow + strip.rows
      let y = dropout.forward(x, firstImage: firstImage)
      masked(x, [strip], firstImage: firstImage, dropout, &trial).expect {
        rows ~= $2 ? y[$0, $1, $2, $3] : nil
      }
    }
  }

  /// Between the pixels of a gradient that a stride spread nothing is touched.
  @Test(arguments: Trial.instructionSets)
  func stride(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let dropout = Dropout(key: 3, rate: 0.5)
      let x = trial.random(
        trial.inputs, height: (trial.height - 1) / 2 + 1, width: (trial.width - 1) / 2 + 1)
      let strip = trial.strip(height: x.height, width: x.width)
      let maps = trial.output(
        x.spread(stride: 2, height: trial.height, width: trial.width).map { x, _ in x == 0 ? 7 : x }
      )
      trial.kernels.maskDropout(
        DropoutMasking(
          maps: maps.view(fromRow: 2 * strip.firstRow), channels: x.channels,
          pixels: x.height * x.width, firstPixel: strip.firstRow * x.width, rows: strip.rows,
          columns: x.width, stride: 2, firstImage: 0, key: dropout.key, rate: dropout.rate))
      let y = dropout.forward(x.map { x, _ in x == 0 ? 7 : x })
      maps.expect { lane, channel, row, column in
        guard row % 2 == 0, column % 2 == 0,
          strip.firstRow..<strip.firstRow + strip.rows ~= row / 2
        else { return nil }
        return y[lane, channel, row / 2, column / 2]
      }
    }
  }

  /// Pixels that follow each other without a gap may be taken for one row, wherever they begin.
  @Test(arguments: Trial.instructionSets)
  func runs(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      let dropout = Dropout(key: 4, rate: 0.5)
      let x = trial.random(trial.inputs)
      let pixels = x.height * x.width
      let first = Int.random(in: 0..<pixels, using: &trial.generator)
      let run = first..<Int.random(in: first + 1...pixels, using: &trial.generator)
      let maps = trial.output(x, isContiguous: true)
      var view = maps.view
      view.start += first * trial.lanes
      trial.kernels.maskDropout(
        DropoutMasking(
          maps: view, channels: x.channels, pixels: pixels, firstPixel: first, rows: 1,
          columns: run.count, firstImage: 0, key: dropout.key, rate: dropout.rate))
      let y = dropout.forward(x)
      maps.expect { run ~= $2 * x.width + $3 ? y[$0, $1, $2, $3] : nil }
    }
  }

  /// A strip that is cut in two has the mask of the whole, and so has each image alone: neither
  /// strips nor the vector's width matter.
  @Test(arguments: Trial.instructionSets)
  func cuts(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet).prefix(20) {
      let dropout = Dropout(key: 5, rate: 0.4)
      let (height, width) = (trial.height + 1, trial.width)
      let x = Images(trial.lanes, trial.inputs, height, width, value: 1)
      let whole = Strip(firstRow: 0, rows: height, height: height, width: width)
      let upper = Strip(firstRow: 0, rows: trial.height, height: height, width: width)
      let lower = Strip(firstRow: trial.height, rows: 1, height: height, width: width)
      let uncut = masked(x, [whole], firstImage: 0, dropout, &trial)
      let cut = masked(x, [upper, lower], firstImage: 0, dropout, &trial)
      cut.expect(tolerance: 0) { Double(uncut[$0, $1, $2, $3]) }
      for image in 1..<trial.lanes {
        let shifted = masked(x, [whole], firstImage: image, dropout, &trial)
        x.forEachPlace { _, channel, row, column in
          #expect(shifted[0, channel, row, column] == uncut[image, channel, row, column])
        }
      }
    }
  }

  /// Of sixteen images, in as many vectors as that takes.
  @Test func instructionSetsAgree() {
    let dropout = Dropout(key: 77, rate: 0.3)
    let whole = Strip(firstRow: 0, rows: 5, height: 5, width: 7)
    var masks: [[Float]] = []
    for instructionSet in Trial.instructionSets {
      var trial = Trial(instructionSet, seed: 1)
      let x = Images(trial.lanes, 3, 5, 7, value: 1)
      let groups = Swift.stride(from: 0, to: 16, by: trial.lanes).map {
        masked(x, [whole], firstImage: $0, dropout, &trial)
      }
      var mask: [Float] = []
      Images(16, 3, 5, 7).forEachPlace { image, channel, row, column in
        mask.append(groups[image / trial.lanes][image % trial.lanes, channel, row, column])
      }
      masks.append(mask)
    }
    #expect(masks.allSatisfy { $0 == masks[0] })
  }

  @Test(arguments: Trial.instructionSets, [0.1, 0.5, 0.8])
  func share(instructionSet: InstructionSet, rate: Double) {
    var trial = Trial(instructionSet, seed: 3)
    let x = Images(trial.lanes, 20, 25, 25, value: 1)
    let whole = Strip(firstRow: 0, rows: 25, height: 25, width: 25)
    let n = Double(x.values.count)
    func mask(_ key: UInt32) -> [Bool] {
      masked(x, [whole], firstImage: 0, Dropout(key: key, rate: rate), &trial).floats.values
        .filter { $0 != GuardedFloats.Purpose.output.guardValue }.map { $0 == 0 }
    }
    // Keys of one step's layers, of neighbouring steps, of one bit.
    let masks = [0, 1, 2, 0x8000_0000, 0x9E37_79B1].map(mask)
    #expect(masks[0] == mask(0))
    for first in masks.indices {
      let dropped = Double(masks[first].count { $0 }) / n
      // Five deviations of the binomial distribution.
      #expect(abs(dropped - rate) < 5 * (rate * (1 - rate) / n).squareRoot())
      for second in masks.indices where second > first {
        // Unrelated masks drop both values in rate² of all places.
        let both = Double(zip(masks[first], masks[second]).count { $0 && $1 }) / n
        let share = rate * rate
        #expect(abs(both - share) < 5 * (share * (1 - share) / n).squareRoot())
      }
    }
  }
}
