import KernelArguments

/// The end of a residual block, `activation(F(x) + shortcut)`, which is stored, since two operations
/// read it (He et al. 2015). Without a shortcut only norm and activation are applied.
final class ResidualLayer: Operation {
  let shape: ResidualShape
  let residual: SourceMaps
  let shortcut: SourceMaps?
  let target: FeatureMaps
  /// `[group][2]`: sums of the squares of F(x) and of the shortcut, of the last training pass.
  private let energies: FloatBuffer
  /// The same of other passes, which nobody asks for.
  private let otherEnergies: FloatBuffer
  /// Groups of the last training pass; 0 before the first.
  private var groups = 0

  init(
    _ shape: ResidualShape, residual: SourceMaps, shortcut: SourceMaps?, to target: FeatureMaps,
    groups: Int
  ) {
    self.shape = shape
    self.residual = residual
    self.shortcut = shortcut
    self.target = target
    target.activation = shape.activation
    energies = FloatBuffer(count: 2 * groups)
    otherEnergies = FloatBuffer(count: 2 * groups)
  }

  var kind: String { "shortcut" }
  var sources: [SourceMaps] { [residual] + (shortcut.map { [$0] } ?? []) }
  var parameters: [Parameter] { [] }

  /// What it needs of the workspace: a channel of the gradient.
  static func demand(_ shape: ImageShape, groups: Int, lanes: Int) -> Workspace.Demand {
    Workspace.Demand(
      scratch: shape.pixels * lanes, sums: groups * shape.channels * 2 * lanes,
      moments: groups * shape.channels * 2)
  }

  /// ‖F(x)‖₂ and ‖shortcut‖₂ over the last batch of training; `nil` before the first.
  var norms: (residual: Double, shortcut: Double)? {
    guard groups > 0 else { return nil }
    let sums = (0..<groups).reduce((0.0, 0.0)) {
      ($0.0 + Double(energies[2 * $1]), $0.1 + Double(energies[2 * $1 + 1]))
    }
    return (sums.0.squareRoot(), sums.1.squareRoot())
  }

  func portions(groups: Int) -> Portions { Portions(groups: groups) }

  func prepareForward(_ pass: Pass) {
    for source in sources { source.takeStatistics(pass) }
    if pass.isTraining { groups = pass.batch.groups }
  }

  func forward(_ portion: Portion, worker: Int, _ pass: Pass) {
    let energies = pass.isTraining ? energies : otherEnergies
    let written = 0..<target.shape.channels
    for group in portion.groups {
      let output = target.values(group: group)
      if let shortcut {
        pass.kernels.addResidual(
          ResidualAddition(
            residual: residual.maps.values(group: group),
            residualNormalization: residual.norm?.normalization(of: residual.maps, from: 0),
            shortcut: shortcut.maps.values(group: group),
            shortcutNormalization: shortcut.norm?.normalization(of: shortcut.maps, from: 0),
            output: output, activation: shape.activation, channels: written.count,
            pixels: target.shape.pixels, liveLanes: pass.batch.liveLanes(group),
            energies: energies.start + 2 * group))
      } else {
        var reading = residual.reading(residual.whole, group: group, into: output)
        reading.activation = shape.activation
        pass.kernels.readPanel(reading)
      }
      target.measure(
        written, 0..<target.shape.pixels, group: group, slot: portion.slot(group), pass)
    }
  }

  func finishForward(_ portions: Portions, _ pass: Pass) {
    target.combineMoments(0..<target.shape.channels, slots: portions.slots, pass) { _ in
      target.shape.pixels
    }
  }

  func backward(_ pass: Pass) {
    // One after the other, for both need the workspace's sums.
    for source in sources {
      pass.forEachGroup { group, worker in
        source.clearSums(slot: group, in: pass.workspace)
        let incoming = target.singlePanel(pass.workspace.scratch[worker].start)
        for channel in 0..<target.shape.channels {
          var reading = target.gradientReading(
            channel..<channel + 1, strip: source.whole, group: group,
            liveLanes: pass.batch.liveLanes(group), into: incoming)
          reading.activation = shape.activation
          pass.kernels.readGradient(reading)
          pass.kernels.scatterGradient(
            source.scattering(
              incoming, strip: source.whole, channels: channel..<channel + 1, slot: group,
              group: group, in: pass.workspace))
        }
      }
      source.finishBackward(pass, slots: pass.batch.groups)
    }
  }
}
