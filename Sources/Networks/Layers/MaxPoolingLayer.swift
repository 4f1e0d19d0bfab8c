import KernelArguments

/// 3×3 max pooling with stride 2 of what it reads through norm and activation, one channel at a
/// time.
final class MaxPoolingLayer: Operation {
  let source: SourceMaps
  let target: FeatureMaps

  init(from source: SourceMaps, to target: FeatureMaps) {
    self.source = source
    self.target = target
  }

  var kind: String { "max pooling" }
  var sources: [SourceMaps] { [source] }
  var parameters: [Parameter] { [] }

  /// What it needs of the workspace: a channel of the source and of its gradient, a channel of the
  /// target's gradient.
  static func demand(
    source: ImageShape, target: ImageShape, channels: Int, groups: Int, lanes: Int
  ) -> Workspace.Demand {
    Workspace.Demand(
      scratch: (2 * source.pixels + target.pixels) * lanes,
      sums: groups * channels * 2 * lanes, moments: groups * channels * 2)
  }

  /// A channel of the source, normalised and activated.
  private func values(_ channel: Int, group: Int, worker: Int, _ pass: Pass) -> Maps {
    let panel = source.maps.singlePanel(pass.workspace.scratch[worker].start)
    pass.kernels.readPanel(
      source.reading(source.whole, group: group, channels: channel..<channel + 1, into: panel))
    return panel
  }

  private func pooling(_ values: Maps, _ output: Maps) -> MaxPooling {
    MaxPooling(
      values: values, height: source.maps.shape.height, width: source.maps.shape.width,
      output: output, channels: 1)
  }

  /// Channels are its strips: each goes by itself.
  func portions(groups: Int) -> Portions { Portions(groups: groups, strips: source.channels) }

  func prepareForward(_ pass: Pass) { source.takeStatistics(pass) }

  func forward(_ portion: Portion, worker: Int, _ pass: Pass) {
    for group in portion.groups {
      for channel in portion.strips {
        let panel = values(channel, group: group, worker: worker, pass)
        pass.kernels.poolMaxima(pooling(panel, target.values(group: group, from: channel)))
      }
      target.measure(
        0..<source.channels, part: portion.strips, 0..<target.shape.pixels, group: group,
        slot: group, pass)
    }
  }

  func finishForward(_ portions: Portions, _ pass: Pass) {
    target.combineMoments(0..<source.channels, slots: pass.batch.groups, pass) { _ in
      target.shape.pixels
    }
  }

  func backward(_ pass: Pass) {
    for group in 0..<pass.batch.groups { source.clearSums(slot: group, in: pass.workspace) }
    pass.forEach(portions(groups: pass.batch.groups)) { portion, worker in
      for group in portion.groups {
        for channel in portion.strips {
          handBack(channel, group: group, worker: worker, pass)
        }
      }
    }
    source.finishBackward(pass, slots: pass.batch.groups)
  }

  private func handBack(_ channel: Int, group: Int, worker: Int, _ pass: Pass) {
    let height = target.shape.height
    let whole = Strip(firstRow: 0, rows: height, height: height, width: target.shape.width)
    let panel = values(channel, group: group, worker: worker, pass)
    let pixels = source.maps.shape.pixels * source.maps.lanes
    var gradient = panel
    gradient.start += pixels
    let incoming = target.singlePanel(gradient.start + pixels)
    pass.kernels.readGradient(
      target.gradientReading(
        channel..<channel + 1, strip: whole, group: group,
        liveLanes: pass.batch.liveLanes(group), into: incoming))
    pass.kernels.scatterMaxima(
      MaxPoolingGradient(pooling: pooling(panel, incoming), gradient: gradient))
    pass.kernels.scatterGradient(
      source.scattering(
        gradient, strip: source.whole, channels: channel..<channel + 1, slot: group,
        group: group, in: pass.workspace))
  }
}
