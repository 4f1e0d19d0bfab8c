import KernelArguments

/// A convolution of any size and stride, and of any number of inputs, none included: the windows of a
/// row of outputs are laid out one beside the other, and the convolution is one product over them. The
/// gradient of the inputs is one too, over the windows of a gradient with zeros between its pixels
/// where there is a stride.
///
///     for each strip of rows
///       read it with its border            panel   [input][row][column]
///       for each row of outputs, 32 at a time
///         gather                           windows [input · side²][output pixel]
///         multiply → target
struct WindowConvolution: ConvolutionMethod {
  /// Vectors that the panels of a strip take.
  private static let budget = 4096
  /// Output pixels at a time.
  private static let columns = 32

  private let shape: LayerShape
  private let source: ImageShape
  private let target: ImageShape
  private let lanes: Int
  /// Output rows of a strip.
  private let rows: Int

  init(_ shape: LayerShape, source: ImageShape, target: ImageShape, lanes: Int) {
    self.shape = shape
    self.source = source
    self.target = target
    self.lanes = lanes
    let row = (shape.inputs + shape.outputs) * (source.width + shape.side - 1)
    rows = min(target.height, max(1, (Self.budget / row - shape.side + 1) / shape.stride))
  }

  private var taps: Int { shape.side * shape.side }
  private var border: Int { shape.side / 2 }
  private var panelColumns: Int { source.width + 2 * border }
  private var panelStride: Int { (rows * shape.stride + 2 * border) * panelColumns | 1 }
  /// Rows of the input whose gradient a strip completes, at most.
  private var ownPixels: Int { rows * shape.stride * source.width }
  private var windowStride: Int { Self.columns + 2 }

  private var panelCount: Int {
    FloatBuffer.padded(max(shape.inputs, shape.outputs) * panelStride * lanes)
  }
  private var windowCount: Int {
    FloatBuffer.padded(max(shape.inputs, shape.outputs) * taps * windowStride * lanes)
  }
  private var gradientCount: Int {
    FloatBuffer.padded(
      max(shape.outputs * target.width * rows, shape.inputs * ownPixels) * lanes)
  }

  var scratchCount: Int { panelCount + windowCount + gradientCount }

  var multiplications: Double { Double(taps) }

  func packedCount(outputs: Int, inputs: Int) -> Int {
    PackedWeights(outputs: outputs, inputs: inputs * taps).count
  }

  func pack(_ packing: FilterPacking, _ kernels: KernelTable) { kernels.packFilters(packing) }

  func portions(groups: Int) -> Portions {
    Portions(groups: groups, strips: (target.height + rows - 1) / rows)
  }

  private func rows(of strips: Range<Int>) -> Range<Int> {
    strips.lowerBound * rows..<min(strips.upperBound * rows, target.height)
  }

  func pixels(of strips: Range<Int>) -> Range<Int> {
    let rows = rows(of: strips)
    return rows.lowerBound * target.width..<rows.upperBound * target.width
  }

  private func panel(_ start: UnsafeMutablePointer<Float>) -> Maps {
    Maps(start: start, channelStride: panelStride, rowStride: panelColumns)
  }

  func forward(_ portion: Portion, of layer: ConvolutionLayer, _ scratch: Scratch, _ pass: Pass) {
    var scratch = scratch
    let panel = panel(scratch.area(panelCount))
    let windows = Matrices(start: scratch.area(windowCount), channelStride: windowStride)
    for group in portion.groups {
      for strip in portion.strips {
        let rows = rows(of: strip..<strip + 1)
        read(rows, of: layer, group: group, into: panel, pass.kernels)
        forEachRun(of: rows.count, target.width) { row, columns in
          gather(panel, shape.inputs, row, columns, stride: shape.stride, windows, pass.kernels)
          let output = layer.target.values(
            group: group, from: shape.first,
            pixel: (rows.lowerBound + row) * target.width + columns.lowerBound)
          pass.kernels.multiply(
            Product(
              weights: layer.packed(pass),
              packing: PackedWeights(outputs: shape.outputs, inputs: shape.inputs * taps),
              input: windows, inputs: shape.inputs * taps,
              output: Matrices(start: output.start, channelStride: output.channelStride),
              outputs: shape.outputs, columns: columns.count,
              bias: layer.bias.map { UnsafePointer($0.values.start) }))
        }
      }
    }
  }

