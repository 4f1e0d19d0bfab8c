import KernelArguments
import Networks
import Oracle
import Testing

/// Gradients on their way back through pooling, activation and norm.
struct ScatteringTests {
  enum Kind: CaseIterable {
    case whole, pooled, averaged

    func size(_ pixels: Int) -> Int {
      switch self {
      case .whole: pixels
      case .pooled: pixels / 2
      case .averaged: 1
      }
    }

    func backward(_ x: Images, _ dy: Images) -> Images {
      switch self {
      case .whole: dy
      case .pooled: AveragePooling.backward(x, dy)
      case .averaged: GlobalAverage.backward(x, dy)
      }
    }

    func scatter(_ work: GradientScattering, _ kernels: KernelTable) {
      switch self {
      case .whole: kernels.scatterGradient(work)
      case .pooled: kernels.scatterPooledGradient(work)
      case .averaged: kernels.scatterAverageGradient(work)
      }
    }

    func firstRow(of strip: Strip) -> Int {
      switch self {
      case .whole: strip.firstRow
      case .pooled: strip.firstRow / 2
      case .averaged: 0
      }
    }
  }

  @Test(arguments: Trial.instructionSets)
  func gradients(instructionSet: InstructionSet) {
    for var trial in Trial.drawn(instructionSet) {
      for kind in Kind.allCases {
        for activation in Trial.activations {
          for isNormalized in [false, true] {
            check(kind, activation, isNormalized: isNormalized, overwrites: trial.flag(), &trial)
          }
        }
      }
    }
  }

  private func check(
    _ kind: Kind, _ activation: Activation?, isNormalized: Bool, overwrites: Bool,
    _ trial: inout Trial
  ) {
    let channels = trial.inputs
    let (x, old) = (trial.random(channels), trial.random(channels))
    let dy = trial.random(
      channels, height: kind.size(trial.height), width: kind.size(trial.width))
    let strip = trial.strip(parity: kind == .pooled ? 2 : 1)
    let rows = strip.firstRow..<strip.firstRow + strip.rows
    let norm = isNormalized ? trial.normalization(channels) : nil
    let (gradient, before) = (trial.output(old), trial.numbers(channels * 2 * trial.lanes))
    let sums = trial.output(before)
    let work = GradientScattering(
      incoming: trial.input(dy).view(fromRow: kind.firstRow(of: strip)),
      values: trial.input(x).view, gradient: gradient.view, overwrites: overwrites,
      channels: channels, strip: strip, normalization: norm?.argument, activation: activation,
      sums: sums.start)
    kind.scatter(work, trial.kernels)

    let g = Activations.backward(
      activation, norm?.reference.forward(x) ?? x, kind.backward(x, dy)
    ).keeping(rows: rows)
    let expected = norm?.reference.backward(x, g)
    let dx = expected?.input ?? g
    gradient.expect { lane, channel, row, column in
      guard rows ~= row else { return nil }
      return dx[lane, channel, row, column] + (overwrites ? 0 : old[lane, channel, row, column])
    }
    if let expected {
      sums.expect(zip(before, expected.sums).map { $0 + $1 })
    } else {
      sums.expectUntouched()
    }
    trial.expectInputsUntouched()
  }
}
