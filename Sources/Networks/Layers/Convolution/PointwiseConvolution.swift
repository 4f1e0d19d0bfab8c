import KernelArguments

/// A 1×1 convolution: one product over pixels, which know no rows. What is pooled before it is read
/// in whole rows.
///
///     for each run of pixels
///       for each chunk of inputs           which stay in a core's second cache with their weights
///         read them                        [input][pixel]
///         multiply, add → target
///
/// The classifier is one too, over the mean of each map.
struct PointwiseConvolution: ConvolutionMethod {
  /// Vectors that the backward pass of a strip goes through again and again: about what a core's
  /// second cache holds.
  private static let budget = 12_288
  /// Inputs that the backward pass deals with at a time, from reading to handing back.
  private static let chunk = 24
  /// Inputs that the forward pass deals with at a time, at most.
  private static let forwardChunk = 144

  private let shape: LayerShape
  private let size: ImageShape
  private let lanes: Int
  /// Pixels of a strip. Long ones are read faster from memory.
  private let columns: Int
  /// Pixels that the forward pass takes at a time.
  private let run: Int

  init(_ shape: LayerShape, target: ImageShape, groups: Int, lanes: Int) {
    self.shape = shape
    size = target
    self.lanes = lanes
    func columns(_ wanted: Int) -> Int {
      switch shape.pooling {
      case .none: min(wanted / 2 * 2, target.pixels)
      case .halved: min(max(wanted / target.width, 1), target.height) * target.width
      case .whole: 1
      }
    }
    let fitting = min(max(Self.budget / (shape.outputs + 2 * Self.chunk), 32), 128)
    // Of a small batch every worker must get something.
    let share = Portions.share(of: target.pixels, groups: groups)
    // Strips of about the same size, so that the last one does not leave workers waiting.
    let limit = columns(min(fitting, max(share, 16)))
    let strip = columns(Portions.evenPart(of: target.pixels, atMost: limit) + 1)
    self.columns = strip
    run = min(columns(32), strip)
  }

  /// An even number of vectors from a channel to the next, and not one that makes channels compete
  /// for the same places in the caches.
  private func stride(_ columns: Int) -> Int { (columns + 1) / 2 * 2 | 2 }

  private func count(_ channels: Int, _ columns: Int) -> Int {
    FloatBuffer.padded(channels * stride(columns) * lanes)
  }

  private var chunk: Int { min(Self.chunk, shape.inputs) }
  private var forwardChunk: Int {
    Portions.evenPart(of: shape.inputs, atMost: Self.forwardChunk)
  }

  var scratchCount: Int {
    max(count(forwardChunk, run), count(shape.outputs, columns) + 2 * count(chunk, columns))
  }

  var multiplications: Double { 1 }

  func packedCount(outputs: Int, inputs: Int) -> Int {
    PackedWeights(outputs: outputs, inputs: inputs).count
  }

  func pack(_ packing: FilterPacking, _ kernels: KernelTable) { kernels.packFilters(packing) }

  func portions(groups: Int) -> Portions {
    Portions(groups: groups, strips: (size.pixels + columns - 1) / columns)
  }

  func pixels(of strips: Range<Int>) -> Range<Int> {
    strips.lowerBound * columns..<min(strips.upperBound * columns, size.pixels)
  }

  private func matrices(_ start: UnsafeMutablePointer<Float>, _ columns: Int) -> Matrices {
    Matrices(start: start, channelStride: stride(columns))
  }

  private func maps(_ start: UnsafeMutablePointer<Float>, _ columns: Int) -> Maps {
    Maps(start: start, channelStride: stride(columns), rowStride: size.width)
  }

