/// Filters in the order in which the convolution kernel reads them.
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
  /// `[block of outputs][input][tap][output in block]`; the last block is filled up with zeros.
  public var packed: UnsafeMutablePointer<Float>

  /// Describes one packing.
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
  }

  /// Output channels that the kernel computes together for a layer of `outputs` channels: 6 or 4,
  /// whichever leaves less of the last block empty.
  public static func blockWidth(outputs: Int) -> Int {
    (outputs + 5) / 6 * 6 < (outputs + 3) / 4 * 4 || outputs % 6 == 0 ? 6 : 4
  }

  /// Floats that `packed` must hold.
  public static func count(outputs: Int, inputs: Int, side: Int) -> Int {
    let width = blockWidth(outputs: outputs)
    return (outputs + width - 1) / width * width * inputs * side * side
  }
}

/// A convolution of a strip that was packed into a panel, its borders included.
public struct Convolution {
  /// Inputs: `(rows − 1) · stride + side` rows, and columns likewise; `stride` vectors after the
  /// last one may be read.
  public var panel: Maps
  /// Input channels.
  public var inputs: Int
  /// Filters from `FilterPacking`.
  public var packedFilters: UnsafePointer<Float>
  /// Rows and columns of a filter, odd.
  public var side: Int
  /// Pixels of the input from one output to the next.
  public var stride: Int
  /// Added to each output channel, filled up with zeros to a multiple of 16; `nil` for none.
  public var bias: UnsafePointer<Float>?
  /// Where the results go.
  public var output: Maps
  /// Output channels.
  public var outputs: Int
  /// Output rows.
  public var rows: Int
  /// Output columns.
  public var columns: Int

  /// Describes one convolution.
  public init(
    panel: Maps, inputs: Int, packedFilters: UnsafePointer<Float>, side: Int, stride: Int = 1,
    bias: UnsafePointer<Float>? = nil, output: Maps, outputs: Int, rows: Int, columns: Int
  ) {
    self.panel = panel
    self.inputs = inputs
    self.packedFilters = packedFilters
    self.side = side
    self.stride = stride
    self.bias = bias
    self.output = output
    self.outputs = outputs
    self.rows = rows
    self.columns = columns
  }
}

/// The gradient of a convolution's filters over a strip.
public struct FilterGradient {
  /// Gradient of the outputs; its first pixel is that of the strip's first row and column.
  public var outputGradient: Maps
  /// Output channels.
  public var outputs: Int
  /// The panel that the convolution read.
  public var panel: Maps
  /// Input channels.
  public var inputs: Int
  /// Rows and columns of a filter, odd.
  public var side: Int
  /// Pixels of the input from one output to the next.
  public var stride: Int
  /// Rows of the strip.
  public var rows: Int
  /// Columns of the output.
  public var columns: Int
  /// `[outputs][inputs][side][side]`, which the sums are added to.
  public var gradient: UnsafeMutablePointer<Float>

  /// Describes one gradient.
  public init(
    outputGradient: Maps, outputs: Int, panel: Maps, inputs: Int, side: Int,
    stride: Int = 1, rows: Int, columns: Int, gradient: UnsafeMutablePointer<Float>
  ) {
    self.outputGradient = outputGradient
    self.outputs = outputs
    self.panel = panel
    self.inputs = inputs
    self.side = side
    self.stride = stride
    self.rows = rows
    self.columns = columns
    self.gradient = gradient
  }
}

/// The gradient of a convolution's bias over a strip.
public struct BiasGradient {
  /// Gradient of the outputs; its first pixel is that of the strip's first row and column.
  public var outputGradient: Maps
  /// Output channels.
  public var outputs: Int
  /// Rows of the strip.
  public var rows: Int
  /// Columns of the output.
  public var columns: Int
  /// `[outputs]`, which the sums over pixels and lanes are added to.
  public var gradient: UnsafeMutablePointer<Float>

  /// Describes one gradient.
  public init(
    outputGradient: Maps, outputs: Int, rows: Int, columns: Int,
    gradient: UnsafeMutablePointer<Float>
  ) {
    self.outputGradient = outputGradient
    self.outputs = outputs
    self.rows = rows
    self.columns = columns
    self.gradient = gradient
  }
}
