/// What a batch norm does to each channel, `scale · x + shift`, and the statistics that it is from.
public struct ChannelNormalization {
  /// γ / √(variance + ε).
  public var scale: UnsafePointer<Float>
  /// β − mean · scale.
  public var shift: UnsafePointer<Float>
  /// Mean over the batch.
  public var mean: UnsafePointer<Float>
  /// 1 / √(variance + ε).
  public var inverseDeviation: UnsafePointer<Float>

  /// Describes one normalisation.
  public init(
    scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, mean: UnsafePointer<Float>,
    inverseDeviation: UnsafePointer<Float>
  ) {
    self.scale = scale
    self.shift = shift
    self.mean = mean
    self.inverseDeviation = inverseDeviation
  }
}

/// Reading maps into a panel: norm and activation applied on the way, a border of zeros around.
public struct PanelReading {
  /// The whole maps. Where they are averaged, their rows follow each other without a gap.
  public var source: Maps
  /// Channels to read.
  public var channels: Int
  /// Rows of the source to read, the border's included: rows beyond the map become zeros. Where
  /// maps are pooled, these are rows of the pooled map, without a border.
  public var strip: Strip
  /// Columns of zeros on the left.
  public var border: Int
  /// Columns of zeros on the right.
  public var trailing: Int
  /// `nil` where there is no norm.
  public var normalization: ChannelNormalization?
  /// Applied after the norm; `nil` for none.
  public var activation: Activation?
  /// Where the result goes.
  public var panel: Maps

  /// Describes one reading.
  public init(
    source: Maps, channels: Int, strip: Strip, border: Int, trailing: Int,
    normalization: ChannelNormalization?, activation: Activation?, panel: Maps
  ) {
    self.source = source
    self.channels = channels
    self.strip = strip
    self.border = border
    self.trailing = trailing
    self.normalization = normalization
    self.activation = activation
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
  /// Rows of the panel, the border's included: rows beyond the map become zeros.
  public var strip: Strip
  /// Columns of zeros on the left.
  public var border: Int
  /// Columns of zeros on the right.
  public var trailing: Int
  /// Pixels of the panel from one of the gradient to the next, with zeros between them: a
  /// transposed convolution with a stride is one without a stride over such a panel. `strip` counts
  /// the panel's rows then.
  public var stride: Int
  /// The activation that made the values, which the gradient goes back through; `nil` for none.
  public var activation: Activation?
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
    gradient: Maps, values: Maps, channels: Int, strip: Strip, border: Int, trailing: Int,
    stride: Int = 1,
    activation: Activation? = nil, offset: UnsafePointer<Float>, slope: UnsafePointer<Float>,
    mean: UnsafePointer<Float>, liveLanes: Int, panel: Maps
  ) {
    self.gradient = gradient
    self.values = values
    self.channels = channels
    self.strip = strip
    self.border = border
    self.trailing = trailing
    self.stride = stride
    self.activation = activation
    self.offset = offset
    self.slope = slope
    self.mean = mean
    self.liveLanes = liveLanes
    self.panel = panel
  }
}

/// Handing a gradient back through activation and norm to the maps that were read.
public struct GradientScattering {
  /// Gradient of what norm and activation put out: a strip, or one pixel a channel that stands for
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
  /// `nil` where there is no norm.
  public var normalization: ChannelNormalization?
  /// Applied after the norm; `nil` for none.
  public var activation: Activation?
  /// `[channel][2][lane]`, which Σ g and Σ g·(x − mean)·inverseDeviation are added to where there
  /// is a norm.
  public var sums: UnsafeMutablePointer<Float>

  /// Describes one scattering.
  public init(
    incoming: Maps, values: Maps, gradient: Maps, overwrites: Bool, channels: Int, strip: Strip,
    normalization: ChannelNormalization?, activation: Activation?,
    sums: UnsafeMutablePointer<Float>
  ) {
    self.incoming = incoming
    self.values = values
    self.gradient = gradient
    self.overwrites = overwrites
    self.channels = channels
    self.strip = strip
    self.normalization = normalization
    self.activation = activation
    self.sums = sums
  }
}
