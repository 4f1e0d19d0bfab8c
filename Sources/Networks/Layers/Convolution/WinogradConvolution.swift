import KernelArguments

/// A 3×3 convolution by Winograd's minimal filtering: 4×4 outputs at a time, in 36 products over
/// tiles instead of one over windows, with a quarter of the multiplications.
///
///     for each strip of rows of tiles
///       for each chunk of inputs
///         for each of them: read it          panel       [row][column], in the nearest cache
///           transform                        frequencies [36][input][tile]
///         multiply, add                      frequencies [36][output][tile]
///       assemble → target
///
/// Two areas of frequencies share a core's second cache. Small maps of several groups are taken
/// together, for sums over few tiles are slow.
struct WinogradConvolution: ConvolutionMethod {
  /// Vectors of all outputs at one frequency: two areas of 36 times as many are 450 KB with 8 lanes.
  private static let budget = 200

  /// Inputs at a time, about.
  private static let inputs = 36

  private let shape: LayerShape
  private let size: ImageShape
  private let lanes: Int
  /// Tiles of a row, and rows of tiles.
  private let columns: Int
  private let tileRows: Int
  /// Rows of tiles of a strip.
  private let rows: Int
  private let groupsTogether: Int
  /// Inputs at a time: whole blocks of 4 or 6 outputs of the transposed product.
  private let chunk: Int

  init(_ shape: LayerShape, size: ImageShape, groups: Int, lanes: Int) {
    self.shape = shape
    self.size = size
    self.lanes = lanes
    columns = (size.width + Winograd.tile - 1) / Winograd.tile
    tileRows = (size.height + Winograd.tile - 1) / Winograd.tile
    let tiles = max(4, Self.budget / shape.outputs)
    rows = min(
      max(1, tiles / columns), Portions.share(of: tileRows, groups: groups))
    groupsTogether = rows < tileRows ? 1 : max(1, tiles / (rows * columns))
    // Chunks of equal size, of whole blocks of 4 or 6.
    let part = Portions.evenPart(of: shape.inputs, atMost: Self.inputs)
    let block = PackedWeights(outputs: shape.inputs, inputs: 1).blockWidth
    chunk = (part + block - 1) / block * block
  }

  /// Tiles of a strip in all its groups, at most.
  private var tiles: Int { (groupsTogether * rows * columns + 1) / 2 * 2 }
  private var panelColumns: Int { Winograd.tile * columns + 2 }
  private var panelStride: Int { (Winograd.tile * rows + 2) * panelColumns }
  private var area: Int {
    Winograd.frequencies * planeStride(max(chunk, shape.outputs)) * lanes
  }
  private var gradientPlane: Int { FloatBuffer.padded(shape.outputs * shape.inputs) + 16 }

  var scratchCount: Int {
    FloatBuffer.padded(Winograd.window * panelColumns * lanes)
      + FloatBuffer.padded(panelStride * lanes)
      + FloatBuffer.padded(shape.outputs * panelStride * lanes)
      + 2 * FloatBuffer.padded(area) + Winograd.frequencies * gradientPlane
  }

  var multiplications: Double {
    Double(Winograd.frequencies) / Double(Winograd.tile * Winograd.tile)
  }

  func packedCount(outputs: Int, inputs: Int) -> Int {
    Winograd.frequencies * PackedWeights(outputs: outputs, inputs: inputs).planeStride
  }

  func pack(_ packing: FilterPacking, _ kernels: KernelTable) { kernels.transformFilters(packing) }

  func portions(groups: Int) -> Portions {
    Portions(
      groups: groups, strips: (tileRows + rows - 1) / rows, groupsTogether: groupsTogether)
  }

  func pixels(of strips: Range<Int>) -> Range<Int> {
    let height = Winograd.tile * rows
    return strips.lowerBound * height * size.width..<min(
      strips.upperBound * height, size.height) * size.width
  }

  /// A worker's memory.
  private struct Areas {
    let lines: UnsafeMutablePointer<Float>
    let panel: UnsafeMutablePointer<Float>
    let gradientPanel: UnsafeMutablePointer<Float>
    /// Frequencies that are multiplied, and that come out or are multiplied with.
    let first: UnsafeMutablePointer<Float>
    let second: UnsafeMutablePointer<Float>
    let gradient: UnsafeMutablePointer<Float>
  }

  private func areas(_ scratch: Scratch) -> Areas {
    var scratch = scratch
    return Areas(
      lines: scratch.area(Winograd.window * panelColumns * lanes),
      panel: scratch.area(panelStride * lanes),
      gradientPanel: scratch.area(shape.outputs * panelStride * lanes),
      first: scratch.area(area), second: scratch.area(area),
      gradient: scratch.area(Winograd.frequencies * gradientPlane))
  }