  func forward(_ portion: Portion, of layer: ConvolutionLayer, _ scratch: Scratch, _ pass: Pass) {
    var scratch = scratch
    let input = scratch.area(count(forwardChunk, run))
    let packing = PackedWeights(outputs: shape.outputs, inputs: shape.inputs)
    let all = pixels(of: portion.strips)
    for group in portion.groups {
      for pixel in Swift.stride(from: all.lowerBound, to: all.upperBound, by: run) {
        let pixels = pixel..<min(pixel + run, all.upperBound)
        let output = layer.target.values(group: group, from: shape.first, pixel: pixel)
        for first in Swift.stride(from: 0, to: shape.inputs, by: forwardChunk) {
          let channels = first..<min(first + forwardChunk, shape.inputs)
          read(pixels, channels, of: layer, group: group, into: maps(input, run), pass.kernels)
          pass.kernels.multiply(
            Product(
              weights: layer.packed(pass) + packing.offset(output: 0, input: first),
              packing: packing, input: matrices(input, run), inputs: channels.count,
              output: Matrices(start: output.start, channelStride: output.channelStride),
              outputs: shape.outputs, columns: pixels.count, accumulates: first > 0,
              bias: first > 0 ? nil : layer.bias.map { UnsafePointer($0.values.start) }))
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
    let outputGradient = scratch.area(count(shape.outputs, columns))
    let input = scratch.area(count(chunk, columns))
    let inputGradient = scratch.area(count(chunk, columns))
    let packing = PackedWeights(outputs: shape.inputs, inputs: shape.outputs)
    for group in portion.groups {
      for strip in portion.strips {
        let pixels = pixels(of: strip..<strip + 1)
        layer.readGradient(pixels, group: group, into: maps(outputGradient, columns), pass)
        if let biasGradient {
          pass.kernels.accumulateBiasGradient(
            BiasGradient(
              outputGradient: matrices(outputGradient, columns), outputs: shape.outputs,
              columns: pixels.count, gradient: biasGradient))
        }
        for first in Swift.stride(from: 0, to: shape.inputs, by: Self.chunk) {
          let channels = first..<min(first + Self.chunk, shape.inputs)
          read(pixels, channels, of: layer, group: group, into: maps(input, columns), pass.kernels)
          pass.kernels.accumulateWeightGradient(
            WeightGradient(
              outputGradient: matrices(outputGradient, columns), outputs: shape.outputs,
              input: matrices(input, columns), inputs: channels.count, columns: pixels.count,
              gradient: filterGradient + first, rowStride: shape.inputs))
          pass.kernels.multiply(
            Product(
              weights: pass.workspace.packedFilters.start + packing.offset(output: first, input: 0),
              packing: packing, input: matrices(outputGradient, columns), inputs: shape.outputs,
              output: matrices(inputGradient, columns), outputs: channels.count,
              columns: pixels.count))
          scatter(
            maps(inputGradient, columns), pixels, channels, of: layer, slot: portion.slot(group),
            group: group, pass)
        }
      }
    }
  }

  /// Rows of pooled maps.
  private func strip(_ pixels: Range<Int>) -> Strip {
    Strip(
      firstRow: pixels.lowerBound / size.width, rows: pixels.count / size.width,
      height: size.height, width: size.width)
  }

  private func read(
    _ pixels: Range<Int>, _ channels: Range<Int>, of layer: ConvolutionLayer, group: Int,
    into panel: Maps,
    _ kernels: KernelTable
  ) {
    let source = layer.source
    switch shape.pooling {
    case .none:
      source.read(
        channels, Strip(firstRow: 0, rows: 1, height: 1, width: pixels.count),
        pixel: pixels.lowerBound, group: group, into: panel, by: kernels.readPanel)
    case .halved:
      source.read(
        channels, strip(pixels), group: group, into: panel, by: kernels.readPooledPanel)
    case .whole:
      source.read(channels, source.whole, group: group, into: panel, by: kernels.readAverage)
    }
  }

  private func scatter(
    _ incoming: Maps, _ pixels: Range<Int>, _ channels: Range<Int>, of layer: ConvolutionLayer,
    slot: Int, group: Int, _ pass: Pass
  ) {
    let source = layer.source
    func handBack(_ strip: Strip, pixel: Int = 0, by kernel: (GradientScattering) -> Void) {
      source.handBack(
        incoming, inputs: channels, strip, pixel: pixel, slot: slot, group: group,
        in: pass.workspace, by: kernel)
    }
    switch shape.pooling {
    case .none:
      handBack(
        Strip(firstRow: 0, rows: 1, height: 1, width: pixels.count), pixel: pixels.lowerBound,
        by: pass.kernels.scatterGradient)
    case .halved:
      let strip = strip(pixels)
      let height = source.maps.shape.height
      let isLast = pixels.upperBound == size.pixels
      let firstRow = 2 * strip.firstRow
      handBack(
        Strip(
          firstRow: firstRow, rows: isLast ? height - firstRow : 2 * strip.rows, height: height,
          width: source.maps.shape.width), by: pass.kernels.scatterPooledGradient)
    case .whole:
      handBack(source.whole, by: pass.kernels.scatterAverageGradient)
    }
  }
}
