import KernelArguments

/// A convolution with what comes before it: batch norm, ReLU and pooling, all applied while it
/// reads the first channels of its source. It writes some channels of its target.
///
/// Every layer with weights is one of these: the stem reads images as they are, a dense layer's
/// convolutions and a transition's read normalised maps, the classifier reads their averages.
///
///     source [group][0 ..< inputs][row][column][lane]
///       │ a strip of rows at a time, per group of images
///       ▼ scale · x + shift, ReLU, pooling                       readPanel
///     panel  [inputs][rows + border][columns + border][lane]
///       ▼ filters                                                convolve
///     target [group][first ..< first + outputs][row][column][lane]
final class ConvolutionLayer {
  /// How the source is read.
  enum Reading {
    /// As it is, and without a gradient: images.
    case plain
    /// Normalised and rectified.
    case normalized
    /// Normalised, rectified, 2×2 average pooling.
    case pooled
    /// Normalised, rectified, averaged over all pixels.
    case averaged
  }

  let name: String
  /// Number of the dense block, from 1; `nil` outside of blocks.
  let block: Int?
  let filters: Parameter
  let norm: BatchNormalization?
  let source: FeatureMaps
  let target: FeatureMaps
  let first: Int
  let outputs: Int
  let reading: Reading
  /// Whether this is the first in the backward pass to write the source's gradient.
  let overwritesGradient: Bool
  private let geometry: PanelGeometry
  private let packed: FloatBuffer
  private let packedTransposed: FloatBuffer

  init(
    _ name: String, normName: String? = nil, block: Int? = nil, from source: FeatureMaps,
    to target: FeatureMaps, at first: Int = 0, side: Int, reading: Reading,
    overwritesGradient: Bool = false, state: NetworkState
  ) {
    self.name = name
    self.block = block
    self.source = source
    self.target = target
    self.first = first
    self.reading = reading
    self.overwritesGradient = overwritesGradient
    filters = Parameter("\(name).weight", state: state)
    norm = normName.map { BatchNormalization($0, state: state) }
    outputs = filters.shape.first ?? 0
    let inputs = filters.shape.dropFirst().first ?? 0
    geometry = PanelGeometry(
      inputs: inputs, outputs: outputs, side: side, height: target.shape.height,
      width: target.shape.width, lanes: source.lanes)
    packed = FloatBuffer(
      count: FilterPacking.count(outputs: outputs, inputs: inputs, side: side))
    packedTransposed = FloatBuffer(
      count: FilterPacking.count(outputs: inputs, inputs: outputs, side: side))
  }

  var inputs: Int { geometry.inputs }

  var parameters: [Parameter] {
    [filters] + (norm.map { [$0.gamma, $0.beta] } ?? [])
  }

  /// What the layer needs of the workspace for so many groups.
  func demand(groups: Int) -> Workspace.Demand {
    Self.demand(geometry: geometry, groups: groups)
  }

  /// The same for a layer that is not there yet.
  static func demand(geometry: PanelGeometry, groups: Int) -> Workspace.Demand {
    let filters = geometry.inputs * geometry.outputs * geometry.side * geometry.side
    return Workspace.Demand(
      inputPanel: geometry.count(channels: geometry.inputs),
      gradientPanel: geometry.count(channels: geometry.outputs),
      filterGradients: groups * FloatBuffer.padded(filters),
      sums: groups * geometry.inputs * 2 * geometry.lanes, moments: groups * geometry.outputs * 2)
  }

  // MARK: Forward

  /// Computes the target's channels and, in training, their statistics.
  func forward(
    _ batch: Batch, usesBatchStatistics: Bool, updatesStatistics: Bool, in workspace: Workspace
  ) {
    if usesBatchStatistics {
      norm?.useBatchStatistics(of: source)
      if updatesStatistics {
        norm?.updateRunningStatistics(from: source, count: batch.count * source.shape.pixels)
      }
    } else {
      norm?.useRunningStatistics()
    }
    let kernels = workspace.kernels
    pack(isTransposed: false, into: packed, kernels)
    workspace.workers.forEach(batch.groups) { group, worker in
      let panel = geometry.panel(workspace.inputPanels[worker])
      for strip in geometry.strips {
        read(strip, group: group, into: panel, kernels)
        var output = target.values(group: group, from: first)
        output.start += strip.firstRow * output.rowStride * target.lanes
        kernels.convolve(
          Convolution(
            panel: panel, inputs: inputs, packedFilters: packed.start, side: geometry.side,
            output: output, outputs: outputs, rows: strip.rows, columns: strip.width))
      }
      if usesBatchStatistics {
        kernels.measureMaps(
          MapStatistics(
            values: target.values(group: group, from: first), channels: outputs,
            pixels: target.shape.pixels, liveLanes: batch.liveLanes(group),
            moments: workspace.moments.start + group * outputs * 2))
      }
    }
    if usesBatchStatistics {
      target.combine(moments: workspace.moments, first: first, channels: outputs, batch: batch)
    }
  }