  /// Vectors from a frequency to the next: an odd number of pairs, so that the frequencies of a tile
  /// do not compete for the same places in the caches.
  private func planeStride(_ channels: Int) -> Int { channels * tiles | 2 }

  private func frequencies(_ start: UnsafeMutablePointer<Float>, channels: Int) -> Matrices {
    Matrices(start: start, channelStride: tiles, planeStride: planeStride(channels))
  }

  /// Where a group's tiles of a channel begin.
  private func place(
    _ matrices: Matrices, channel: Int = 0, tile: Int
  ) -> Matrices {
    var place = matrices
    place.start += (channel * tiles + tile) * lanes
    return place
  }

  private func panel(_ start: UnsafeMutablePointer<Float>) -> Maps {
    Maps(start: start, channelStride: panelStride, rowStride: panelColumns)
  }

  /// Rows of a strip with the border.
  private func panelStrip(_ strip: Int) -> Strip {
    Strip(
      firstRow: strip * Winograd.tile * rows - 1, rows: Winograd.tile * rowsOfTiles(strip) + 2,
      height: size.height, width: size.width)
  }

  private func rowsOfTiles(_ strip: Int) -> Int { min(rows, tileRows - strip * rows) }

  // MARK: Forward

  func forward(_ portion: Portion, of layer: ConvolutionLayer, _ scratch: Scratch, _ pass: Pass) {
    let areas = areas(scratch)
    let input = frequencies(areas.first, channels: chunk)
    let output = frequencies(areas.second, channels: shape.outputs)
    let packing = PackedWeights(outputs: shape.outputs, inputs: shape.inputs)
    let groups = portion.groups
    for strip in portion.strips {
      let tilesOfGroup = rowsOfTiles(strip) * columns
      for first in stride(from: 0, to: shape.inputs, by: chunk) {
        let channels = first..<min(first + chunk, shape.inputs)
        transformInputs(channels, strip, groups, of: layer, areas, to: input, pass)
        pass.kernels.multiply(
          Product(
            weights: layer.packed(pass) + packing.offset(output: 0, input: first),
            packing: packing, weightPlaneStride: packing.planeStride, input: input,
            inputs: channels.count, output: output, outputs: shape.outputs,
            columns: groups.count * tilesOfGroup, planes: Winograd.frequencies,
            accumulates: first > 0))
      }
      let firstRow = strip * Winograd.tile * rows
      for group in groups {
        let tiles = TileTransform(
          panel: layer.target.values(
            group: group, from: shape.first, pixel: firstRow * size.width),
          channels: shape.outputs, rows: rowsOfTiles(strip), columns: columns,
          frequencies: place(output, tile: (group - groups.lowerBound) * tilesOfGroup),
          scratch: areas.lines)
        pass.kernels.assembleOutputs(
          TileAssembly(
            tiles: tiles, height: size.height - firstRow, width: size.width,
            bias: layer.bias.map { UnsafePointer($0.values.start) }))
      }
    }
  }

  /// Reads channels of some groups one by one, each while it is in the nearest cache, and transforms
  /// them.
  private func transformInputs(
    _ channels: Range<Int>, _ strip: Int, _ groups: Range<Int>, of layer: ConvolutionLayer,
    _ areas: Areas, to input: Matrices, _ pass: Pass
  ) {
    let rows = rowsOfTiles(strip)
    for channel in channels {
      for group in groups {
        layer.source.read(
          channel..<channel + 1, panelStrip(strip), border: 1,
          trailing: panelColumns - size.width - 1, group: group, into: panel(areas.panel),
          by: pass.kernels.readPanel)
        pass.kernels.transformInputs(
          TileTransform(
            panel: panel(areas.panel), channels: 1, rows: rows, columns: columns,
            frequencies: place(
              input, channel: channel - channels.lowerBound,
              tile: (group - groups.lowerBound) * rows * columns), scratch: areas.lines))
      }
    }
  }

  // MARK: Backward

  func backward(
    _ portion: Portion, of layer: ConvolutionLayer, _ scratch: Scratch,
    filterGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    _ pass: Pass
  ) {
    let areas = areas(scratch)
    areas.gradient.update(repeating: 0, count: Winograd.frequencies * gradientPlane)
    let groups = portion.groups
    for strip in portion.strips {
      if let biasGradient {
        addBiasGradient(strip, groups, of: layer, areas, to: biasGradient, pass)
      }
      addFilterGradient(strip, groups, of: layer, areas, pass)
      if layer.source.needsGradient { handBack(strip, groups, portion, of: layer, areas, pass) }
    }
    pass.kernels.assembleFilterGradient(
      FilterGradientAssembly(
        frequencies: areas.gradient, planeStride: gradientPlane,
        count: shape.outputs * shape.inputs, gradient: filterGradient))
  }

