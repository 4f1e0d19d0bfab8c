import KernelArguments

/// A convolution with what comes before it: norm, activation and pooling, all applied while it reads
/// the first channels of its source. It writes some channels of its target.
///
///     source [group][0 ..< inputs][row][column][lane]
///       │ a strip at a time, which stays in a core's second cache
///       ▼ scale · x + shift, activation, pooling
///     method: pixels, windows or tiles, times the filters; bias
///       ▼
///     target [group][first ..< first + outputs][row][column][lane]
final class ConvolutionLayer: Operation {
  let shape: LayerShape
  let filters: Parameter
  private let liveFilters: LiveFilters
  let bias: Parameter?
  let source: SourceMaps
  let target: FeatureMaps
  /// Filters as the method multiplies by them, for evaluation, which comes back to them with each
  /// group of images; elsewhere they lie in the workspace.
  private lazy var keptFilters = FloatBuffer(
    count: method.packedCount(outputs: shape.outputs, inputs: liveFilters.inputs))
  /// Mean of |∂loss/∂output| in the last backward pass that measured it.
  private(set) var outputGradient = 0.0
  /// Which version of the filters is kept.
  private var keptVersion: Int?
  private let dropout: Double
  /// Tells its dropout masks from those of other layers.
  private let index: Int
  private let method: any ConvolutionMethod

  /// - Parameters:
  ///   - dropout: share of the outputs that training sets to zero.
  ///   - groups: groups of images in a batch, at most.
  init(
    _ shape: LayerShape, index: Int, from source: SourceMaps, to target: FeatureMaps,
    dropout: Double, state: NetworkState, groups: Int, _ kernels: KernelTable
  ) {
    self.shape = shape
    self.index = index
    self.source = source
    self.target = target
    self.dropout = dropout
    filters = Parameter("\(shape.name).weight", state: state)
    liveFilters = LiveFilters(filters, shape)
    bias = shape.hasBias ? Parameter("\(shape.name).bias", state: state) : nil
    method = shape.method(
      source: source.maps.shape, target: target.shape, groups: groups, kernels)
  }

  var kind: String { shape.kind }
  var sources: [SourceMaps] { [source] }
  var parameters: [Parameter] { [filters] + (bias.map { [$0] } ?? []) }
  /// Channels of the target.
  var written: Range<Int> { shape.first..<shape.first + shape.outputs }

  func portions(groups: Int) -> Portions { method.portions(groups: groups) }

  func prepareForward(_ pass: Pass) {
    source.takeStatistics(pass)
    guard pass.goesByGroups else {
      pack(isTransposed: false, into: pass.workspace.packedFilters, pass)
      return
    }
    if keptVersion != filters.version { pack(isTransposed: false, into: keptFilters, pass) }
    keptVersion = filters.version
  }

  func forward(_ portion: Portion, worker: Int, _ pass: Pass) {
    method.forward(portion, of: self, Scratch(pass.workspace.scratch[worker]), pass)
    let pixels = method.pixels(of: portion.strips)
    for group in portion.groups {
      maskDropout(
        target.values(group: group, from: shape.first, pixel: pixels.lowerBound),
        firstPixel: pixels.lowerBound, rows: 1, columns: pixels.count, group: group, pass)
      target.measure(written, pixels, group: group, slot: portion.slot(group), pass)
    }
  }

  func finishForward(_ portions: Portions, _ pass: Pass) {
    target.combineMoments(written, slots: portions.slots, pass) { slot in
      method.pixels(of: portions.strips(ofSlot: slot)).count
    }
  }

  private func pack(isTransposed: Bool, into buffer: FloatBuffer, _ pass: Pass) {
    liveFilters.fetchValues()
    let packing = FilterPacking(
      filters: liveFilters.values.start, outputs: shape.outputs, inputs: liveFilters.inputs,
      side: shape.side, isTransposed: isTransposed, packed: buffer.start)
    let blocks = packing.blocks.count
    let size = 1 + blocks * Self.piece / max(liveFilters.values.count, 1)
    pass.forEachPiece(of: blocks, size: size) { blocks in
      var part = packing
      part.blocks = blocks
      method.pack(part, pass.kernels)
    }
  }

  /// Floats that are worth a thread's while.
  private static let piece = 16_384

  /// Adds the portions' parts of a gradient.
  private func addParts(
    _ parts: UnsafeMutablePointer<Float>, _ count: Int, to gradient: FloatBuffer, _ pass: Pass
  ) {
    let stride = gradient.paddedCount
    pass.forEachPiece(of: stride, size: Self.piece) { piece in
      pass.kernels.addParts(
        parts + piece.lowerBound, count, stride, piece.count, gradient.start + piece.lowerBound)
    }
  }

