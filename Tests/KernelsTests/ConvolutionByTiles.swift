import KernelArguments
import Oracle

/// The ways through Winograd's frequencies, each from several kernels.
extension Trial {
  /// Convolves maps with a layer's filters.
  ///
  /// - Parameter isTransposed: whether to go back through the layer, without its bias.
  mutating func convolveByTiles(
    _ x: Images, _ layer: Convolution, isTransposed: Bool
  ) -> GuardedMaps {
    let filters = input(layer.filters)
    var work = FilterPacking(
      filters: filters, outputs: layer.outputs, inputs: layer.inputs, side: 3,
      isTransposed: isTransposed, packed: filters)
    let packing = work.frequencyPacking
    work.packed = scratch(36 * packing.planeStride)
    kernels.transformFilters(work)
    let tiles = frequencies(x, by: kernels.transformInputs, border: 1)
    let products = scratch(36, packing.outputs, tiles.width)
    kernels.multiply(
      Product(
        weights: work.packed, packing: packing, weightPlaneStride: packing.planeStride,
        input: tiles.matrices, inputs: packing.inputs, output: products.matrices,
        outputs: packing.outputs, columns: tiles.width, planes: 36))
    let y = output(packing.outputs, x.height, x.width)
    let bias = isTransposed ? nil : layer.bias.map { UnsafePointer(input($0)) }
    kernels.assembleOutputs(
      TileAssembly(
        tiles: transform(of: x, panel: y, frequencies: products), height: x.height,
        width: x.width, bias: bias))
    return y
  }

  /// The gradient of a layer's filters, given that of its outputs.
  mutating func filterGradientByTiles(_ x: Images, _ dy: Images) -> GuardedFloats {
    let tiles = frequencies(x, by: kernels.transformInputs, border: 1)
    let gradientTiles = frequencies(dy, by: kernels.transformOutputGradients, border: 0)
    let count = dy.channels * x.channels
    let sums = scratch(36 * count)
    sums.update(repeating: 0, count: 36 * count)
    kernels.accumulateWeightGradient(
      WeightGradient(
        outputGradient: gradientTiles.matrices, outputs: dy.channels, input: tiles.matrices,
        inputs: x.channels, columns: tiles.width, planes: 36, gradient: sums,
        rowStride: x.channels, planeStride: count))
    let gradient = output([Double](repeating: 99, count: 9 * count))
    kernels.assembleFilterGradient(
      FilterGradientAssembly(
        frequencies: sums, planeStride: count, count: count, gradient: gradient.start))
    return gradient
  }

  /// Transforms the tiles of maps.
  ///
  /// - Parameter border: pixels around a tile that its window takes in.
  private mutating func frequencies(
    _ x: Images, by kernel: (TileTransform) -> Void, border: Int
  ) -> GuardedMaps {
    let (rows, columns) = ((x.height + 3) / 4, (x.width + 3) / 4)
    let panel = x.part(
      row: -border, column: -border, height: 4 * rows + 2 * border,
      width: 4 * columns + 2 * border)
    let frequencies = scratch(36, x.channels, rows * columns)
    kernel(transform(of: x, panel: input(panel), frequencies: frequencies))
    return frequencies
  }

  /// The tiles that cover maps.
  private mutating func transform(
    of x: Images, panel: GuardedMaps, frequencies: GuardedMaps
  ) -> TileTransform {
    let columns = (x.width + 3) / 4
    return TileTransform(
      panel: panel.view, channels: panel.channels, rows: (x.height + 3) / 4, columns: columns,
      frequencies: frequencies.matrices, scratch: scratch(6 * (4 * columns + 2) * lanes))
  }
}