  private func addBiasGradient(
    _ strip: Int, _ groups: Range<Int>, of layer: ConvolutionLayer, _ areas: Areas,
    to biasGradient: UnsafeMutablePointer<Float>, _ pass: Pass
  ) {
    let pixels = pixels(of: strip..<strip + 1)
    for group in groups {
      layer.readGradient(
        pixels, group: group,
        into: Maps(
          start: areas.gradientPanel, channelStride: pixels.count, rowStride: pixels.count), pass)
      pass.kernels.accumulateBiasGradient(
        BiasGradient(
          outputGradient: Matrices(start: areas.gradientPanel, channelStride: pixels.count),
          outputs: shape.outputs, columns: pixels.count, gradient: biasGradient))
    }
  }

  private func addFilterGradient(
    _ strip: Int, _ groups: Range<Int>, of layer: ConvolutionLayer, _ areas: Areas, _ pass: Pass
  ) {
    let output = frequencies(areas.first, channels: shape.outputs)
    let input = frequencies(areas.second, channels: chunk)
    transformGradient(
      strip, groups, of: layer, areas, to: output, pass, by: pass.kernels.transformOutputGradients,
      fromPixel: panelColumns + 1)
    for first in stride(from: 0, to: shape.inputs, by: chunk) {
      let channels = first..<min(first + chunk, shape.inputs)
      transformInputs(channels, strip, groups, of: layer, areas, to: input, pass)
      pass.kernels.accumulateWeightGradient(
        WeightGradient(
          outputGradient: output, outputs: shape.outputs, input: input, inputs: channels.count,
          columns: groups.count * rowsOfTiles(strip) * columns, planes: Winograd.frequencies,
          gradient: areas.gradient + first, rowStride: shape.inputs, planeStride: gradientPlane))
    }
  }

  /// Reads the gradient of the outputs with its border and transforms it.
  ///
  /// - Parameter pixel: the pixel of the panel where the first tile begins.
  private func transformGradient(
    _ strip: Int, _ groups: Range<Int>, of layer: ConvolutionLayer, _ areas: Areas,
    to output: Matrices, _ pass: Pass, by transform: (TileTransform) -> Void, fromPixel pixel: Int
  ) {
    let rows = rowsOfTiles(strip)
    for group in groups {
      let panel = panel(areas.gradientPanel)
      layer.readGradientPanel(
        panelStrip(strip), border: 1, trailing: panelColumns - size.width - 1, group: group,
        into: panel, pass)
      var start = panel
      start.start += pixel * lanes
      transform(
        TileTransform(
          panel: start, channels: shape.outputs, rows: rows, columns: columns,
          frequencies: place(output, tile: (group - groups.lowerBound) * rows * columns),
          scratch: areas.lines))
    }
  }

  /// Computes the gradient of the inputs and hands it back, a channel at a time.
  private func handBack(
    _ strip: Int, _ groups: Range<Int>, _ portion: Portion, of layer: ConvolutionLayer,
    _ areas: Areas, _ pass: Pass
  ) {
    let output = frequencies(areas.first, channels: shape.outputs)
    let input = frequencies(areas.second, channels: chunk)
    transformGradient(
      strip, groups, of: layer, areas, to: output, pass, by: pass.kernels.transformInputs,
      fromPixel: 0)
    let rows = rowsOfTiles(strip)
    let firstRow = strip * Winograd.tile * self.rows
    let own = Strip(
      firstRow: firstRow, rows: min(Winograd.tile * rows, size.height - firstRow),
      height: size.height, width: size.width)
    let gradient = Maps(start: areas.panel, channelStride: 0, rowStride: size.width)
    let packing = PackedWeights(outputs: shape.inputs, inputs: shape.outputs)
    for first in stride(from: 0, to: shape.inputs, by: chunk) {
      let channels = first..<min(first + chunk, shape.inputs)
      pass.kernels.multiply(
        Product(
          weights: pass.workspace.packedFilters.start + packing.offset(output: first, input: 0),
          packing: packing, weightPlaneStride: packing.planeStride, input: output,
          inputs: shape.outputs, output: input, outputs: channels.count,
          columns: groups.count * rows * columns, planes: Winograd.frequencies))
      for channel in channels {
        for group in groups {
          let tiles = TileTransform(
            panel: gradient, channels: 1, rows: rows, columns: columns,
            frequencies: place(
              input, channel: channel - first,
              tile: (group - groups.lowerBound) * rows * columns),
            scratch: areas.lines)
          pass.kernels.assembleOutputs(
            TileAssembly(tiles: tiles, height: own.rows, width: size.width))
          layer.source.handBack(
            gradient, inputs: channel..<channel + 1, own, slot: portion.slot(group), group: group,
            in: pass.workspace, by: pass.kernels.scatterGradient)
        }
      }
    }
  }
}