  private func pack(isTransposed: Bool, into buffer: FloatBuffer, _ kernels: KernelTable) {
    kernels.packFilters(
      FilterPacking(
        filters: filters.values.start, outputs: outputs, inputs: inputs, side: geometry.side,
        isTransposed: isTransposed, packed: buffer.start))
  }

  private func read(_ strip: Strip, group: Int, into panel: Maps, _ kernels: KernelTable) {
    let work = PanelReading(
      source: source.values(group: group), channels: inputs,
      strip: reading == .averaged ? wholeSource : strip, border: geometry.border,
      normalization: norm.map { (UnsafePointer($0.scale.start), UnsafePointer($0.shift.start)) },
      panel: panel)
    switch reading {
    case .plain, .normalized: kernels.readPanel(work)
    case .pooled: kernels.readPooledPanel(work)
    case .averaged: kernels.readAverage(work)
    }
  }

  private var wholeSource: Strip {
    Strip(
      firstRow: 0, rows: source.shape.height, height: source.shape.height,
      width: source.shape.width)
  }

  // MARK: Backward

  /// Computes the gradients of the filters and of the norm, and adds to the source's gradient.
  /// All consumers of the target's channels must have been here before.
  func backward(_ batch: Batch, in workspace: Workspace) {
    let kernels = workspace.kernels
    let filterStride = filters.values.paddedCount
    if norm != nil { pack(isTransposed: true, into: packedTransposed, kernels) }
    workspace.workers.forEach(batch.groups) { group, worker in
      let panel = geometry.panel(workspace.inputPanels[worker])
      let gradientPanel = geometry.panel(workspace.gradientPanels[worker])
      let inputGradient = geometry.strip(workspace.inputPanels[worker])
      let filterGradient = workspace.filterGradients.start + group * filterStride
      filterGradient.update(repeating: 0, count: filterStride)
      let sums = workspace.sums.start + group * inputs * 2 * source.lanes
      sums.update(repeating: 0, count: inputs * 2 * source.lanes)
      for strip in geometry.strips {
        read(strip, group: group, into: panel, kernels)
        kernels.readGradient(
          GradientReading(
            gradient: target.gradients(group: group, from: first),
            values: target.values(group: group, from: first), channels: outputs, strip: strip,
            border: geometry.border, offset: target.offset.start + first,
            slope: target.slope.start + first, mean: target.mean.start + first,
            liveLanes: batch.liveLanes(group), panel: gradientPanel))
        kernels.accumulateFilterGradient(
          FilterGradient(
            outputGradient: geometry.interior(gradientPanel), outputs: outputs, panel: panel,
            inputs: inputs, side: geometry.side, rows: strip.rows, columns: strip.width,
            gradient: filterGradient))
        guard let norm else { continue }
        // The panel's inputs have served; their gradient takes their place.
        kernels.convolve(
          Convolution(
            panel: gradientPanel, inputs: outputs, packedFilters: packedTransposed.start,
            side: geometry.side, output: inputGradient, outputs: inputs, rows: strip.rows,
            columns: strip.width))
        scatter(
          inputGradient, strip: strip, group: group, norm: norm, sums: sums, kernels)
      }
    }
    kernels.addParts(
      workspace.filterGradients.start, batch.groups, filterStride, filterStride,
      filters.gradient.start)
    norm?.finishBackward(
      sums: workspace.sums, groups: batch.groups, count: batch.count * source.shape.pixels,
      into: source)
  }

  private func scatter(
    _ incoming: Maps, strip: Strip, group: Int, norm: BatchNormalization,
    sums: UnsafeMutablePointer<Float>, _ kernels: KernelTable
  ) {
    var work = GradientScattering(
      incoming: incoming, values: source.values(group: group),
      gradient: source.gradients(group: group), overwrites: overwritesGradient, channels: inputs,
      strip: strip, scale: norm.scale.start, shift: norm.shift.start, mean: source.mean.start,
      inverseDeviation: norm.inverseDeviation.start, sums: sums)
    switch reading {
    case .plain: break
    case .normalized: kernels.scatterGradient(work)
    case .pooled:
      let isLast = strip.firstRow + strip.rows == strip.height
      let firstRow = 2 * strip.firstRow
      work.strip = Strip(
        firstRow: firstRow, rows: isLast ? source.shape.height - firstRow : 2 * strip.rows,
        height: source.shape.height, width: source.shape.width)
      kernels.scatterPooledGradient(work)
    case .averaged:
      work.strip = wholeSource
      kernels.scatterAverageGradient(work)
    }
  }
}
