/// Filters in the order in which the convolution kernel reads them.
public struct FilterPacking {
  /// Filters as PyTorch keeps them: `[outputs][inputs][side][side]`.
  public var filters: UnsafePointer<Float>
  /// Output channels of `filters`.
  public var outputs: Int
  /// Input channels of `filters`.
  public var inputs: Int
  /// Rows and columns of a filter, 1 or 3.
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
  /// Inputs, `side - 1` rows and columns more than the output has; one vector after the last one
  /// may be read.
  public var panel: Maps
  /// Input channels.
  public var inputs: Int
  /// Filters from `FilterPacking`.
  public var packedFilters: UnsafePointer<Float>
  /// Rows and columns of a filter, 1 or 3.
  public var side: Int
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
    panel: Maps, inputs: Int, packedFilters: UnsafePointer<Float>, side: Int, output: Maps,
    outputs: Int, rows: Int, columns: Int
  ) {
    self.panel = panel
    self.inputs = inputs
    self.packedFilters = packedFilters
    self.side = side
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
  /// Rows and columns of a filter, 1 or 3.
  public var side: Int
  /// Rows of the strip.
  public var rows: Int
  /// Columns of the output.
  public var columns: Int
  /// `[outputs][inputs][side][side]`, which the sums are added to.
  public var gradient: UnsafeMutablePointer<Float>

  /// Describes one gradient.
  public init(
    outputGradient: Maps, outputs: Int, panel: Maps, inputs: Int, side: Int, rows: Int,
    columns: Int, gradient: UnsafeMutablePointer<Float>
  ) {
    self.outputGradient = outputGradient
    self.outputs = outputs
    self.panel = panel
    self.inputs = inputs
    self.side = side
    self.rows = rows
    self.columns = columns
    self.gradient = gradient
  }
}

/// Reading maps into a panel: batch norm and ReLU applied on the way, a border of zeros around.
public struct PanelReading {
  /// The whole maps.
  public var source: Maps
  /// Channels to read.
  public var channels: Int
  /// Rows of the output to read for; the panel has `border` rows more on both sides. Where maps
  /// are pooled, these are rows of the pooled map.
  public var strip: Strip
  /// Zeros to lay around the map, 0 or 1.
  public var border: Int
  /// Per channel `scale · x + shift`, then ReLU; `nil` copies `x` as it is.
  public var normalization: (scale: UnsafePointer<Float>, shift: UnsafePointer<Float>)?
  /// Where the result goes.
  public var panel: Maps

  /// Describes one reading.
  public init(
    source: Maps, channels: Int, strip: Strip, border: Int,
    normalization: (scale: UnsafePointer<Float>, shift: UnsafePointer<Float>)?, panel: Maps
  ) {
    self.source = source
    self.channels = channels
    self.strip = strip
    self.border = border
    self.normalization = normalization
    self.panel = panel
  }
}

/// Reading the gradient of maps into a panel with a border of zeros: what all consumers added,
/// and the correction that their batch norms owe, `sum + offset + slope · (x − mean)`.
public struct GradientReading {
  /// What the consumers added.
  public var gradient: Maps
  /// The maps' values.
  public var values: Maps
  /// Channels to read.
  public var channels: Int
  /// Rows to read; the panel has `border` rows more on both sides.
  public var strip: Strip
  /// Zeros to lay around the map, 0 or 1.
  public var border: Int
  /// Correction of each channel that does not depend on the value.
  public var offset: UnsafePointer<Float>
  /// Correction of each channel per unit of `value − mean`.
  public var slope: UnsafePointer<Float>
  /// Mean of each channel.
  public var mean: UnsafePointer<Float>
  /// Lanes that hold images, from 0; the others become zero.
  public var liveLanes: Int
  /// Where the result goes.
  public var panel: Maps

  /// Describes one reading.
  public init(
    gradient: Maps, values: Maps, channels: Int, strip: Strip, border: Int,
    offset: UnsafePointer<Float>, slope: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    liveLanes: Int, panel: Maps
  ) {
    self.gradient = gradient
    self.values = values
    self.channels = channels
    self.strip = strip
    self.border = border
    self.offset = offset
    self.slope = slope
    self.mean = mean
    self.liveLanes = liveLanes
    self.panel = panel
  }
}

