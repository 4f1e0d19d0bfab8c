/// The order in which products read weights: `[block of outputs][input][output in block]`; the last
/// block is filled up with zeros.
public struct PackedWeights: Equatable {
  /// Output channels.
  public var outputs: Int
  /// Input channels.
  public var inputs: Int

  /// Describes weights for so many channels.
  public init(outputs: Int, inputs: Int) {
    self.outputs = outputs
    self.inputs = inputs
  }

  /// Output channels that are computed together: 6 or 4, whichever leaves less of the last block
  /// empty.
  public var blockWidth: Int {
    (outputs + 5) / 6 * 6 < (outputs + 3) / 4 * 4 || outputs % 6 == 0 ? 6 : 4
  }

  /// Floats of a block.
  public var blockStride: Int { blockWidth * inputs }

  /// Blocks of outputs.
  public var blocks: Int { (outputs + blockWidth - 1) / blockWidth }

  /// Floats in all.
  public var count: Int { blocks * blockStride }

  /// Floats from the weights of a frequency to those of the next: more than there are, so that
  /// frequencies do not compete for the same places in the caches.
  public var planeStride: Int { count + 16 }

  /// Where the weights begin that products from an output, the first of its block, and from an
  /// input on read.
  public func offset(output: Int, input: Int) -> Int {
    output / blockWidth * blockStride + input * blockWidth
  }
}

/// Filters on their way into the order of `PackedWeights`. A window's pixels count as inputs.
public struct FilterPacking {
  /// Filters as PyTorch keeps them: `[outputs][inputs][side][side]`.
  public var filters: UnsafePointer<Float>
  /// Output channels of `filters`.
  public var outputs: Int
  /// Input channels of `filters`.
  public var inputs: Int
  /// Rows and columns of a filter, odd.
  public var side: Int
  /// Whether to pack the transposed convolution, which maps the gradient of the outputs to the
  /// gradient of the inputs: channels change places and the taps are turned by 180°.
  public var isTransposed: Bool
  /// Blocks of packed outputs to deal with; several threads may each take some.
  public var blocks: Range<Int>
  /// `packing.count` floats; of Winograd's transform `frequencyPacking.planeStride` for each of 36
  /// frequencies.
  public var packed: UnsafeMutablePointer<Float>

  /// Describes a packing of all blocks.
  public init(
    filters: UnsafePointer<Float>, outputs: Int, inputs: Int, side: Int, isTransposed: Bool,
    packed: UnsafeMutablePointer<Float>
  ) {
    self.filters = filters
    self.outputs = outputs
    self.inputs = inputs
    self.side = side
    self.isTransposed = isTransposed
    self.packed = packed
    blocks = 0..<0
    blocks = 0..<frequencyPacking.blocks
  }

  /// Output channels of what is packed.
  public var packedOutputs: Int { isTransposed ? inputs : outputs }

  /// Input channels of what is packed.
  public var packedInputs: Int { isTransposed ? outputs : inputs }

  /// Order of the windows' weights.
  public var packing: PackedWeights {
    PackedWeights(outputs: packedOutputs, inputs: packedInputs * side * side)
  }

  /// Order of the weights of each frequency.
  public var frequencyPacking: PackedWeights {
    PackedWeights(outputs: packedOutputs, inputs: packedInputs)
  }
}
