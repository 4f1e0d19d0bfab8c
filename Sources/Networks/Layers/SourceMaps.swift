import KernelArguments

/// Maps as an operation reads them: the first channels of a place, through norm and activation. What
/// it reads is never stored; the gradient goes back the same way.
///
/// Convolutions pass over channels that are cut. Those that are left, one after the other, are their
/// inputs.
final class SourceMaps {
  let maps: FeatureMaps
  let channels: Int
  /// Channels that are inputs, and the others.
  private let live: [Range<Int>]
  private let cut: [Range<Int>]
  let norm: BatchNormalization?
  let activation: Activation?
  /// Whether this is the first in the backward pass to write the maps' gradient.
  let overwritesGradient: Bool

  init(
    _ maps: FeatureMaps, _ reading: NetworkPlan.Reading, norm: BatchNormalization?,
    overwritesGradient: Bool
  ) {
    self.maps = maps
    channels = reading.channels
    live = Array(reading.live.ranges)
    cut = Array(reading.cut.ranges)
    self.norm = norm
    activation = reading.activation
    self.overwritesGradient = overwritesGradient
    if norm != nil { maps.isMeasured = true }
  }

  /// What stands directly before whoever reads: the activation on the way, or that of stored maps.
  var lastActivation: Activation? { activation ?? (norm == nil ? maps.activation : nil) }

  /// Share of the channels that a ReLU made 0 in every pixel of every image, 0…1.
  ///
  /// - Parameter extremes: of the maps in the last forward pass.
  func deadShare(_ extremes: [(least: Float, greatest: Float)]) -> Double {
    let dead = (0..<channels).count { channel in
      // As kernels compute it, where rounding keeps the order: the largest input is what counts.
      let scale = norm?.scale[channel] ?? 1
      let decisive = scale >= 0 ? extremes[channel].greatest : extremes[channel].least
      return decisive * scale + (norm?.shift[channel] ?? 0) <= 0
    }
    return Double(dead) / Double(channels)
  }

  /// Whether anything is handed back.
  var needsGradient: Bool { maps.hasGradients && !live.isEmpty }

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
  /// - Parameters:
  ///   - pixel: where the strip's rows are counted from.
  ///   - channels: read these channels only instead of all.
  func reading(
    _ strip: Strip, pixel: Int = 0, border: Int = 0, trailing: Int = 0, group: Int,
    channels chosen: Range<Int>? = nil, into panel: Maps
  ) -> PanelReading {
    let chosen = chosen ?? 0..<channels
    return PanelReading(
      source: maps.values(group: group, from: chosen.lowerBound, pixel: pixel),
      channels: chosen.count, strip: strip, border: border, trailing: trailing,
      normalization: norm?.normalization(of: maps, from: chosen.lowerBound),
      activation: activation, panel: panel)
  }

  /// Calls `body` for ranges of channels that together are some of the inputs, and for the place of each
  /// in a panel of these.
  private func forEachRange(
    of inputs: Range<Int>, in panel: Maps, _ body: (_ channels: Range<Int>, _ panel: Maps) -> Void
  ) {
    var first = 0
    for range in live {
      let part = inputs.clamped(to: first..<first + range.count)
      if !part.isEmpty {
        var place = panel
        place.start += (part.lowerBound - inputs.lowerBound) * panel.channelStride * maps.lanes
        let channel = range.lowerBound + part.lowerBound - first
        body(channel..<channel + part.count, place)
      }
      first += range.count
    }
  }

  /// Reads a strip of some inputs of one group of images into a panel.
  func read(
    _ inputs: Range<Int>, _ strip: Strip, pixel: Int = 0, border: Int = 0, trailing: Int = 0,
    group: Int, into panel: Maps, by kernel: (PanelReading) -> Void
  ) {
    forEachRange(of: inputs, in: panel) { channels, panel in
      kernel(
        reading(
          strip, pixel: pixel, border: border, trailing: trailing, group: group,
          channels: channels, into: panel))
    }
  }

  /// Hands the gradient of some inputs back for a strip of one group.
  func handBack(
    _ incoming: Maps, inputs: Range<Int>, _ strip: Strip, pixel: Int = 0, slot: Int, group: Int,
    in workspace: Workspace, by kernel: (GradientScattering) -> Void
  ) {
    forEachRange(of: inputs, in: incoming) { channels, incoming in
      kernel(
        scattering(
          incoming, strip: strip, pixel: pixel, channels: channels, slot: slot, group: group,
          in: workspace))
    }
  }

  /// Describes handing the gradient of some channels back for a strip of one group.
  ///
  /// - Parameters:
  ///   - pixel: where the strip's rows are counted from.
  ///   - slot: where the norm's sums are kept.
  func scattering(
    _ incoming: Maps, strip: Strip, pixel: Int = 0, channels: Range<Int>, slot: Int, group: Int,
    in workspace: Workspace
  ) -> GradientScattering {
    let first = channels.lowerBound
    return GradientScattering(
      incoming: incoming, values: maps.values(group: group, from: first, pixel: pixel),
      gradient: maps.gradients(group: group, from: first, pixel: pixel),
      overwrites: overwritesGradient, channels: channels.count, strip: strip,
      normalization: norm?.normalization(of: maps, from: first), activation: activation,
      sums: sums(slot: slot, in: workspace) + first * 2 * maps.lanes)
  }

  private func sums(slot: Int, in workspace: Workspace) -> UnsafeMutablePointer<Float> {
    workspace.sums.start + slot * channels * 2 * maps.lanes
  }

  /// Begins the backward pass of a slot.
  func clearSums(slot: Int, in workspace: Workspace) {
    sums(slot: slot, in: workspace).update(repeating: 0, count: channels * 2 * maps.lanes)
  }

  /// Begins the backward pass of all slots: what is added to must be there.
  func clearCutGradients(_ pass: Pass) {
    guard overwritesGradient && maps.hasGradients && !cut.isEmpty else { return }
    pass.forEachGroup { group, _ in
      for range in cut {
        maps.gradients(group: group, from: range.lowerBound).start
          .update(repeating: 0, count: range.count * maps.shape.pixels * maps.lanes)
      }
    }
  }

  /// Ends the backward pass when everything has been scattered.
  func finishBackward(_ pass: Pass, slots: Int) {
    norm?.finishBackward(
      sums: pass.workspace.sums, slots: slots, count: valuesPerChannel(pass.batch), into: maps)
  }

  /// Moves the norm's running statistics towards those of the last training pass.
  func updateRunningStatistics(_ batch: Batch) {
    norm?.updateRunningStatistics(from: maps, count: valuesPerChannel(batch))
  }

  /// Mixes the statistics of the last training pass into those of some channels.
  func adoptBatchStatistics(_ batch: Batch, channels: [Int], share: Double) {
    norm?.adoptBatchStatistics(
      from: maps, count: valuesPerChannel(batch), channels: channels, share: share)
  }

  private func valuesPerChannel(_ batch: Batch) -> Int { batch.count * maps.shape.pixels }
}