/// Handing a gradient back through ReLU and batch norm to the maps that were read.
public struct GradientScattering {
  /// Gradient of what the norm and ReLU put out: a strip, or one pixel a channel that stands for
  /// the whole map where it was averaged.
  public var incoming: Maps
  /// The maps' values.
  public var values: Maps
  /// The maps' gradient, which `scale · g` is added to.
  public var gradient: Maps
  /// Whether to overwrite `gradient` instead: its first consumer in the backward pass does.
  public var overwrites: Bool
  /// Channels.
  public var channels: Int
  /// Rows of the maps that were read, also where they were pooled; even then the first row is even.
  public var strip: Strip
  /// Per channel: γ / √(variance + ε).
  public var scale: UnsafePointer<Float>
  /// Per channel: β − mean · scale.
  public var shift: UnsafePointer<Float>
  /// Per channel.
  public var mean: UnsafePointer<Float>
  /// Per channel: 1 / √(variance + ε).
  public var inverseDeviation: UnsafePointer<Float>
  /// `[channel][2][lane]`, which Σ g and Σ g·(x − mean)·inverseDeviation are added to.
  public var sums: UnsafeMutablePointer<Float>

  /// Describes one scattering.
  public init(
    incoming: Maps, values: Maps, gradient: Maps, overwrites: Bool, channels: Int, strip: Strip,
    scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    inverseDeviation: UnsafePointer<Float>, sums: UnsafeMutablePointer<Float>
  ) {
    self.incoming = incoming
    self.values = values
    self.gradient = gradient
    self.overwrites = overwrites
    self.channels = channels
    self.strip = strip
    self.scale = scale
    self.shift = shift
    self.mean = mean
    self.inverseDeviation = inverseDeviation
    self.sums = sums
  }
}

/// Mean and spread of maps over one group of images.
public struct MapStatistics {
  /// The maps.
  public var values: Maps
  /// Channels.
  public var channels: Int
  /// Pixels of a map.
  public var pixels: Int
  /// Lanes that hold images, from 0.
  public var liveLanes: Int
  /// `[channel][2]`: the mean, and the sum of squared differences from it.
  public var moments: UnsafeMutablePointer<Float>

  /// Describes one measurement.
  public init(
    values: Maps, channels: Int, pixels: Int, liveLanes: Int,
    moments: UnsafeMutablePointer<Float>
  ) {
    self.values = values
    self.channels = channels
    self.pixels = pixels
    self.liveLanes = liveLanes
    self.moments = moments
  }
}

/// One update by stochastic gradient descent of a parameter's values.
public struct ParameterUpdate {
  /// The values; all arrays are aligned and filled up with zeros to a multiple of 16.
  public var values: UnsafeMutablePointer<Float>
  /// Gradient of the loss.
  public var gradient: UnsafePointer<Float>
  /// Momentum.
  public var momentum: UnsafeMutablePointer<Float>
  /// Number of floats, a multiple of 16.
  public var count: Int
  /// Learning rate.
  public var learningRate: Float
  /// Momentum's share that stays, in [0, 1).
  public var momentumFactor: Float
  /// Whether the momentum is Nesterov's.
  public var isNesterov: Bool
  /// L2 penalty.
  public var weightDecay: Float

  /// Describes one update.
  public init(
    values: UnsafeMutablePointer<Float>, gradient: UnsafePointer<Float>,
    momentum: UnsafeMutablePointer<Float>, count: Int, learningRate: Float, momentumFactor: Float,
    isNesterov: Bool, weightDecay: Float
  ) {
    self.values = values
    self.gradient = gradient
    self.momentum = momentum
    self.count = count
    self.learningRate = learningRate
    self.momentumFactor = momentumFactor
    self.isNesterov = isNesterov
    self.weightDecay = weightDecay
  }
}
