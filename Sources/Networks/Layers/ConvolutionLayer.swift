import KernelArguments

/// A convolution with what comes before it: norm, activation and pooling, all applied while it reads
/// the first channels of its source. It writes some channels of its target.
///
///     source [group][0 ..< inputs][row][column][lane]
///       │ a strip of rows at a time, per group of images
///       ▼ scale · x + shift, activation, pooling                 readPanel
///     panel  [inputs][rows + border][columns + border][lane]
///       ▼ filters, bias                                          convolve
///     target [group][first ..< first + outputs][row][column][lane]
final class ConvolutionLayer: Operation {
  let shape: LayerShape
  let filters: Parameter
  let bias: Parameter?
  let source: SourceMaps
  let target: FeatureMaps
  private let dropout: Double
  /// Tells its dropout masks from those of other layers.
  private let index: Int
  private let geometry: PanelGeometry
  private let packed: FloatBuffer
  private let packedTransposed: FloatBuffer

  /// - Parameter dropout: share of the outputs that training sets to zero.
  init(
    _ shape: LayerShape, index: Int, from source: SourceMaps, to target: FeatureMaps,
    dropout: Double, state: NetworkState
  ) {
    self.shape = shape
    self.index = index
    self.source = source
    self.target = target
    self.dropout = dropout
    filters = Parameter("\(shape.name).weight", state: state)
    bias = shape.hasBias ? Parameter("\(shape.name).bias", state: state) : nil
    geometry = shape.geometry(
      source: source.maps.shape, target: target.shape, lanes: target.lanes)
    packed = FloatBuffer(
      count: FilterPacking.count(outputs: shape.outputs, inputs: shape.inputs, side: shape.side))
    packedTransposed = FloatBuffer(
      count: FilterPacking.count(outputs: shape.inputs, inputs: shape.outputs, side: shape.side))
  }

  var sources: [SourceMaps] { [source] }
  var parameters: [Parameter] { [filters] + (bias.map { [$0] } ?? []) }
  private var written: Range<Int> { shape.first..<shape.first + shape.outputs }

  // MARK: Forward

  func forward(_ pass: Pass) {
    source.takeStatistics(pass)
    let kernels = pass.kernels
    pack(isTransposed: false, into: packed, kernels)
    pass.forEachGroup { group, worker in
      let panel = geometry.panel(pass.workspace.inputPanels[worker])
      for strip in geometry.strips {
        read(strip, group: group, into: panel, kernels)
        var output = target.values(group: group, from: shape.first)
        output.start += strip.firstRow * output.rowStride * target.lanes
        kernels.convolve(
          Convolution(
            panel: panel, inputs: shape.inputs, packedFilters: packed.start, side: shape.side,
            stride: shape.stride, bias: bias.map { UnsafePointer($0.values.start) },
            output: output, outputs: shape.outputs, rows: strip.rows, columns: strip.width))
        maskDropout(output, strip: strip, group: group, pass)
      }
      target.measure(written, group: group, pass)
    }
    target.combineMoments(written, pass)
  }

  private func pack(isTransposed: Bool, into buffer: FloatBuffer, _ kernels: KernelTable) {
    kernels.packFilters(
      FilterPacking(
        filters: filters.values.start, outputs: shape.outputs, inputs: shape.inputs,
        side: shape.side, isTransposed: isTransposed, packed: buffer.start))
  }

  private func read(_ strip: Strip, group: Int, into panel: Maps, _ kernels: KernelTable) {
    switch shape.pooling {
    case .none:
      kernels.readPanel(
        source.reading(
          geometry.inputRows(of: strip), border: geometry.border, group: group, into: panel))
    case .halved:
      kernels.readPooledPanel(source.reading(strip, border: 0, group: group, into: panel))
    case .whole:
      kernels.readAverage(source.reading(source.whole, border: 0, group: group, into: panel))
    }
  }

  /// Applies the pass's mask to outputs or to their gradient. With a stride, zeros may lie between
  /// the pixels of a gradient.
  private func maskDropout(
    _ maps: Maps, strip: Strip, group: Int, stride: Int = 1, _ pass: Pass
  ) {
    guard dropout > 0 && pass.isTraining else { return }
    pass.kernels.maskDropout(
      DropoutMasking(
        maps: maps, channels: shape.outputs, strip: strip, stride: stride,
        firstImage: group * target.lanes,
        key: pass.maskSeed ^ UInt32(truncatingIfNeeded: index) &* 0x9E37_79B1, rate: dropout))
  }