  func backward(
    _ portion: Portion, of layer: ConvolutionLayer, _ scratch: Scratch,
    filterGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    _ pass: Pass
  ) {
    var scratch = scratch
    let panel = panel(scratch.area(panelCount))
    let windows = Matrices(start: scratch.area(windowCount), channelStride: windowStride)
    let gradient = scratch.area(gradientCount)
    for group in portion.groups {
      for strip in portion.strips {
        let rows = rows(of: strip..<strip + 1)
        let pixels = pixels(of: strip..<strip + 1)
        let outputGradient = Matrices(start: gradient, channelStride: pixels.count)
        layer.readGradient(
          pixels, group: group,
          into: Maps(start: gradient, channelStride: pixels.count, rowStride: pixels.count), pass)
        if let biasGradient {
          pass.kernels.accumulateBiasGradient(
            BiasGradient(
              outputGradient: outputGradient, outputs: shape.outputs, columns: pixels.count,
              gradient: biasGradient))
        }
        read(rows, of: layer, group: group, into: panel, pass.kernels)
        forEachRun(of: rows.count, target.width) { row, columns in
          gather(panel, shape.inputs, row, columns, stride: shape.stride, windows, pass.kernels)
          var run = outputGradient
          run.start += (row * target.width + columns.lowerBound) * lanes
          pass.kernels.accumulateWeightGradient(
            WeightGradient(
              outputGradient: run, outputs: shape.outputs, input: windows,
              inputs: shape.inputs * taps, columns: columns.count, gradient: filterGradient,
              rowStride: shape.inputs * taps))
        }
        guard layer.source.needsGradient else { continue }
        handBack(
          rows, of: layer, panel, windows, gradient, slot: portion.slot(group), group: group, pass)
      }
    }
  }

  /// Computes the gradient of the inputs that a strip completes and hands it back.
  private func handBack(
    _ rows: Range<Int>, of layer: ConvolutionLayer, _ panel: Maps, _ windows: Matrices,
    _ gradient: UnsafeMutablePointer<Float>, slot: Int, group: Int, _ pass: Pass
  ) {
    let firstRow = rows.lowerBound * shape.stride
    let isLast = rows.upperBound == target.height
    let own = Strip(
      firstRow: firstRow, rows: isLast ? source.height - firstRow : rows.count * shape.stride,
      height: source.height, width: source.width)
    layer.readGradientPanel(
      Strip(
        firstRow: own.firstRow - border, rows: own.rows + 2 * border, height: own.height,
        width: own.width), border: border, trailing: border, stride: shape.stride, group: group,
      into: panel, pass)
    let pixels = own.rows * own.width
    forEachRun(of: own.rows, own.width) { row, columns in
      gather(panel, shape.outputs, row, columns, stride: 1, windows, pass.kernels)
      pass.kernels.multiply(
        Product(
          weights: pass.workspace.packedFilters.start,
          packing: PackedWeights(outputs: shape.inputs, inputs: shape.outputs * taps),
          input: windows, inputs: shape.outputs * taps,
          output: Matrices(
            start: gradient + (row * own.width + columns.lowerBound) * lanes,
            channelStride: pixels), outputs: shape.inputs, columns: columns.count))
    }
    layer.source.handBack(
      Maps(start: gradient, channelStride: pixels, rowStride: own.width),
      inputs: 0..<shape.inputs, own, slot: slot, group: group, in: pass.workspace,
      by: pass.kernels.scatterGradient)
  }

  private func read(
    _ rows: Range<Int>, of layer: ConvolutionLayer, group: Int, into panel: Maps,
    _ kernels: KernelTable
  ) {
    layer.source.read(
      0..<shape.inputs,
      Strip(
        firstRow: rows.lowerBound * shape.stride - border,
        rows: (rows.count - 1) * shape.stride + shape.side, height: source.height,
        width: source.width), border: border, trailing: border, group: group, into: panel,
      by: kernels.readPanel)
  }

  /// Calls `body` for each row, and there for some columns at a time.
  private func forEachRun(
    of rows: Int, _ width: Int, _ body: (_ row: Int, _ columns: Range<Int>) -> Void
  ) {
    for row in 0..<rows {
      for first in Swift.stride(from: 0, to: width, by: Self.columns) {
        body(row, first..<min(first + Self.columns, width))
      }
    }
  }

  private func gather(
    _ panel: Maps, _ channels: Int, _ row: Int, _ columns: Range<Int>, stride: Int,
    _ windows: Matrices, _ kernels: KernelTable
  ) {
    var panel = panel
    panel.start += (row * panel.rowStride + columns.lowerBound) * stride * lanes
    kernels.gatherWindows(
      WindowGathering(
        panel: panel, inputs: channels, side: shape.side, stride: stride, columns: columns.count,
        windows: windows))
  }
}
