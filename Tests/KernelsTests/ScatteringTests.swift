import KernelArguments
import Networks
import Oracle
import Testing

struct ScatteringTests {
  enum Kind: CaseIterable {
    case whole, pooled, averaged
  }

  @Test(arguments: Trial.instructionSets, Kind.allCases)
  func gradients(instructionSet: InstructionSet, kind: Kind) {
    for seed in Trial.seeds {
      var trial = Trial(instructionSet, seed: seed)
      if kind == .pooled && (trial.height < 2 || trial.width < 2) { continue }
      for overwrites in [false, true] {
        check(kind, overwrites: overwrites, &trial)
      }
    }
  }

  private func check(_ kind: Kind, overwrites: Bool, _ trial: inout Trial) {
    let channels = trial.inputs
    var x = trial.random(channels)
    let old = trial.random(channels)
    let (scale, mean, inverse) = (
      trial.numbers(channels, around: 1), trial.numbers(channels),
      trial.numbers(channels, around: 2)
    )
    var shift = trial.numbers(channels)
    // On ReLU's kink, where the derivative is taken to be zero, as PyTorch takes it.
    shift[0] = 0
    x[0, 0, 0, 0] = 0
    // What comes in: for the whole map, for a quarter of it, for its average.
    let dy =
      switch kind {
      case .whole: trial.random(channels)
      case .pooled: trial.random(channels, height: trial.height / 2, width: trial.width / 2)
      case .averaged: trial.random(channels, height: 1, width: 1)
      }
    let strip =
      kind == .averaged
      ? Strip(firstRow: 0, rows: trial.height, height: trial.height, width: trial.width)
      : trial.strip()
    let z = x.map { $0 * scale[$1] + shift[$1] }
    let spread =
      switch kind {
      case .whole: dy
      case .pooled: AveragePooling.backward(x, dy)
      case .averaged: GlobalAverage.backward(x, dy)
      }
    let g = Rectification.backward(z, spread)

    // The incoming strip begins with the strip's first row.
    let incoming = GuardedMaps(dy, lanes: trial.lanes)
    var view = incoming.view
    let firstRow = kind == .whole ? strip.firstRow : kind == .pooled ? strip.firstRow / 2 : 0
    view.start += firstRow * view.rowStride * trial.lanes
    let values = GuardedMaps(x, lanes: trial.lanes)
    let gradient = GuardedMaps(old, lanes: trial.lanes)
    let arrays = [scale, shift, mean, inverse].map { GuardedFloats($0) }
    let before = trial.numbers(channels * 2 * trial.lanes)
    let sums = GuardedFloats(before)
    defer { withExtendedLifetime((incoming, values, arrays)) {} }
    let work = GradientScattering(
      incoming: view, values: values.view, gradient: gradient.view, overwrites: overwrites,
      channels: channels, strip: strip, scale: arrays[0].start, shift: arrays[1].start,
      mean: arrays[2].start, inverseDeviation: arrays[3].start, sums: sums.start)
    switch kind {
    case .whole: trial.kernels.scatterGradient(work)
    case .pooled: trial.kernels.scatterPooledGradient(work)
    case .averaged: trial.kernels.scatterAverageGradient(work)
    }

    let rows = strip.firstRow..<strip.firstRow + strip.rows
    let images = trial.images
    gradient.expect { lane, channel, row, column in
      guard lane < images else { return 0 }
      let stays = overwrites && rows ~= row ? 0 : old[lane, channel, row, column]
      return stays + (rows ~= row ? scale[channel] * g[lane, channel, row, column] : 0)
    }
    var expected = before
    g.forEachPlace { image, channel, row, column in
      guard rows ~= row else { return }
      let value = g[image, channel, row, column]
      expected[(2 * channel) * trial.lanes + image] += value
      expected[(2 * channel + 1) * trial.lanes + image] +=
        value * (x[image, channel, row, column] - mean[channel]) * inverse[channel]
    }
    sums.expect(expected)
  }
}
