import KernelArguments

/// Maps as an operation reads them: the first channels of a place, through norm and activation. What
/// it reads is never stored; the gradient goes back the same way.
final class SourceMaps {
  let maps: FeatureMaps
  let channels: Int
  let norm: BatchNormalization?
  let activation: Activation?
  /// Whether this is the first in the backward pass to write the maps' gradient.
  let overwritesGradient: Bool

  init(
    _ maps: FeatureMaps, channels: Int, norm: BatchNormalization?, activation: Activation?,
    overwritesGradient: Bool
  ) {
    self.maps = maps
    self.channels = channels
    self.norm = norm
    self.activation = activation
    self.overwritesGradient = overwritesGradient
    if norm != nil { maps.isMeasured = true }
  }

  var needsGradient: Bool { maps.hasGradients }

  /// Begins a forward pass.
  func takeStatistics(_ pass: Pass) {
    if pass.isTraining {
      norm?.useBatchStatistics(of: maps)
    } else {
      norm?.useRunningStatistics()
    }
  }

  /// The whole map as one strip.
  var whole: Strip {
    Strip(
      firstRow: 0, rows: maps.shape.height, height: maps.shape.height, width: maps.shape.width)
  }

  /// Describes reading a strip of one group of images into a panel.
  ///
  /// - Parameter channel: read this channel only instead of all.
  func reading(
    _ strip: Strip, border: Int, group: Int, channel: Int? = nil, into panel: Maps
  ) -> PanelReading {
    PanelReading(
      source: maps.values(group: group, from: channel ?? 0),
      channels: channel == nil ? channels : 1,
      strip: strip, border: border,
      normalization: norm?.normalization(of: maps, from: channel ?? 0),
      activation: activation, panel: panel)
  }

  /// Describes handing a gradient back for a strip of one group.
  ///
  /// - Parameter channel: of this channel only instead of all.
  func scattering(
    _ incoming: Maps, strip: Strip, group: Int, channel: Int? = nil, in workspace: Workspace
  ) -> GradientScattering {
    let first = channel ?? 0
    return GradientScattering(
      incoming: incoming, values: maps.values(group: group, from: first),
      gradient: maps.gradients(group: group, from: first), overwrites: overwritesGradient,
      channels: channel == nil ? channels : 1, strip: strip,
      normalization: norm?.normalization(of: maps, from: first), activation: activation,
      sums: sums(group: group, in: workspace) + first * 2 * maps.lanes)
  }

  private func sums(group: Int, in workspace: Workspace) -> UnsafeMutablePointer<Float> {
    workspace.sums.start + group * channels * 2 * maps.lanes
  }

  /// Begins the backward pass of one group.
  func clearSums(group: Int, in workspace: Workspace) {
    sums(group: group, in: workspace).update(repeating: 0, count: channels * 2 * maps.lanes)
  }

  /// Ends the backward pass when every group has been scattered.
  func finishBackward(_ pass: Pass) {
    norm?.finishBackward(
      sums: pass.workspace.sums, groups: pass.batch.groups, count: valuesPerChannel(pass.batch),
      into: maps)
  }

  /// Moves the norm's running statistics towards those of the last training pass.
  func updateRunningStatistics(_ batch: Batch) {
    norm?.updateRunningStatistics(from: maps, count: valuesPerChannel(batch))
  }

  /// Gives some channels the statistics of the last training pass outright.
  func adoptBatchStatistics(_ batch: Batch, channels: [Int]) {
    norm?.adoptBatchStatistics(from: maps, count: valuesPerChannel(batch), channels: channels)
  }

  private func valuesPerChannel(_ batch: Batch) -> Int { batch.count * maps.shape.pixels }
}
