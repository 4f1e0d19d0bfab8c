/// Matrices of vectors: channels by columns, a column being a pixel or a tile of pixels; one matrix,
/// or one for each of the 36 frequencies of Winograd's filtering.
///
/// Strides count vectors, as those of `Maps` do. A copy of this value is a view of the same memory.
public struct Matrices {
  /// Lane 0 of the first column of the first channel, aligned to a vector.
  public var start: UnsafeMutablePointer<Float>
  /// Vectors from a channel to the next.
  public var channelStride: Int
  /// Vectors from a matrix to the next.
  public var planeStride: Int

  /// Views memory as matrices.
  public init(start: UnsafeMutablePointer<Float>, channelStride: Int, planeStride: Int = 0) {
    self.start = start
    self.channelStride = channelStride
    self.planeStride = planeStride
  }
}

/// A matrix of weights times matrices of vectors, once or for each frequency. All convolutions are
/// made of it.
public struct Product {
  /// Weights in the order of `PackedWeights`, from the block of the first output on and from the
  /// first input on.
  public var weights: UnsafePointer<Float>
  /// How the weights are packed.
  public var packing: PackedWeights
  /// Floats from the weights of a matrix to those of the next.
  public var weightPlaneStride: Int
  /// What is multiplied; columns are read in pairs, so one behind an odd last one must be there.
  public var input: Matrices
  /// Channels of `input` to go through.
  public var inputs: Int
  /// Where the results go.
  public var output: Matrices
  /// Channels to compute.
  public var outputs: Int
  /// Columns.
  public var columns: Int
  /// Matrices.
  public var planes: Int
  /// Whether to add to what is there.
  public var accumulates: Bool
  /// Added to each output channel, filled up with zeros to a multiple of 16; `nil` for none.
  public var bias: UnsafePointer<Float>?

  /// Describes one product.
  public init(
    weights: UnsafePointer<Float>, packing: PackedWeights, weightPlaneStride: Int = 0,
    input: Matrices, inputs: Int, output: Matrices, outputs: Int, columns: Int, planes: Int = 1,
    accumulates: Bool = false, bias: UnsafePointer<Float>? = nil
  ) {
    self.weights = weights
    self.packing = packing
    self.weightPlaneStride = weightPlaneStride
    self.input = input
    self.inputs = inputs
    self.output = output
    self.outputs = outputs
    self.columns = columns
    self.planes = planes
    self.accumulates = accumulates
    self.bias = bias
  }
}

/// The gradient of a product's weights.
public struct WeightGradient {
  /// Gradient of the outputs.
  public var outputGradient: Matrices
  /// Output channels.
  public var outputs: Int
  /// What was multiplied.
  public var input: Matrices
  /// Input channels.
  public var inputs: Int
  /// Columns.
  public var columns: Int
  /// Matrices.
  public var planes: Int
  /// `[matrix][output][input]`, which the sums over columns and lanes are added to.
  public var gradient: UnsafeMutablePointer<Float>
  /// Floats from an output's row of `gradient` to the next.
  public var rowStride: Int
  /// Floats from a matrix of `gradient` to the next.
  public var planeStride: Int

  /// Describes one gradient.
  public init(
    outputGradient: Matrices, outputs: Int, input: Matrices, inputs: Int, columns: Int,
    planes: Int = 1, gradient: UnsafeMutablePointer<Float>, rowStride: Int, planeStride: Int = 0
  ) {
    self.outputGradient = outputGradient
    self.outputs = outputs
    self.input = input
    self.inputs = inputs
    self.columns = columns
    self.planes = planes
    self.gradient = gradient
    self.rowStride = rowStride
    self.planeStride = planeStride
  }
}

/// The gradient of a bias: sums over columns and lanes.
public struct BiasGradient {
  /// Gradient of the outputs.
  public var outputGradient: Matrices
  /// Output channels.
  public var outputs: Int
  /// Columns.
  public var columns: Int
  /// `[output]`, which the sums are added to.
  public var gradient: UnsafeMutablePointer<Float>

  /// Describes one gradient.
  public init(
    outputGradient: Matrices, outputs: Int, columns: Int, gradient: UnsafeMutablePointer<Float>
  ) {
    self.outputGradient = outputGradient
    self.outputs = outputs
    self.columns = columns
    self.gradient = gradient
  }
}