  /// Takes the mean of |∂loss/∂output| when all consumers have handed their gradients back, before
  /// other maps' gradients take the memory.
  func measureOutputGradient(_ pass: Pass) {
    let count = shape.outputs * target.shape.pixels * pass.batch.count
    outputGradient = target.gradientMagnitude(written, pass) / Double(count)
  }

  func backward(_ pass: Pass) {
    let workspace = pass.workspace
    let portions = method.portions(groups: pass.batch.groups)
    let filterStride = liveFilters.gradient.paddedCount
    let biasStride = bias?.values.paddedCount ?? 0
    let biasGradients = workspace.filterGradients.start + portions.count * filterStride
    source.clearCutGradients(pass)
    if source.needsGradient { pack(isTransposed: true, into: workspace.packedFilters, pass) }
    pass.forEach(portions) { portion, worker in
      let filterGradient = workspace.filterGradients.start + portion.index * filterStride
      filterGradient.update(repeating: 0, count: filterStride)
      let biasGradient = bias.map { _ in biasGradients + portion.index * biasStride }
      biasGradient?.update(repeating: 0, count: biasStride)
      for group in portion.groups { source.clearSums(slot: portion.slot(group), in: workspace) }
      method.backward(
        portion, of: self, Scratch(workspace.scratch[worker]), filterGradient: filterGradient,
        biasGradient: biasGradient, pass)
    }
    addParts(workspace.filterGradients.start, portions.count, to: liveFilters.gradient, pass)
    liveFilters.handGradientOver()
    if let bias { addParts(biasGradients, portions.count, to: bias.gradient, pass) }
    source.finishBackward(pass, slots: portions.slots)
  }

  // MARK: What methods need of their layer

  /// The filters of a forward pass in the order of the method's products.
  func packed(_ pass: Pass) -> UnsafePointer<Float> {
    UnsafePointer((pass.goesByGroups ? keptFilters : pass.workspace.packedFilters).start)
  }

  /// Reads the gradient of the outputs, rows one after the other, from a pixel on.
  func readGradient(_ pixels: Range<Int>, group: Int, into maps: Maps, _ pass: Pass) {
    let strip = Strip(firstRow: 0, rows: 1, height: 1, width: pixels.count)
    pass.kernels.readGradient(
      target.gradientReading(
        written, strip: strip, pixel: pixels.lowerBound, group: group,
        liveLanes: pass.batch.liveLanes(group), into: maps))
    maskDropout(
      maps, firstPixel: pixels.lowerBound, rows: 1, columns: pixels.count, group: group, pass)
  }

  /// Reads the gradient of the outputs into a panel with zeros around the map and, with a stride,
  /// between its pixels.
  ///
  /// - Parameter strip: rows of the panel, its border's included.
  func readGradientPanel(
    _ strip: Strip, border: Int, trailing: Int, stride: Int = 1, group: Int, into panel: Maps,
    _ pass: Pass
  ) {
    pass.kernels.readGradient(
      target.gradientReading(
        written, strip: strip, border: border, trailing: trailing, stride: stride, group: group,
        liveLanes: pass.batch.liveLanes(group), into: panel))
    guard dropout > 0 && pass.drops else { return }
    let height = target.shape.height
    let width = target.shape.width
    let first = max((strip.firstRow + stride - 1) / stride, 0)
    let end = min((strip.firstRow + strip.rows - 1) / stride + 1, height)
    guard first < end else { return }
    var maps = panel
    maps.start += ((first * stride - strip.firstRow) * panel.rowStride + border) * target.lanes
    maskDropout(
      maps, firstPixel: first * width, rows: end - first, columns: width, stride: stride,
      group: group, pass)
  }

  /// Applies the pass's mask to outputs or to their gradient. With a stride, zeros may lie between
  /// the pixels of a gradient.
  private func maskDropout(
    _ maps: Maps, firstPixel: Int, rows: Int, columns: Int, stride: Int = 1, group: Int,
    _ pass: Pass
  ) {
    guard dropout > 0 && pass.drops else { return }
    pass.kernels.maskDropout(
      DropoutMasking(
        maps: maps, channels: shape.outputs, pixels: target.shape.pixels, firstPixel: firstPixel,
        rows: rows, columns: columns, stride: stride, firstImage: group * target.lanes,
        key: pass.maskSeed ^ UInt32(truncatingIfNeeded: index) &* 0x9E37_79B1, rate: dropout))
  }
}
