import KernelArguments

/// A way to compute a convolution and its gradients: as one matrix product over pixels, over windows
/// of pixels, or over tiles in the frequencies of Winograd's filtering. Inputs that are cut are none of
/// its business: it counts those that are left, as `LayerShape.live` does.
protocol ConvolutionMethod {
  /// Multiplications for each output pixel, input and output channel.
  var multiplications: Double { get }
  /// Floats that a worker computes in.
  var scratchCount: Int { get }
  /// Floats of packed filters that map so many inputs to so many outputs; in the backward pass they
  /// change places.
  func packedCount(outputs: Int, inputs: Int) -> Int
  /// Brings filters into the order of its products.
  func pack(_ packing: FilterPacking, _ kernels: KernelTable)
  /// Cuts a batch.
  func portions(groups: Int) -> Portions
  /// Pixels of the target's maps that strips make.
  func pixels(of strips: Range<Int>) -> Range<Int>
  /// Computes a portion of the target's maps.
  func forward(_ portion: Portion, of layer: ConvolutionLayer, _ scratch: Scratch, _ pass: Pass)
  /// Leaves a portion's share of the gradients of the filters and the bias in memory of its own,
  /// which is zero at first, and hands the gradient of the maps back to the source.
  func backward(
    _ portion: Portion, of layer: ConvolutionLayer, _ scratch: Scratch,
    filterGradient: UnsafeMutablePointer<Float>, biasGradient: UnsafeMutablePointer<Float>?,
    _ pass: Pass)
}

extension LayerShape {
  /// How to convolve maps of these sizes in batches of at most so many groups. What is pooled has its
  /// output's size already when it is convolved.
  func method(
    source: ImageShape, target: ImageShape, groups: Int, _ kernels: KernelTable
  ) -> any ConvolutionMethod {
    let layer = live
    return if side == 1 && stride == 1 && layer.inputs > 0 {
      PointwiseConvolution(layer, target: target, groups: groups, lanes: kernels.lanes)
    } else if layer.isWinogradWorthwhile(target) && kernels.fusesMultiplyAdd {
      // Without fused multiplication and addition its rounding would come near to what `verify`
      // allows.
      WinogradConvolution(layer, size: target, groups: groups, lanes: kernels.lanes)
    } else {
      WindowConvolution(layer, source: source, target: target, lanes: kernels.lanes)
    }
  }

  /// Whether tiles need fewer multiplications than windows, and not more time for transforms than
  /// they save.
  private func isWinogradWorthwhile(_ target: ImageShape) -> Bool {
    let tiles =
      (target.height + Winograd.tile - 1) / Winograd.tile
      * ((target.width + Winograd.tile - 1) / Winograd.tile)
    return side == 3 && stride == 1 && inputs >= 8
      && tiles * Winograd.frequencies < target.pixels * side * side
  }

  /// What the layer asks of the workspace for so many groups of images.
  func demand(
    source: ImageShape, target: ImageShape, groups: Int, _ kernels: KernelTable
  ) -> Workspace.Demand {
    let method = method(source: source, target: target, groups: groups, kernels)
    let layer = live
    // A last batch of fewer groups may be cut into more portions.
    let portions = (1...groups).map { method.portions(groups: $0) }
    let most = portions.map(\.count).max() ?? 0
    let slots = portions.map(\.slots).max() ?? 0
    return Workspace.Demand(
      scratch: method.scratchCount,
      packedFilters: max(
        method.packedCount(outputs: outputs, inputs: layer.inputs),
        method.packedCount(outputs: layer.inputs, inputs: outputs)),
      filterGradients: most
        * (FloatBuffer.padded(layer.filterShape.reduce(1, *)) + FloatBuffer.padded(outputs)),
      sums: slots * inputs * 2 * kernels.lanes, moments: slots * outputs * 2)
  }
}