  /// Applies the pass's mask to a panel of gradients, also to the rows of its border, which are
  /// those of the neighbouring strips.
  ///
  /// - Parameter interior: the panel from the strip's first pixel on.
  private func maskDropout(
    panelOf strip: Strip, _ interior: Maps, group: Int, stride: Int = 1, _ pass: Pass
  ) {
    let above = min(strip.firstRow, geometry.border / stride)
    // With a stride the last of the strip's own rows are zeros, which the border comes after.
    let below = (geometry.border + stride - 1) / stride
    let end = min(strip.firstRow + strip.rows + below, strip.height)
    var maps = interior
    maps.start -= above * stride * maps.rowStride * target.lanes
    let rows = Strip(
      firstRow: strip.firstRow - above, rows: end - strip.firstRow + above, height: strip.height,
      width: strip.width)
    maskDropout(maps, strip: rows, group: group, stride: stride, pass)
  }

  // MARK: Backward

  func backward(_ pass: Pass) {
    let workspace = pass.workspace
    let kernels = pass.kernels
    let filterStride = filters.values.paddedCount
    let biasStride = bias?.values.paddedCount ?? 0
    let biasGradients = workspace.filterGradients.start + pass.batch.groups * filterStride
    if source.needsGradient { pack(isTransposed: true, into: packedTransposed, kernels) }
    pass.forEachGroup { group, worker in
      let panel = geometry.panel(workspace.inputPanels[worker])
      let gradientPanel = geometry.panel(workspace.gradientPanels[worker])
      let outputGradient = geometry.interior(gradientPanel)
      let inputGradient = geometry.strip(workspace.inputPanels[worker])
      let filterGradient = workspace.filterGradients.start + group * filterStride
      filterGradient.update(repeating: 0, count: filterStride)
      let biasGradient = biasGradients + group * biasStride
      biasGradient.update(repeating: 0, count: biasStride)
      source.clearSums(group: group, in: workspace)
      for strip in geometry.strips {
        read(strip, group: group, into: panel, kernels)
        readGradient(geometry.bordered(strip), group: group, into: gradientPanel, pass)
        maskDropout(panelOf: strip, outputGradient, group: group, pass)
        kernels.accumulateFilterGradient(
          FilterGradient(
            outputGradient: outputGradient, outputs: shape.outputs, panel: panel,
            inputs: shape.inputs, side: shape.side, stride: shape.stride, rows: strip.rows,
            columns: strip.width, gradient: filterGradient))
        if bias != nil {
          kernels.accumulateBiasGradient(
            BiasGradient(
              outputGradient: outputGradient, outputs: shape.outputs, rows: strip.rows,
              columns: strip.width, gradient: biasGradient))
        }
        guard source.needsGradient else { continue }
        let own = geometry.ownRows(of: strip)
        if shape.stride > 1 {
          // Once more with zeros between the pixels: the transposed convolution has no stride then.
          readGradient(
            geometry.bordered(own), stride: shape.stride, group: group, into: gradientPanel, pass)
          maskDropout(
            panelOf: strip, outputGradient, group: group, stride: shape.stride, pass)
        }
        // The panel's inputs have served; their gradient takes their place.
        kernels.convolve(
          Convolution(
            panel: gradientPanel, inputs: shape.outputs, packedFilters: packedTransposed.start,
            side: shape.side, output: inputGradient, outputs: shape.inputs, rows: own.rows,
            columns: own.width))
        scatter(inputGradient, strip: own, group: group, pass)
      }
    }
    kernels.addParts(
      workspace.filterGradients.start, pass.batch.groups, filterStride, filterStride,
      filters.gradient.start)
    if let bias {
      kernels.addParts(
        biasGradients, pass.batch.groups, biasStride, biasStride, bias.gradient.start)
    }
    source.finishBackward(pass)
  }

  /// - Parameter strip: with a stride, of the input's rows.
  private func readGradient(
    _ strip: Strip, stride: Int = 1, group: Int, into panel: Maps, _ pass: Pass
  ) {
    pass.kernels.readGradient(
      target.gradientReading(
        written, strip: strip, border: geometry.border, stride: stride, group: group,
        liveLanes: pass.batch.liveLanes(group), into: panel))
  }

  private func scatter(_ incoming: Maps, strip: Strip, group: Int, _ pass: Pass) {
    var work = source.scattering(incoming, strip: strip, group: group, in: pass.workspace)
    switch shape.pooling {
    case .none: pass.kernels.scatterGradient(work)
    case .halved:
      let isLast = strip.firstRow + strip.rows == strip.height
      let height = source.maps.shape.height
      let firstRow = 2 * strip.firstRow
      work.strip = Strip(
        firstRow: firstRow, rows: isLast ? height - firstRow : 2 * strip.rows, height: height,
        width: source.maps.shape.width)
      pass.kernels.scatterPooledGradient(work)
    case .whole:
      work.strip = source.whole
      pass.kernels.scatterAverageGradient(work)
    }
  }
}

extension LayerShape {
  /// How the convolution goes through its maps. What is pooled has its output's size already when
  /// it is convolved.
  func geometry(source: ImageShape, target: ImageShape, lanes: Int) -> PanelGeometry {
    PanelGeometry(
      inputs: inputs, outputs: outputs, side: side, stride: stride,
      inputSize: pooling == .none ? source : target, outputSize: target, lanes: lanes)
  }
}
